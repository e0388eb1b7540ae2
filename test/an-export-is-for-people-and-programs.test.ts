import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { operations } from '../gateway/operations/operations.ts';
import type { RecipientId } from '../rules/manifest.ts';
import type { Language } from '../rules/words/speak.ts';
import { type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

async function exported(language: Language = 'en'): Promise<Record<string, string>> {
  const caller = { by: 'household', how: 'page', language, shownAt: house.clock.now() } as const;
  const { base64 } = (await operations.export.run(house.hub, {}, caller)) as { readonly base64: string };
  const files = Object.entries(unzipSync(Buffer.from(base64, 'base64')));
  return Object.fromEntries(files.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
}

test('the page says in sentences what the files hold, and everything outside wrote is text in it', async () => {
  const controller = { ...house.acme.manifest.controller, name: 'Acme & Sons' };
  await house.do('recipient add', { signed: await signedBy(house, { controller }) });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips', { field: 'temperature' });
  await house.do('consent refuse', { recipient: 'acme-heating', request: 'setpoints' });
  await house.do('rule add', { rule: 'visitors' });
  await house.do('recipient erase', { recipient: 'acme-heating' });
  await thermostat.publishAsync(telemetry('thermostat'), '{"note":"<img src=x onerror=alert(1)>","said":"a\\u202eb"}', {
    qos: 1,
  });
  const files = await exported();
  const page = files['index.html'] ?? '';
  expect(page).toContain('Acme &#38; Sons may get temperature of thermostat: the average of every hour');
  expect(page).toContain('Acme &#38; Sons may not get target of thermostat.');
  expect(page).toContain('<time>Monday 2 November 2026, 09:00 (Europe/Berlin)</time>');
  expect(page).toContain('note: &#60;img src=x onerror=alert(1)&#62;');
  // Nor does it turn the words around it around.
  expect(page).toContain('said: a\\u202eb');
  expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(page).toContain('visitors are here');
  expect(page).toContain('share nothing until I say so');
  expect(page).toMatch(/A rule above all consents \(the household\)<ul><li>from no such rule to visitors are here/);
  expect(page).toContain('was asked to erase what it has');
  // Every part has its place in the contents, with a count; and nothing is fetched or run.
  const parts = [...page.matchAll(/<section id="([\w-]+)"><h2>([^<]+)<\/h2>/g)].map(([, id, name]) => ({ id, name }));
  expect(parts.length).toBeGreaterThan(10);
  for (const { id, name } of parts) expect(page).toMatch(new RegExp(`<a href="#${id}">${name}</a> <span>\\d+</span>`));
  expect([...page.matchAll(/href="([^"]*)"/g)].every(([, to = '']) => to.startsWith('#'))).toBe(true);
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(/);
  const jsons = Object.keys(files).filter((name) => name.endsWith('.json'));
  expect(jsons.sort()).toEqual(parts.map(({ id }) => `${id}.json`).sort());
  for (const name of jsons) {
    expect(Array.isArray(JSON.parse(files[name] ?? '')), name).toBe(true);
    expect(files['README.txt']).toContain(name);
  }
});

test('the page is German for whoever asks in German; its files, and what devices and companies say, are the same', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips', { field: 'temperature' });
  await house.do('consent refuse', { recipient: 'acme-heating', request: 'setpoints' });
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21}', { qos: 1 });
  const [german, english] = [await exported('de'), await exported('en')];
  const page = german['index.html'] ?? '';
  expect(page).toContain('<html lang="de">');
  expect(page).toContain('<h1>Alles, was diese Box über Ihren Haushalt weiß</h1>');
  expect(page).toContain('<section id="what-left"><h2>Was hinausging</h2>');
  expect(page).toContain('Acme Heating darf temperature von thermostat bekommen: je Stunde der Mittelwert');
  expect(page).toContain('Acme Heating darf target von thermostat nicht bekommen.');
  expect(page).toContain('fragt nach temperature und heating: „');
  expect(page).not.toMatch(/There (is|are) | may get | of an unknown make|so that it can/);
  expect(german['README.txt']).toContain('Behalten Sie\nsie für sich.');
  expect(Object.keys(german)).toEqual(Object.keys(english));
  expect(german['consents.json']).toBe(english['consents.json']);
});

test('a big home is packed piece by piece: others have their turns meanwhile', async () => {
  const recipient = 'acme-heating' as RecipientId;
  const entries = Array.from({ length: 2_000 }, () => ({ type: 'codes.renewed', recipient }) as const);
  for (let i = 0; i < 5; i++) house.hub.ledger.append(entries, 'household');
  let turns = 0;
  let over = false;
  const count = () => {
    turns++;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  const files = await exported();
  over = true;
  expect(JSON.parse(files['ledger.json'] ?? '')).toHaveLength(10_000);
  // Some 1.5 MB of JSON in pieces of 128 KiB.
  expect(turns).toBeGreaterThan(10);
  expect(files['index.html']).toContain('There are 10000. Here are the changes among them');
  expect(files['index.html']?.match(/gets new codes in the place/g)).toHaveLength(1_000);
});
