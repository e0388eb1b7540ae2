import { afterEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';
import { watched } from './watched.ts';

let house: House;
afterEach(() => house.stop());

/** The alarm has the purpose of what leaves at slots: their numbers must not mix either. */
const ALARM = {
  id: 'alarm',
  purpose: 'dpv:ServiceOptimisation',
  sentence: 'Word of the heating at once.',
  fields: [{ name: 'heating', form: { form: 'exact', grain: 'PT1S' } }],
  release: { release: 'live', within: 'PT0.05S' },
  retention: 'P30D',
  recipients: [],
  necessity: 'optional',
  ifRefused: 'No word.',
};

/** A house that Acme knows, with what leaves at slots alone, and a watched way. */
async function begin() {
  house = await openHouse();
  const { endpoint, requests } = house.acme.manifest;
  const way = await watched(Number(new URL(endpoint.url).port), () => house.clock.now());
  const through = { ...endpoint, url: `mqtts://127.0.0.1:${way.port}` };
  const signed = await signedBy(house, { endpoint: through, requests: [...requests, ALARM] });
  await house.do('recipient add', { signed });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  for (let hour = 0; hour < 3; hour++) await slot();
  await house.acme.receiver.until(() => house.acme.receiver.notices.length === 3);
  const say = (values: object) => thermostat.publishAsync(telemetry('thermostat'), JSON.stringify(values), { qos: 1 });
  return { way, say };
}

const batches = () => house.acme.receiver.batches;
const atSlots = () => batches().filter(({ claims }) => claims.window === 'PT1H');

/** Lets one slot pass, until its batch has come. */
async function slot(): Promise<void> {
  const before = atSlots().length;
  await house.clock.advance(HOUR);
  await house.acme.receiver.until(() => atSlots().length > before);
}

type Way = Awaited<ReturnType<typeof begin>>['way'];

/** The sizes of what the home sends on its first connection, slot by slot, while something happens in each hour. */
async function during(way: Way, happens: (hour: number) => unknown = () => undefined): Promise<number[][]> {
  const slots: number[][] = [];
  for (let hour = 0; hour < 3; hour++) {
    const from = way.seen.length;
    await happens(hour);
    await slot();
    const sent = way.seen.slice(from).filter((each) => each.from === 'home' && each.connection === 0);
    slots.push(sent.map(({ bytes }) => bytes));
  }
  return slots;
}

test('what is seen of a recipient with slots alone is the same with data, without, while stopped and under a standing rule', async () => {
  const { way, say } = await begin();
  const silent = await during(way);
  expect(silent.map((sent) => sent.length)).toEqual([1, 1, 1]);
  const busy = await during(way, async () => {
    for (let target = 18; target < 20; target += 0.5) await say({ target });
  });
  expect(house.acme.receiver.records.length).toBeGreaterThan(0);
  const left = house.acme.receiver.records.length;
  await house.do('sharing stop', {});
  const stopped = await during(way, () => say({ target: 22 }));
  await house.do('rule add', { rule: 'night', hours: { from: '00:00', to: '23:59' } });
  await house.do('sharing resume', { confirmed: true });
  const ruled = await during(way, () => say({ target: 23 }));
  expect(house.acme.receiver.records).toHaveLength(left);
  expect([busy, stopped, ruled]).toEqual([silent, silent, silent]);
  expect(way.connections()).toBe(1);
});

test('after hours without a connection as many messages come as slots went by, whatever is in them', async () => {
  const { way, say } = await begin();
  const backlog = async (speaks: boolean) => {
    // What the hub does not know to have arrived it sends again, as one message more.
    const isKnown = async () => (await house.hub.recipients.deliveries(0, 100)).every(({ state }) => state === 'sent');
    await expect.poll(isKnown).toBe(true);
    way.cut(true);
    for (let hour = 0; hour < 5; hour++) {
      if (speaks) for (let target = 18; target < 20; target += 0.5) await say({ target });
      await house.clock.advance(HOUR);
    }
    const [before, from] = [atSlots().length, way.seen.length];
    way.cut(false);
    await house.acme.receiver.until(() => atSlots().length >= before + 5);
    await slot();
    const sent = way.seen.slice(from).filter((each) => each.from === 'home' && each.bytes > 4096);
    return sent.map(({ bytes }) => bytes);
  };
  const silent = await backlog(false);
  expect(silent).toHaveLength(6);
  expect(await backlog(true)).toEqual(silent);
  expect(house.acme.receiver.records.length).toBeGreaterThan(0);
});

test('what leaves live has a connection of its own, and the one with slots shows nothing of it', async () => {
  const { way, say } = await begin();
  const silent = await during(way);
  const watchedIs = async () =>
    (await house.do<{ watched: string }>('recipient show', { recipient: 'acme-heating' })).watched;
  expect(await watchedIs()).toMatch(/^Constant: /);
  await house.give('acme-heating', 'alarm');
  expect(await watchedIs()).toMatch(/^Observable: /);
  // The notice of it, and its receipt.
  for (let hour = 0; hour < 2; hour++) await slot();
  const { notices } = house.acme.receiver;
  await house.acme.receiver.until(() => notices.filter(({ type }) => type === 'receipt').length === 2);
  const live = () => batches().filter(({ claims }) => claims.window !== 'PT1H');
  const slots = await during(way, async (hour) => {
    const before = live().length;
    await say({ heating: hour % 2 === 0 });
    await house.acme.receiver.until(() => live().length > before);
  });
  expect(slots).toEqual(silent);
  expect(way.connections()).toBe(2);
  expect(new Set(house.acme.cloud.connections.map(({ clientId }) => clientId)).size).toBe(2);
  expect(new Set(house.acme.cloud.connections.map(({ certificate }) => certificate)).size).toBe(1);
  expect(house.acme.receiver.rejected).toEqual([]);
  const streams = (each: typeof live) => new Set(each().map(({ claims }) => claims.stream));
  expect([...streams(live)].filter((stream) => streams(atSlots).has(stream))).toEqual([]);

  // Taken back, the connection ends with it, and nothing makes another.
  await house.do('consent withdraw', { recipient: 'acme-heating', request: 'alarm' });
  const [sent, seen] = [live().length, way.seen.length];
  await say({ heating: true });
  for (let hour = 0; hour < 3; hour++) await slot();
  expect(live()).toHaveLength(sent);
  expect(
    way.seen.slice(seen).filter(({ connection, from, bytes }) => connection === 1 && from === 'home' && bytes > 100),
  ).toEqual([]);
  expect(way.connections()).toBe(2);
});
