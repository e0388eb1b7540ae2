import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, slotsUntil, telemetry } from './house.ts';

const MAC = '3c:6a:9d:14:f7:b2';
const HEX = '3c6a9d14f7b2';
const BYTES = Buffer.from(HEX, 'hex');
const TURNED = Buffer.from(BYTES).reverse().toString('hex');

/** Words that a hostile maker names in its signed manifest, so that its device can choose the one that is true of this home. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'its address': [
    ...[MAC, HEX.toUpperCase(), '3C-6A-9D-14-F7-B2', '3c6a.9d14.f7b2', `0x${HEX}`, 'lamp-14f7b2', 'f7b2', TURNED],
    ...[BYTES.toString('base64'), BYTES.toString('base64url'), Buffer.from(HEX).toString('base64')],
    ...[Buffer.from(HEX).toString('hex'), encodeURIComponent(MAC), `no ${Number.parseInt(HEX, 16)}`],
  ],
  'its serial number': ['SN-4411-7733', 'sn44117733', '44117733', 'U04tNDQxMS03NzMz', 'SN%2D4411%2D7733'],
  'its network address': ['192.168.178.23', 'c0a8b217', '3232281111'],
  'its network': ['Haus am See', 'hausamsee', 'HAUS_AM_SEE', 'SGF1cyBhbSBTZWU='],
  'its room': [
    'Arbeitszimmer',
    'im Arbeitszimmer',
    'QXJiZWl0c3ppbW1lcg==',
    Buffer.from('Arbeitszimmer').toString('hex'),
  ],
  'somebody who lives there': ['Annegret', 'ANNEGRET', 'annegret is home', 'Annegret%20K', 'QW5uZWdyZXQ'],
  'its name': ['thermometer-nord', 'ThermometerNord', 'thermometer_nord', 'dGhlcm1vbWV0ZXItbm9yZA'],
};
const NUMBERS = [
  Number.parseInt(HEX, 16),
  Number.parseInt(TURNED, 16),
  0x14f7b2,
  0x14f7b2 / 1000,
  3_232_281_111,
  44_117_733,
];
const SAID = { mac: MAC, serial_number: 'SN-4411-7733', ip: '192.168.178.23', ssid: 'Haus am See' };
const NAME = 'thermometer-nord';

const spellings = [...new Set(Object.values(WORDS).flat())];
/** Eight words a field. */
const fields = Array.from({ length: Math.ceil(spellings.length / 7) }, (_, i) => ({
  name: `word${i}`,
  values: [...spellings.slice(i * 7, i * 7 + 7), 'warm'],
}));

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

test('a device that hides what tells its home in words and numbers that were agreed to delivers none of it, in any spelling', async () => {
  const device = await begin();
  await device.publishAsync(telemetry(NAME), JSON.stringify(SAID), { qos: 1 });
  await house.do('device place', { device: NAME, room: 'Arbeitszimmer' });
  house.hub.people.join('Annegret', 'owner', 'kept', 'setup code', house.clock.now());
  await house.hub.claimed();
  for (const { name, values } of fields) {
    for (const value of values) await say(device, { [name]: value });
  }
  for (const number of NUMBERS) await say(device, { target: number });
  await say(device, { target: 19.5 });
  await house.clock.advance(3 * HOUR);
  const { receiver } = house.acme;
  await receiver.until(() => values().includes(19.5));
  expect(values().sort()).toEqual([19.5, ...fields.map(() => 'warm')].sort());
  const seen = receiver
    .opened()
    .join('\n')
    .replace(/"pad":"[^"]*"/g, '');
  for (const spelling of spellings) expect(seen).not.toContain(spelling);
  const stayed = await house.do<{ of: string; count: number }[]>('stayed list', { by: 'reason' });
  const held = stayed.find(({ of }) => of === 'identifier');
  expect(held?.count).toBe(spellings.length + NUMBERS.length);
  expect(JSON.stringify(held)).toContain('stood in it');
});

test('an address that is heard only while a word with it waits for its slot stops the word, and that is shown', async () => {
  const device = await begin();
  const [first, second] = fields;
  await say(device, { [first?.name ?? '']: MAC });
  await say(device, { [second?.name ?? '']: 'warm' });
  await device.publishAsync(telemetry(NAME), JSON.stringify(SAID), { qos: 1 });
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => values().length > 0);
  expect(values()).toEqual(['warm']);
  expect(house.everythingOutside().includes(MAC)).toBe(false);
  const stayed = await house.do<{ of: string; count: number }[]>('stayed list', { by: 'reason' });
  expect(stayed.find(({ of }) => of === 'identifier')?.count).toBe(1);
});

test('in a summary neither the mean of such numbers leaves nor a count under such a word', async () => {
  const device = await begin();
  await device.publishAsync(telemetry(NAME), JSON.stringify(SAID), { qos: 1 });
  for (let i = 0; i < 4; i++) {
    await say(device, { counter: Number.parseInt(HEX, 16), mode: 'warm' });
  }
  await say(device, { counter: 3 });
  await house.clock.advance(3 * HOUR);
  const { receiver } = house.acme;
  await receiver.until(() => receiver.records.some(({ fields: of }) => 'counter' in of));
  expect(receiver.records.map(({ fields: of }) => of)).toEqual([
    { counter: { form: 'summary', mean: 3, max: 3, unit: 'x' } },
  ]);
});

test('what nothing tells of this home leaves as it was agreed to: it is the names that are stopped, not the words', async () => {
  const device = await begin('thermostat');
  for (const { name, values } of fields) for (const value of values) await say(device, { [name]: value }, 'thermostat');
  await slotsUntil(house, () => values().length >= spellings.length + fields.length);
  expect(new Set(values())).toEqual(new Set([...spellings, 'warm']));
});

test('a picture, a log or a long text in a field of words does not leave, nor that it was said', async () => {
  const device = await begin();
  for (const text of [
    'door opened by the back, lights were left on in the hall',
    'Traceback (most recent call last): '.repeat(9),
    `data:image/png;base64,${'A'.repeat(4_000)}`,
  ])
    await say(device, { word0: text });
  await say(device, { word0: 'warm' });
  await house.clock.advance(3 * HOUR);
  await house.acme.receiver.until(() => values().length > 0);
  expect(values()).toEqual(['warm']);
});

function values(): unknown[] {
  return house.acme.receiver.records.flatMap(({ fields: of }) =>
    Object.values(of as Record<string, { value?: unknown }>).map(({ value }) => value),
  );
}

async function begin(name = NAME) {
  const products = [
    {
      match: { dialect: 'native', vendor: 'acme', model: 'warm-2' },
      fields: [
        { name: 'target', type: 'number', unit: '°C' },
        { name: 'counter', type: 'number', unit: 'x' },
        { name: 'mode', type: 'category', values: ['warm', HEX] },
        ...fields.map((field) => ({ ...field, type: 'category' })),
      ],
    },
  ];
  const [request] = house.acme.manifest.requests;
  const exact = { form: 'exact' };
  const summary = { form: 'summary', window: 'PT1H' };
  const asked = [
    { name: 'target', form: exact },
    { name: 'counter', form: { ...summary, statistics: ['mean', 'max'] } },
    { name: 'mode', form: { ...summary, statistics: ['histogram'], categories: { values: ['warm', HEX] } } },
    ...fields.map((field) => ({ name: field.name, form: exact })),
  ];
  const requests = [{ ...request, id: 'all', fields: asked }];
  await house.do('recipient add', { signed: await signedBy(house, { products, requests }) });
  const device = await plugThermostat(house, name);
  await house.give('acme-heating', 'all');
  return device;
}

/** One value of an exact field a second, so that none is thinned. */
async function say(device: Awaited<ReturnType<typeof begin>>, said: object, name = NAME): Promise<void> {
  await device.publishAsync(telemetry(name), JSON.stringify(said), { qos: 1 });
  await house.clock.advance(1_000);
}
