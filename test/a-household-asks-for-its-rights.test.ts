import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

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
    () => receiver.notices.filter(({ type }) => type !== 'hello' && type !== 'consent').length === 2,
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
