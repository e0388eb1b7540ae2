import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noPython, PYTHON } from '../docs/examples/python.fixture.ts';
import { verifyReceipt } from '../gateway/household/receipts/jws.ts';
import type { HouseholdReceipt } from '../gateway/household/receipts/records.ts';
import { textOf, type Words } from '../rules/words-shown.ts';
import { type House, openHouse, plugThermostat, signedBy } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
  await plugThermostat(house);
});
afterEach(() => house.stop());

const ASK = { recipient: 'acme-heating', request: 'heating-tips' };

interface Answer {
  readonly consents?: readonly string[];
  readonly words: readonly Words[];
}

function give(more: object = {}): Promise<Answer> {
  return house.do('consent give', { ...ASK, acceptUnion: false, confirmed: true, ...more });
}

/** The record as whoever gets the receipt reads it. */
async function recordOf(consent = ''): Promise<Record<string, never> & { 'dpv:hasConsentStatus': object[] }> {
  const { receipt, key } = await house.do<HouseholdReceipt>('consent record', { id: consent });
  const verified = await verifyReceipt(receipt, key);
  if (!verified.ok) throw new Error(verified.problem);
  return verified.receipt['dpv:hasRecordOfActivity'] as never;
}

test('promise 6: what was shown before a decision, and what was decided, stands in a signed record that the ledger names', async () => {
  const before = await give({ confirmed: false });
  const { words, consents = [] } = await give();
  expect(before.words).toEqual(words);
  expect(consents).toHaveLength(2);
  expect(words.map(textOf).join()).toContain('Acme Heating asks for temperature and heating\nFrom: thermostat\n');
  expect(words.map(textOf).join()).toContain('sealed, so that only Acme Heating can open it');
  const record = await recordOf(consents[0]);
  expect(record['dpv:hasNotice']).toMatchObject({
    'hearthgate:words': words[0],
    'hearthgate:manifest': {
      'hearthgate:version': 1,
      'hearthgate:sha256': hash('sha256', house.acme.signed),
      'hearthgate:key': house.acme.keys.manifest.jwk.kid,
    },
  });
  expect(record['dpv:hasProcess']).toHaveLength(2);
  const db = new Database(join(house.dataDir, 'household.db'), { readonly: true });
  const stored = db.prepare<[], string>('SELECT decided FROM consent_records').pluck().all();
  db.close();
  expect(stored).toHaveLength(1);
  const entries = house.hub.ledger.read(0, 10).flatMap(({ entry }) => (entry && 'record' in entry ? entry.record : []));
  expect(entries).toEqual(consents.map(() => hash('sha256', stored[0] ?? '')));
});

test('a record follows what became of each consent, also after a restart; a refusal keeps no words that nobody saw', async () => {
  const { consents = [] } = await give({ lifetime: 'today' });
  await house.do('consent withdraw', { id: consents[0] });
  await house.clock.advance(24 * 3_600_000);
  await house.restart();
  const statuses = (await recordOf(consents[1]))['dpv:hasConsentStatus'];
  const types = statuses.map((status) => (status as { '@type': string })['@type']);
  expect(types).toEqual(['dpv:ConsentGiven', 'dpv:ConsentWithdrawn', 'dpv:ConsentGiven', 'dpv:ConsentExpired']);
  const refused = await house.do<Answer>('consent refuse', { ...ASK, field: 'heating' });
  const record = await recordOf(refused.consents?.[0]);
  expect(record['dpv:hasConsentStatus']).toMatchObject([{ '@type': 'dpv:ConsentRefused' }]);
  expect(record['dpv:hasNotice']).not.toHaveProperty('hearthgate:words');
});

test('what is carried over to a version that asks for less has a record that says nobody was asked', async () => {
  const { consents = [] } = await give();
  const { requests } = house.acme.manifest;
  const less = requests.map((request) => ({ ...request, retention: 'P7D' }));
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests: less }) });
  const [carried] = house.hub.consents.standing();
  expect((await recordOf(consents[0]))['dpv:hasConsentStatus']).toMatchObject([
    { '@type': 'dpv:ConsentGiven', 'dpv:isIndicatedBy': 'household' },
    { '@type': 'hearthgate:ConsentReplaced' },
    {},
    {},
  ]);
  expect(await recordOf(carried?.id)).toMatchObject({
    'dpv:hasNotice': { 'hearthgate:manifest': { 'hearthgate:version': 2 } },
    'dpv:hasConsentStatus': [
      { 'dpv:isIndicatedBy': 'hub', 'dpv:hasIndicationMethod': expect.stringContaining('not asked again') },
      { 'dpv:isIndicatedBy': 'hub' },
    ],
  });
});

test.skipIf(noPython)(
  'an independent program verifies a receipt and says what was shown; another key it refuses',
  async () => {
    const { words, consents = [] } = await give();
    const { receipt, key } = await house.do<HouseholdReceipt>('consent record', { id: consents[0] });
    const program = join(import.meta.dirname, '../docs/examples/verify_receipt.py');
    const verify = (input: string, kid: string) => spawnSync(PYTHON, [program, kid], { input, encoding: 'utf8' });
    const good = verify(`${receipt}\n`, key);
    expect(good).toMatchObject({ status: 0, stderr: '' });
    for (const { label, text } of words[0]?.rows ?? []) expect(good.stdout).toContain(`${label}: ${text}`);
    expect(good.stdout.match(/dpv:ConsentGiven/g)).toHaveLength(2);
    expect(verify(receipt, house.acme.keys.manifest.jwk.kid)).toMatchObject({
      status: 1,
      stderr: 'refused: another key signed it\n',
    });
    const changed = verify(receipt.replace(/.{20}$/, 'A'.repeat(20)), key);
    expect(changed).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/^refused: [^\n]+\n$/) });
    const broken = verify('no receipt', key);
    expect(broken).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/^refused: [^\n]+\n$/) });
  },
);

test('nothing in a hub fetches a JSON-LD context: it stands in the receipt, and the recipient’s copy only names it', async () => {
  const { consents = [] } = await give();
  const { receipt } = await house.do<HouseholdReceipt>('consent record', { id: consents[0] });
  const payload = JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString());
  const shipped = join(import.meta.dirname, '../gateway/household/receipts/context.json');
  expect({ '@context': payload['@context'] }).toEqual(JSON.parse(readFileSync(shipped, 'utf8')));
});
