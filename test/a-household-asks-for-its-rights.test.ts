import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

async function shared(): Promise<void> {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5,"note":"<script>alert(1)</script>"}', {
    qos: 1,
  });
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.records.length > 0);
  // The acknowledgement is on its way.
  const states = async () => (await house.hub.recipients.deliveries(0, 10)).map(({ state }) => state);
  await expect.poll(states).not.toContain('possibly received');
}

test('an export holds everything but keys and passwords, for people and for machines', async () => {
  await shared();
  const { base64 } = await house.do<{ base64: string }>('export', {});
  const files = unzipSync(Buffer.from(base64, 'base64'));
  const text = (name: string) => Buffer.from(files[name] ?? []).toString();
  expect(JSON.parse(text('consents.json'))).toMatchObject([
    { request: 'setpoints', state: 'given', terms: { purpose: expect.any(String) } },
  ]);
  expect(JSON.parse(text('what-left.json'))).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ recipient: 'acme-heating', state: 'sent' })]),
  );
  expect(JSON.parse(text('ledger.json')).length).toBe(house.hub.ledger.size);
  const page = text('index.html');
  for (const part of ['devices', 'recipients', 'consents', 'consent records', 'what left', 'what stayed'])
    expect(page).toContain(`<h2>${part}</h2>`);
  expect(page).not.toMatch(/<script|https?:\/\/[^<]*<\/a>|src=/);
  const all = Object.values(files)
    .map((bytes) => Buffer.from(bytes).toString())
    .join('');
  expect(all).not.toMatch(/PRIVATE KEY|"password"|"salt"/);
});

test('a recipient is asked to erase, and not to sell, in sealed notices at its slot; each stands in the ledger', async () => {
  await shared();
  const erase = await house.do<{ sent: string; letter: string }>('recipient erase', { recipient: 'acme-heating' });
  expect(erase.sent).toContain('sealed');
  expect(erase.letter).toMatch(
    /To Acme Heating \(privacy@acme-heating\.example\)[\s\S]*Articles 17 and 19 GDPR[\s\S]*setpoints/,
  );
  await house.do('recipient opt-out', { recipient: 'acme-heating' });
  await house.clock.advance(2 * HOUR);
  const { receiver } = house.acme;
  await receiver.until(
    () => receiver.notices.filter(({ type }) => type === 'erasure' || type === 'opt-out').length === 2,
  );
  expect(receiver.notices.map(({ type }) => type)).toEqual(expect.arrayContaining(['erasure', 'opt-out']));
  const entries = house.hub.ledger
    .read(0, 100)
    .flatMap(({ entry }) => (entry?.type === 'request.made' ? [entry.what] : []));
  expect(entries).toEqual(['erasure', 'opt-out']);
});

test('who was never connected to gets a letter, and nobody is contacted for it', async () => {
  const asked = await house.do<{ sent: string; letter: string }>('recipient erase', { recipient: 'acme-heating' });
  expect(asked.sent).toContain('not sent');
  expect(asked.letter).toContain('Nothing was agreed to');
  await house.clock.advance(3 * HOUR);
  expect(house.acme.cloud.connections).toHaveLength(0);
});

interface Tracked {
  readonly id: number;
  readonly state: string;
  readonly due: string;
  readonly by: string;
  readonly receipts: number;
  readonly letter: string;
  readonly page: string;
  readonly delivered?: number;
}
const list = () => house.do<Tracked[]>('rights list', {});

test('a request is asked, delivered when the notice was acknowledged, and answered when somebody notes it', async () => {
  await shared();
  const asked = await house.do<Tracked>('recipient erase', { recipient: 'acme-heating' });
  expect(asked).toMatchObject({ state: 'asked', by: 'sealed notice', due: '2026-12-02', receipts: 1 });
  await house.clock.advance(2 * HOUR);
  await expect.poll(async () => (await list())[0]?.state).toBe('delivered');
  const { receiver } = house.acme;
  const [batch] = receiver.batches.filter(({ claims }) => claims.consents.length > 0);
  expect(receiver.notices.find(({ type }) => type === 'erasure')).toMatchObject({
    requests: ['setpoints'],
    consents: batch?.claims.consents,
  });
  expect(asked.letter).toContain(batch?.claims.consents[0]);
  expect((await list())[0]?.delivered).toBeLessThanOrEqual(house.clock.now());
  await expect(house.do('rights note', { id: 9, answer: 'done' })).rejects.toThrow('nothing was asked under');
  await expect(house.do('rights note', { id: asked.id, answer: 'done', on: '2026-02-30' })).rejects.toThrow('no day');
  const noted = { id: asked.id, answer: 'partly', on: '2026-11-20', note: 'they keep invoices' };
  expect(await house.do('rights note', noted)).toMatchObject({ state: 'answered', answer: 'partly' });
  await house.restart();
  expect(await list()).toMatchObject([{ state: 'answered', answered: '2026-11-20', note: 'they keep invoices' }]);
  const [entry] = house.hub.ledger.changes(Number.MAX_SAFE_INTEGER);
  expect(entry?.entry).toMatchObject({ type: 'request.noted', answer: 'partly', on: '2026-11-20' });
  expect(JSON.stringify(entry)).not.toContain('invoices');
});

test('a request that nobody answered in time is overdue: a month to erase, 15 business days not to sell', async () => {
  const recipient = 'acme-heating';
  await house.do('recipient erase', { recipient });
  const optOut = await house.do<Tracked>('recipient opt-out', { recipient });
  expect(optOut).toMatchObject({ state: 'asked', by: 'letter', due: '2026-11-23' });
  await house.clock.advance(22 * 24 * HOUR);
  expect((await list()).map(({ state }) => state)).toEqual(['overdue', 'asked']);
  await house.clock.advance(9 * 24 * HOUR);
  expect((await list()).map(({ state }) => state)).toEqual(['overdue', 'overdue']);
  await house.do('rights note', { id: optOut.id, answer: 'wrote back' });
  expect((await list()).map(({ state }) => state)).toEqual(['answered', 'overdue']);
});

test('a letter can be printed for everybody, and what a company calls itself is text in it', async () => {
  const controller = { ...house.acme.manifest.controller, name: 'Acme & Sons' };
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, controller }) });
  const { id, page, letter } = await house.do<Tracked>('recipient erase', { recipient: 'acme-heating' });
  expect(letter).toContain('To Acme & Sons (privacy@acme-heating.example)');
  expect(letter).toContain('Article 12(3) GDPR');
  expect(page).toContain('To Acme &#38; Sons');
  expect(page).not.toMatch(/<script|src=|href=/);
  // A recipient that is removed stays asked; the names that it knew are gone.
  await house.do('recipient remove', { recipient: 'acme-heating' });
  expect(await house.do('rights letter', { id })).toEqual({ letter, page });
});
