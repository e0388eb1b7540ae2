import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, slotsUntil, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const DAY = 24 * HOUR;
const records = () => house.acme.receiver.records;
const temperatures = () => records().filter(({ fields }) => 'temperature' in fields).length;
const say = (
  client: { publishAsync(topic: string, payload: string, options: object): Promise<unknown> },
  values: object,
) => client.publishAsync(telemetry('thermostat'), JSON.stringify(values), { qos: 1 });

async function inbox(): Promise<{ request: string; state: string; fields: { field: string; changed?: string[] }[] }[]> {
  const all = await house.do<{ requests: [] }[]>('request list', {});
  return all.flatMap(({ requests }) => requests);
}

test('a request waits in the inbox until it is answered, and a refused one does not come back under another name', async () => {
  await plugThermostat(house);
  const names = (await inbox()).map(({ request }) => request);
  expect(names).toContain('heating-tips');
  await house.do('request postpone', { recipient: 'acme-heating', request: 'heating-tips' });
  expect((await inbox()).find(({ request }) => request === 'heating-tips')?.state).toBe('later');
  await house.do('consent refuse', { recipient: 'acme-heating', request: 'heating-tips' });
  expect((await inbox()).map(({ request }) => request)).not.toContain('heating-tips');
  const renamed = house.acme.manifest.requests.map((each) => ({ ...each, id: `${each.id}-again` }));
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests: renamed }) });
  expect((await inbox()).map(({ request }) => request)).not.toContain('heating-tips-again');
  await house.clock.advance(91 * DAY);
  expect((await inbox()).map(({ request }) => request)).toContain('heating-tips-again');
}, 60_000);

test('a new version that asks for less goes on by itself; one that asks for more waits and shows what is different', async () => {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  const version = (number: number, change: object) =>
    signedBy(house, {
      version: number,
      requests: house.acme.manifest.requests.map((each) => ({ ...each, ...change })),
    });
  await house.do('recipient add', { signed: await version(2, { retention: 'P1D' }) });
  await say(thermostat, { target: 19.5 });
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => records().length === 1);

  await house.do('recipient add', { signed: await version(3, { retention: 'P5Y' }) });
  await say(thermostat, { target: 20.5 });
  await house.clock.advance(2 * HOUR);
  expect(records()).toHaveLength(1);
  const again = (await inbox()).find(({ request }) => request === 'setpoints');
  expect(again?.fields[0]?.changed).toEqual(['retention']);
});

test('stopping all sharing takes back what waits; the vendor sees what it sees when devices are silent', async () => {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await say(thermostat, { target: 19.5 });
  await house.do('sharing stop', {});
  await say(thermostat, { target: 20.5 });
  const { batches } = house.acme.receiver;
  await slotsUntil(house, () => batches.length >= 4);
  expect(records()).toEqual([]);
  // What they tell of the consent aside, there is nothing in them.
  expect(batches.every(({ claims }) => claims.dummy === true || claims.notices !== undefined)).toBe(true);

  const asked = await house.do<{ ended: string[]; leavesAgain: object[] }>('sharing resume', { confirmed: false });
  expect(asked).toMatchObject({ ended: [], leavesAgain: [{ field: 'target' }] });
  await say(thermostat, { target: 21.5 });
  await house.do('sharing resume', { confirmed: true });
  await say(thermostat, { target: 22.5 });
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => records().length > 0);
  expect(JSON.stringify(records())).toContain('22.5');
  expect(JSON.stringify(records())).not.toMatch(/19\.5|20\.5|21\.5/);
});

test('a stop survives a restart, ends by itself, and the clock going back does not bring it or a consent back', async () => {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints', { lifetime: 2 * DAY });
  await house.do('sharing stop', { recipient: 'acme-heating', forMs: HOUR });
  await house.restart();
  expect(house.hub.standing.all()).toHaveLength(1);
  expect([...house.hub.plan.routes.values()].map(({ held }) => held)).toEqual(['pause']);
  await house.clock.advance(HOUR + 60_000);
  expect(house.hub.standing.all()).toEqual([]);
  expect([...house.hub.plan.routes.values()].map(({ held }) => held)).toEqual([undefined]);
  await house.clock.advance(2 * DAY);
  expect(house.hub.plan.routes.size).toBe(0);
  house.clock.turnBack(3 * DAY);
  await house.hub.replan();
  expect(house.hub.plan.routes.size).toBe(0);
  expect(house.hub.consents.all().map(({ state }) => state)).toEqual(['expired']);
  thermostat.end(true);
});

test('a consent given once lets one record go, also over a restart', async () => {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips', { field: 'temperature', lifetime: 'once' });
  for (let hour = 0; hour < 2; hour++) {
    await say(thermostat, { temperature: 20 + hour });
    await house.clock.advance(2 * HOUR);
  }
  await house.acme.receiver.until(() => temperatures() === 1);
  await expect.poll(() => house.hub.consents.all().map(({ state }) => state)).toEqual(['expired']);
  await house.restart();
  await house.clock.advance(2 * HOUR);
  expect(temperatures()).toBe(1);
});

test('a maker speaks of the devices of its first manifest alone, and no other maker of these', async () => {
  const products = house.acme.manifest.products.map((product) => ({ ...product, match: { vendor: 'volt' } }));
  const more = signedBy(house, { version: 2, products: [...house.acme.manifest.products, ...products] });
  await expect(house.do('recipient add', { signed: await more })).rejects.toThrow('devices by "volt"');
});

test('a kill between a new version and what it means for consents loses none of them', async () => {
  await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips');
  const routes = house.hub.plan.routes.size;
  await house.hub.manifests.add(await signedBy(house, { version: 2 }), house.clock.now());
  await house.restart();
  expect(routes).toBeGreaterThan(0);
  expect(house.hub.plan.routes.size).toBe(routes);
  expect(house.hub.consents.standing().every(({ manifestVersion }) => manifestVersion === 2)).toBe(true);
});

test('what a version asked more for is not agreed to again by a later version that asks for less', async () => {
  await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips');
  const add = async (changes: object) => house.do('recipient add', { signed: await signedBy(house, changes) });
  await add({ version: 2, endpoint: { url: 'mqtts://elsewhere.example:8883' } });
  expect(house.hub.plan.routes.size).toBe(0);
  await add({ version: 3 });
  await house.restart();
  expect(house.hub.plan.routes.size).toBe(0);
  expect(await house.do('request list', {})).toHaveLength(1);
});

test('stops do not pile up: the longest of the same kind is the one that holds', async () => {
  const stop = (forMs?: number) => house.do<{ until: string }>('sharing stop', forMs === undefined ? {} : { forMs });
  await stop(HOUR);
  const longer = await stop(3 * HOUR);
  expect(await stop(2 * HOUR)).toEqual(longer);
  await house.do('sharing stop', { device: 'thermostat' }).catch(() => undefined);
  expect(house.hub.standing.all()).toHaveLength(1);
  expect(await stop()).toMatchObject({ until: 'switched off' });
  expect(house.hub.standing.all()).toHaveLength(1);
});

test('what is wrong with a manifest is told in a page, however much it is', async () => {
  const strangers = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`m${i}${'x'.repeat(80)}`, i]));
  const refused = house.do('recipient add', { signed: await signedBy(house, strangers) });
  const { message } = await refused.then(
    () => new Error('it was taken'),
    (error: Error) => error,
  );
  expect(message).toContain('and 1980 more');
  expect(message.length).toBeLessThan(8_000);
});
