import { afterEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, slotsUntil, telemetry } from './house.ts';
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

/** For the purpose that something leaves for already: for another there would be a message more at each slot. */
const ROOMS = {
  ...ALARM,
  ...{ id: 'rooms', sentence: 'How warm it is.', release: { release: 'slot', every: 'PT1H' } },
  fields: [{ name: 'temperature', form: { form: 'exact', grain: 'PT1S' } }],
};

/** A house that Acme knows, with what leaves at slots alone, and a watched way. */
async function begin() {
  house = await openHouse();
  const { endpoint, requests } = house.acme.manifest;
  const way = await watched(Number(new URL(endpoint.url).port), () => house.clock.now());
  const through = { ...endpoint, url: `mqtts://127.0.0.1:${way.port}` };
  const signed = await signedBy(house, { endpoint: through, requests: [...requests, ALARM, ROOMS] });
  await house.do('recipient add', { signed });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await slot();
  await slotsUntil(house, () => house.acme.receiver.notices.length === 3);
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

test('nobody who watches, and not the broker, can tell when the household decides, and what is told of it arrives', async () => {
  const { way, say } = await begin();
  const { receiver } = house.acme;
  const first = batches().length;
  const silent = await during(way);
  const given = await during(way, (hour) => hour === 0 && house.give('acme-heating', 'rooms'));
  const asked = await during(way, (hour) => hour === 0 && house.do('recipient erase', { recipient: 'acme-heating' }));
  const withdrawn = await during(
    way,
    (hour) => hour === 0 && house.do('consent withdraw', { recipient: 'acme-heating', request: 'rooms' }),
  );
  const full = await during(way, async () => {
    for (let target = 10; target < 30; target += 0.5) await say({ target });
  });
  expect(receiver.notices.map(({ type }) => type).sort()).toEqual(
    ['consent', 'consent', 'consent', 'erasure', 'hello', 'receipt', 'receipt', 'receipt'].sort(),
  );
  expect([given, asked, withdrawn, full]).toEqual(Array(4).fill(silent));
  expect(way.connections()).toBe(1);
  // The broker: one topic once the home was greeted, one size, one message a slot.
  const topics = receiver.wire().flatMap((each) => /^hearthgate.*\/(\w+)$/.exec(each.toString())?.[1] ?? []);
  expect(topics.slice(1)).toEqual(batches().map(() => 'data'));
  expect(new Set(batches().map(({ size }) => size)).size).toBe(1);
  const slots = batches()
    .slice(first)
    .map(({ claims }) => claims.iat);
  expect(slots.slice(1).map((at, i) => at - (slots[i] ?? 0))).toEqual(slots.slice(1).map(() => HOUR / 1000));
});

test('once all is withdrawn what is told of it goes in batches of the same size, one a slot, until it is told', async () => {
  const { way } = await begin();
  const { receiver } = house.acme;
  const from = way.seen.length;
  const [[size]] = (await during(way)) as [[number]];
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  const before = batches().length;
  await slotsUntil(house, () => receiver.notices.filter(({ type }) => type === 'receipt').length === 2);
  const sent = way.seen.slice(from).filter((each) => each.from === 'home' && each.bytes > 4096);
  expect(new Set(sent.map(({ bytes }) => bytes))).toEqual(new Set([size]));
  expect(
    batches()
      .slice(before)
      .every(({ claims }) => claims.records.length === 0),
  ).toBe(true);
  expect(receiver.rejected).toEqual([]);
  const told = batches().length;
  await house.clock.advance(5 * HOUR);
  expect(batches()).toHaveLength(told);
});

test('after ten slots without a connection there is no burst: one message a slot, whatever is in it, until nothing is late', async () => {
  const { way, say } = await begin();
  const missed = async (speaks: boolean) => {
    // What the hub does not know to have arrived it sends again, as one message more.
    const isKnown = async () => (await house.hub.recipients.deliveries(0, 500)).every(({ state }) => state === 'sent');
    await expect.poll(isKnown).toBe(true);
    way.cut(true);
    for (let hour = 0; hour < 10; hour++) {
      if (speaks) for (let target = 18; target < 20; target += 0.5) await say({ target });
      await house.clock.advance(HOUR);
    }
    const [before, from] = [atSlots().length, way.seen.length];
    way.cut(false);
    await house.acme.receiver.until(() => atSlots().length > before);
    const sizes = () => way.seen.slice(from).filter((each) => each.from === 'home' && each.bytes > 4096);
    const back = sizes().length;
    for (let hour = 0; hour < 4; hour++) await slot();
    return [back, ...sizes().map(({ bytes }) => bytes)];
  };
  const silent = await missed(false);
  expect(silent).toHaveLength(6);
  expect(silent[0]).toBe(1);
  const records = house.acme.receiver.records.length;
  expect(await missed(true)).toEqual(silent);
  expect(house.acme.receiver.records.length - records).toBe(40);
});

test('what is seen tells an attacker nothing of the hours in which something was told or said', async () => {
  const { way, say } = await begin();
  const hours: { readonly tells: boolean; readonly seen: string }[] = [];
  for (let hour = 0; hour < 16; hour++) {
    const from = way.seen.length;
    const tells = hour % 4 === 1;
    if (tells && hour % 8 === 1) await house.give('acme-heating', 'rooms');
    else if (tells) await house.do('consent withdraw', { recipient: 'acme-heating', request: 'rooms' });
    if (hour % 3 === 0) await say({ target: 15 + hour });
    await slot();
    const seen = way.seen.slice(from).filter((each) => each.from === 'home' && each.connection === 0);
    hours.push({ tells, seen: JSON.stringify(seen.map(({ bytes }) => bytes)) });
  }
  expect(house.acme.receiver.notices.filter(({ type }) => type === 'consent').length).toBeGreaterThan(2);
  expect(advantage(hours)).toBe(0);
  // The same attacker, were a notice a message of its own as it was once.
  expect(advantage(hours.map(({ tells, seen }) => ({ tells, seen: tells ? `${seen} and one more` : seen })))).toBe(0.5);
});

/** How much better than by always saying the same one can say whether an hour tells, knowing how often each view does; from 0 to 0.5. */
function advantage(hours: readonly { readonly tells: boolean; readonly seen: string }[]): number {
  const share = (of: typeof hours, tells: boolean) => of.filter((hour) => hour.tells === tells).length;
  const [told, silent] = [share(hours, true), share(hours, false)];
  const views = [...Map.groupBy(hours, ({ seen }) => seen).values()];
  const balanced = views.reduce((sum, of) => sum + Math.max(share(of, true) / told, share(of, false) / silent), 0) / 2;
  return balanced - 0.5;
}

test('what leaves live has a connection of its own, and the one with slots shows nothing of it', async () => {
  const { way, say } = await begin();
  const silent = await during(way);
  const watchedIs = async () =>
    (await house.do<{ watched: string }>('recipient show', { recipient: 'acme-heating' })).watched;
  expect(await watchedIs()).toMatch(/^Constant: /);
  await house.give('acme-heating', 'alarm');
  expect(await watchedIs()).toMatch(/^Observable: /);
  const { notices } = house.acme.receiver;
  await slotsUntil(house, () => notices.filter(({ type }) => type === 'receipt').length === 2);
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
