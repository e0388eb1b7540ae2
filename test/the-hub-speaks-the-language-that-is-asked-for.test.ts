import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyReceipt } from '../gateway/household/receipts/jws.ts';
import type { HouseholdReceipt } from '../gateway/household/receipts/records.ts';
import { textOf, type Words } from '../rules/words-shown.ts';
import { type AskedApi, openApi, V1 } from './api.ts';
import { COMMANDS } from './commander.ts';
import { type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

let house: House;
let api: AskedApi;
beforeEach(async () => {
  house = await openHouse();
  api = await openApi(house);
  await house.do('recipient add', { signed: await signedBy(house, { commands: COMMANDS }) });
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature: 20.5 }), { qos: 1 });
});
afterEach(async () => {
  await api.stop();
  await house.stop();
});

const TIPS = { recipient: 'acme-heating', request: 'heating-tips', acceptUnion: false };
const german = (method: string, path: string, body?: object) =>
  api.ask(method, V1 + path, body, { 'accept-language': 'de-DE,de;q=0.9,en;q=0.4' });
const english = (method: string, path: string, body?: object) =>
  api.ask(method, V1 + path, body, { 'accept-language': 'en' });

async function recordOf(consent: string) {
  const { receipt, key } = await house.do<HouseholdReceipt>('consent record', { id: consent });
  const verified = await verifyReceipt(receipt, key);
  if (!verified.ok) throw new Error(verified.problem);
  return verified.receipt['dpv:hasRecordOfActivity'] as Record<string, { [name: string]: unknown }>;
}

test('what is shown before a yes is German where German was asked for, and the record holds those very words', async () => {
  const { body: shown } = await german('POST', '/consents', TIPS);
  const [words] = shown.result.words as Words[];
  if (!words) throw new Error('nothing was shown');
  expect(words.language).toBe('de');
  expect(textOf(words)).toContain('Acme Heating fragt nach temperature und heating\nVon: thermostat\n');
  expect(textOf(words)).toContain('— sagt Acme Heating');
  expect(textOf(words)).not.toMatch(/What|says|household/);
  const { body: done } = await german('POST', '/consents', { ...TIPS, token: shown.token });
  expect(done).toMatchObject({ done: true, result: { given: 2, words: shown.result.words } });
  const [consent] = done.result.consents;
  // The command line asks for it in English, and gets what was read.
  const record = await recordOf(consent);
  expect(record['dpv:hasNotice']).toMatchObject({ 'dct:language': 'de', 'hearthgate:words': words });
  expect(String(record['hearthgate:limits'])).toMatch(/^Das ist die Entscheidung des Haushalts/);
  expect(house.hub.receipts.of(consent)?.words).toEqual(words);
});

test('a yes in one language to what was shown in another is looked at once more', async () => {
  const { body: shown } = await german('POST', '/consents', TIPS);
  const { status, body } = await english('POST', '/consents', { ...TIPS, token: shown.token });
  expect({ status, code: body.code }).toEqual({ status: 409, code: 'look-again' });
  expect(body.look.result.words).toMatchObject([
    { language: 'en', title: 'Acme Heating asks for temperature and heating' },
  ]);
  expect(house.hub.consents.all()).toEqual([]);
});

test('without a language, and on the command line, it is English', async () => {
  const { body } = await api.ask('POST', `${V1}/consents`, TIPS);
  expect(body.result.words).toMatchObject([{ language: 'en', title: 'Acme Heating asks for temperature and heating' }]);
  const { words } = await house.do<{ words: readonly Words[] }>('consent give', { ...TIPS, confirmed: false });
  expect(words).toEqual(body.result.words);
});

/** Every text of an answer that a person reads; what companies say of themselves is as they say it. */
const OF_COMPANIES = new Set(['sentence', 'ifRefused', 'name', 'saidBy', 'country', 'contact', 'says']);

function textsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return OF_COMPANIES.has(name) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, Array.isArray(value) ? name : key));
}

const ENGLISH = /\b(the|every|household|hub|until|nothing|recipient|this|your|has|may|is|on)\b/;

test('requests, recipients, devices, rules, what stayed and the activity are told in German', async () => {
  await house.give('acme-heating', 'heating-tips');
  await german('POST', '/rules', { rule: 'night', hours: { from: '22:00', to: '06:00' } });
  await german('DELETE', `/consents?recipient=acme-heating`);
  await house.give('acme-heating', 'heating-tips');
  await house.clock.advance(120_000);
  const paths = ['/requests', '/recipients', '/recipients/acme-heating', '/devices/thermostat', '/rules', '/stayed'];
  for (const path of [...paths, '/activity', '/posture', '/commands']) {
    const [one, other] = [await german('GET', path), await english('GET', path)];
    expect(one.status, path).toBe(200);
    expect(one.body, path).not.toEqual(other.body);
    // The same members, the same numbers and states: only the words differ.
    expect(shapeOf(one.body), path).toEqual(shapeOf(other.body));
  }
  const { body: activity } = await german('GET', '/activity');
  const told = activity.changes.map(({ who, what, from, to }: Record<string, string>) =>
    [who, what, from, to].join(' '),
  );
  expect(told.join('\n')).toContain('Acme Heating darf temperature von thermostat erhalten');
  expect(told.filter((each: string) => ENGLISH.test(each.replaceAll(/„[^“]*“/g, '')))).toEqual([]);
  const { body: device } = await german('GET', '/devices/thermostat');
  expect(device.fields.map(({ reason }: { reason: string }) => reason)).toContain(
    'Luft, Wärme und Licht eines Zuhauses verraten, ob und wie es benutzt wird',
  );
  const { body: recipient } = await german('GET', '/recipients/acme-heating');
  const read = textsIn({ asks: recipient.asks, gets: recipient.gets, way: recipient.way, state: recipient.stateSays });
  expect(read.length).toBeGreaterThan(10);
  expect(read.filter((each) => ENGLISH.test(each))).toEqual([]);
});

function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return 'text';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shapeOf);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

test('a refusal has the same code and places in every language, and says in German what to do', async () => {
  const [one, other] = [await german('GET', '/devices/nobody'), await english('GET', '/devices/nobody')];
  expect(one).toMatchObject({ status: 404, body: { code: 'no-such-device', type: other.body.type } });
  expect(one.body).toMatchObject({ title: 'Dieses Gerät gibt es nicht', detail: 'es gibt kein Gerät „nobody“' });
  expect(other.body).toMatchObject({ title: 'There is no such device', detail: 'there is no device "nobody"' });
  const wrong = { ...TIPS, lifetime: 'for ever' };
  const problems = [await german('POST', '/consents', wrong), await english('POST', '/consents', wrong)];
  expect(problems[0]?.body.errors).toEqual(problems[1]?.body.errors);
  expect(problems[0]?.body).toMatchObject({ code: 'not-understood', title: 'Die Eingabe wird nicht verstanden' });
  expect((await german('GET', '/nowhere')).body.title).toBe('Unter dieser Adresse gibt es nichts');
  const stranger = await api.askAs(undefined, 'GET', `${V1}/home`, undefined, { 'accept-language': 'de' });
  expect(stranger.body).toMatchObject({ code: 'not-signed-in', title: 'Niemand ist angemeldet' });
});

test('a letter about rights is in the language of whoever asks for it, and so is its page', async () => {
  const { body } = await german('POST', '/recipients/acme-heating/erasure', {});
  expect(body.letter).toContain('Artikel 17 und 19 DSGVO');
  expect(body.page).toMatch(/<html lang="de">.*Brief an Acme Heating/s);
  const { body: again } = await english('GET', `/rights/${body.id}/letter`);
  expect(JSON.stringify(again)).toContain('Articles 17 and 19 GDPR');
});
