import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyReceipt } from '../gateway/household/receipts/jws.ts';
import { HOUR, type House, openHouse, plugThermostat, slotsUntil, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const notices = () => house.acme.receiver.notices as unknown as { type: string; iat: number; receipt: string }[];
const receipts = () => notices().filter(({ type }) => type === 'receipt');
const consents = () => notices().filter(({ type }) => type === 'consent');

/** biome-ignore lint/suspicious/noExplicitAny: JSON as a reader has it. */
type Json = any;

function opened(receipt: string): Json {
  return JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString());
}
const record = (i: number) => opened(receipts()[i]?.receipt ?? '')['dpv:hasRecordOfActivity'];
const fields = (i: number) =>
  record(i)['dpv:hasProcess'].map((one: Json) => `${one['dpv:hasPersonalData']['dct:title']}`);
const statuses = (i: number) => record(i)['dpv:hasConsentStatus'].map((one: Json) => one['@type']);

async function enrolled(): Promise<void> {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5}', { qos: 1 });
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.records.length === 1);
  await until(1);
}

const until = (count: number) => slotsUntil(house, () => receipts().length === count);

test('a receipt goes behind each consent notice, in slots, signed by the home this recipient knows', async () => {
  await enrolled();
  const types = notices().map(({ type }) => type);
  expect(types.slice(types.indexOf('consent'))).toEqual(['consent', 'receipt']);
  expect(receipts()[0]?.iat).toBeGreaterThanOrEqual(consents()[0]?.iat ?? 0);
  const kid = house.acme.receiver.opened().flatMap((text) => /"kid":"([\w-]{43})"/.exec(text)?.[1] ?? []);
  const [home] = house.acme.receiver.homes();
  const signed = receipts()[0]?.receipt ?? '';
  const verdicts = await Promise.all([...new Set(kid)].map((each) => verifyReceipt(signed, each)));
  expect(verdicts.some(({ ok }) => ok)).toBe(true);
  expect(record(0)['dpv:hasDataSubject']['dct:identifier']).toBe(home?.home);
  expect(record(0)['dpv:hasNotice']['dct:identifier']).toBe('setpoints');
  expect(fields(0)).toEqual(['target']);
  expect(statuses(0)).toEqual(['dpv:ConsentGiven']);
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  await until(2);
  expect(statuses(1)).toEqual(['dpv:ConsentGiven', 'dpv:ConsentWithdrawn']);
  expect(record(1)['dpv:hasNotice']).toEqual(record(0)['dpv:hasNotice']);
  expect(opened(receipts()[1]?.receipt ?? '')['@id']).toBe(opened(receipts()[0]?.receipt ?? '')['@id']);
});

test('another device, a rule, a stop and what was changed back are in no receipt, and bring none', async () => {
  await enrolled();
  await plugThermostat(house, 'bedroom');
  await expect.poll(() => house.hub.registry.known().filter(({ vendor }) => vendor === 'acme').length).toBe(2);
  await house.give('acme-heating', 'setpoints', { device: 'bedroom' });
  await house.do('rule add', { rule: 'night', hours: { from: '00:00', to: '23:59' } });
  await house.do('sharing stop', { forMs: HOUR });
  await house.do('consent withdraw', { device: 'thermostat', recipient: 'acme-heating', request: 'setpoints' });
  await house.clock.advance(3 * HOUR);
  await house.give('acme-heating', 'heating-tips', { device: 'bedroom', field: 'heating' });
  await house.do('consent withdraw', { recipient: 'acme-heating', request: 'heating-tips' });
  await house.clock.advance(30 * HOUR);
  expect(receipts()).toHaveLength(1);
  // Ended for the last device: since the first day, to the last, and one process, as with one device.
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  await until(2);
  expect(fields(1)).toEqual(['target']);
  expect(record(1)['dpv:hasConsentStatus']).toMatchObject([
    { '@type': 'dpv:ConsentGiven', 'dpv:isIndicatedAtTime': '2026-11-02' },
    { '@type': 'dpv:ConsentWithdrawn', 'dpv:isIndicatedAtTime': '2026-11-03' },
  ]);
  const text = JSON.stringify([record(0), record(1)]);
  for (const secret of ['thermostat', 'bedroom', 'night', 'schedule', 'command line', 'heating-tips'])
    expect(text).not.toContain(secret);
});

test('on the way a consent, its receipt and a request to erase look like any batch', async () => {
  await enrolled();
  const { receiver } = house.acme;
  await house.give('acme-heating', 'heating-tips');
  await house.do('recipient erase', { recipient: 'acme-heating' });
  await slotsUntil(house, () => receipts().length === 2 && notices().some(({ type }) => type === 'erasure'));
  expect(new Set(receiver.batches.map(({ size }) => size)).size).toBe(1);
  const topics = receiver.wire().flatMap((each) => /^hearthgate.*\/(\w+)$/.exec(each.toString())?.[1] ?? []);
  expect(topics.filter((topic) => topic !== 'data')).toEqual(['notices']);
});

test('promise 4: the receipts of two recipients have nothing in common but the contract, the day and the words of both', async () => {
  const { endpoint } = house.volt.manifest;
  const keys = { encryption: [house.volt.keys.encryption.jwk] };
  const twin = { ...house.acme.manifest, recipient: 'volt-insight', origin: 'household', endpoint, keys };
  await house.do('recipient add', { signed: JSON.stringify(twin) });
  await enrolled();
  await house.give('volt-insight', 'setpoints');
  const client = await house.replug('thermostat');
  await client.publishAsync(telemetry('thermostat'), '{"target":20.5}', { qos: 1 });
  const volt = house.volt.receiver.notices as unknown as { type: string; receipt: string }[];
  await slotsUntil(house, () => volt.some(({ type }) => type === 'receipt'));
  const [one, other] = [receipts()[0]?.receipt, volt.find(({ type }) => type === 'receipt')?.receipt].map((receipt) => {
    const parts = (receipt ?? '').split('.');
    return new Set([...tokens(parts[0]), ...tokens(parts[1]), parts[2] ?? '']);
  });
  const common = [...(one ?? [])].filter((token) => other?.has(token));
  const words = new Set(JSON.stringify([house.acme.manifest, CONTRACT]).match(/[\w-]{8,}|\d{5,}/g));
  expect(common.filter((token) => !words.has(token) && !/^2026-\d\d-\d\d$/.test(token))).toEqual([]);
  expect(one?.size).toBeGreaterThan(common.length + 5);
});

function tokens(part = ''): string[] {
  return (
    Buffer.from(part, 'base64url')
      .toString()
      .match(/[\w-]{8,}|\d{5,}/g) ?? []
  );
}

/** Words that every receipt has. */
const CONTRACT =
  'hearthgate hearthgate-receipt+jws receipts ConsentReceipt identifier hasIdentifier conformsTo dpv-27560 record hasRecordOfActivity ConsentRecord hasDataSubject DataSubject hasDataController DataController hasLegalBasis claimedBy recipient household hasNotice ConsentNotice manifest hasProcess hasPurpose hasRecipient hasStorageCondition StorageDuration hasDuration release everyMs 3600000 900000 withinMs hasPersonalData PersonalData SensitivePersonalData hasNecessity Optional UntilTimeDuration UntilEventDuration hasConsentControl WithdrawConsent isExercisedAt Hearthgate hasConsentStatus ConsentGiven isIndicatedBy isIndicatedAtTime schema version eu-gdpr This the choice about what leaves its home does not show that each person who lives or visits there agreed and finding';
