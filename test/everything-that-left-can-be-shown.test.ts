import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReceivedBatch } from '../device-sim/vendors/receiver.ts';
import type { LeftPage, LeftRow } from '../gateway/history/left.ts';
import type { LeftSum, StayedSum } from '../gateway/history/sums.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
  await house.do('recipient add', { signed: house.volt.signed });
});
afterEach(() => house.stop());

interface Shown extends LeftRow {
  readonly stream: string;
  readonly seq: number;
  readonly lines: readonly (LeftRow['lines'][number] & {
    readonly consent: string;
    readonly receipt: string;
    readonly sensitive: boolean;
    readonly kept: boolean;
    readonly values?: readonly { readonly from: string; readonly to: string; readonly shaped: object }[];
    readonly why: readonly string[];
  })[];
}

/** Every batch that `left` tells of, whole, by `stream seq`. */
async function shown(openSensitive: boolean): Promise<Map<string, Shown>> {
  const found = new Map<string, Shown>();
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    const page = await house.do<LeftPage>('left list', after === undefined ? {} : { after });
    for (const { batch } of page.batches) {
      const one = await house.do<Shown>('left show', { batch, openSensitive });
      found.set(`${one.stream} ${one.seq}`, one);
    }
    after = page.next;
  }
  return found;
}

/** The two devices say something every ten minutes for some hours, and it leaves. */
async function live(hours: number, devices: Awaited<ReturnType<typeof plug>>): Promise<void> {
  for (let minute = 0; minute < hours * 60; minute += 10) {
    const temperature = 20 + (minute % 70) / 10;
    await devices.thermostat.publishAsync(
      telemetry('thermostat'),
      JSON.stringify({ temperature, heating: minute % 20 === 0, target: 21, noise: minute }),
      { qos: 1 },
    );
    const ENERGY = { Power: 100 + minute, Period: minute % 50 };
    await devices.meter.publishAsync('tele/tasmota_49A3BC/SENSOR', JSON.stringify({ ENERGY }), { qos: 1 });
    await house.clock.advance(10 * 60_000);
  }
  // Until what one slot has no room for has gone with the next, and what summed up the last hour with it.
  const page = () => house.do<LeftPage>('left list', {});
  for (let slots = 0; slots < 2 || (slots < 12 && (await page()).queued.length > 0); slots++) {
    await house.clock.advance(HOUR);
    await atRest(async () => (await page()).batches.every(({ state }) => state === 'sent'));
  }
  const { acme, volt } = house;
  await acme.receiver.until(() => acme.receiver.records.some(({ fields }) => 'target' in fields));
  await volt.receiver.until(() => volt.receiver.records.length > 4);
}

/** Batches of a slot are made, sent and acknowledged one after another: all that arrived is acknowledged, and nothing more came for a while. */
async function atRest(allSent: () => Promise<boolean>): Promise<void> {
  const arrived = () => house.acme.receiver.batches.length + house.volt.receiver.batches.length;
  for (let before = -1; before !== arrived(); ) {
    before = arrived();
    await sleep(500);
    await expect.poll(allSent, { timeout: 10_000 }).toBe(true);
  }
}

async function plug() {
  const thermostat = await plugThermostat(house);
  const meter = await house.plug('meter', { dialect: 'tasmota', base: 'tasmota_49A3BC' });
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":20}', { qos: 1 });
  await meter.publishAsync('tele/tasmota_49A3BC/SENSOR', '{"ENERGY":{"Power":1,"Period":1}}', { qos: 1 });
  await house.give('acme-heating', 'heating-tips');
  await house.give('acme-heating', 'setpoints');
  await house.give('volt-insight', 'energy-report');
  return { thermostat, meter };
}

interface Said {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  readonly shaped: object;
}

const inOrder = (said: readonly Said[]) => said.map((each) => JSON.stringify(each)).sort();

/** What the vendor opened, without the pseudonyms, which only it knows. */
function opened({ claims }: ReceivedBatch): string[] {
  return inOrder(
    claims.records.flatMap(({ from, to, fields }) =>
      Object.entries(fields).map(([field, shaped]) => ({ field, from, to, shaped })),
    ),
  );
}

function told({ lines }: Shown): string[] {
  return inOrder(
    lines.flatMap(({ field, values = [] }) => values.map(({ from, to, shaped }) => ({ field, from, to, shaped }))),
  );
}

test('promise 6: what each of two vendors opened is what the hub shows: fields, forms, words, consents, receipts, sizes', async () => {
  const devices = await plug();
  await house.do('settings set', { keepSensitive: true });
  await live(3, devices);
  await live(1, devices);
  const all = await shown(true);
  const received = [...house.acme.receiver.batches, ...house.volt.receiver.batches];
  expect(received.length).toBeGreaterThan(10);
  for (const batch of received) {
    const { claims, size } = batch;
    const one = all.get(`${claims.stream} ${claims.seq}`);
    if (one === undefined) throw new Error('a batch was opened that the hub does not show');
    expect(one).toMatchObject({ state: 'sent', recipient: claims.aud, purpose: claims.purpose, size });
    expect(told(one)).toEqual(opened(batch));
    expect(one.records).toBe(opened(batch).length);
    expect([...new Set(one.lines.map(({ receipt }) => receipt))].sort()).toEqual(claims.consents);
    for (const line of one.lines) {
      const consent = house.hub.consents.all().find(({ id }) => id === line.consent);
      expect(consent).toMatchObject({ recipient: claims.aud, device: line.device, field: line.field });
      expect(line.why[0]).toBe('The household agreed to this.');
      expect(line.why[1]).toMatch(/^Agreed to on 2026-11-02: /);
      expect(line.form).toBe(line.values?.map(({ shaped }) => Reflect.get(shaped, 'form'))[0]);
    }
  }
  // Nothing is shown as sent that nobody got.
  expect([...all.values()].filter(({ state }) => state === 'sent')).toHaveLength(received.length);

  // The sums, and those in the ledger, are of the same batches.
  const count = (recipient: string) => received.filter(({ claims }) => claims.aud === recipient);
  const sums = await house.do<LeftSum[]>('left sums', { by: 'recipient' });
  for (const { of, sent, records, bytes, dummies } of sums) {
    const batches = count(of);
    expect(sent).toBe(batches.length);
    expect(records).toBe(batches.flatMap(opened).length);
    expect(bytes).toBe(batches.reduce((sum, { size }) => sum + size, 0));
    expect(dummies).toBe(batches.filter(({ claims }) => 'dummy' in claims).length);
  }
  await house.restart();
  const entries = house.hub.ledger.read(0, 10_000).flatMap(({ entry }) => (entry ? [entry] : []));
  const released = entries.flatMap((entry) => (entry.type === 'release.summary' ? [entry] : []));
  for (const recipient of ['acme-heating', 'volt-insight']) {
    const of = released.filter((entry) => entry.recipient === recipient);
    const batches = of.reduce((sum, { sent, possiblyReceived }) => sum + sent + possiblyReceived, 0);
    expect(batches).toBe(count(recipient).length);
    const connected = entries.flatMap((entry) =>
      entry.type === 'connections' && entry.recipient === recipient ? [entry.opened] : [],
    );
    expect(connected.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(0);
  }
  // The slots do not overlap, but for the millisecond in which this clock stands still.
  const acmes = released.filter(({ purpose }) => purpose === 'dpv:ServiceOptimisation');
  expect(acmes.length).toBeGreaterThan(1);
  for (const [i, { from }] of acmes.entries()) expect(from).toBeGreaterThanOrEqual((acmes[i - 1]?.to ?? 1) - 1);
}, 60_000);

test('values of high sensitivity are not kept unless the household says so, and opening them is an entry made before', async () => {
  const devices = await plug();
  await live(2, devices);
  const sensitive = (all: Map<string, Shown>) =>
    [...all.values()].flatMap(({ lines }) => lines.filter((line) => line.sensitive));
  const first = sensitive(await shown(true));
  expect(first.map(({ field }) => field)).toContain('ENERGY.Power');
  expect(first.every(({ kept, values }) => !kept && values === undefined)).toBe(true);
  const openings = () => house.hub.ledger.read(0, 10_000).filter(({ entry }) => entry?.type === 'values.opened');
  expect(openings()).toHaveLength(0);

  await house.do('settings set', { keepSensitive: true });
  await live(2, devices);
  const closed = sensitive(await shown(false));
  expect(closed.some(({ kept }) => kept)).toBe(true);
  expect(closed.every(({ values }) => values === undefined)).toBe(true);
  expect(openings()).toHaveLength(0);
  const { batches } = await house.do<LeftPage>('left list', { field: 'ENERGY.Power' });
  const one = await house.do<Shown>('left show', { batch: batches[0]?.batch, openSensitive: true });
  expect(one.lines.some(({ values }) => values !== undefined)).toBe(true);
  expect(openings().map(({ entry }) => entry)).toMatchObject([
    { device: 'tasmota-49a3bc', fields: expect.arrayContaining(['ENERGY.Power']) },
  ]);

  await house.do('settings set', { keepSensitive: false });
  expect(sensitive(await shown(true)).every(({ kept }) => !kept)).toBe(true);
}, 60_000);

test('what stayed home says which rule decided, by the choices it was said under, and counts what was permitted and did not leave', async () => {
  const devices = await plug();
  await live(2, devices);
  await house.do('consent refuse', { recipient: 'acme-heating', request: 'heating-tips', field: 'heating' });
  await devices.thermostat.publishAsync(telemetry('thermostat'), '{"heating":true,"target":23}', { qos: 1 });
  // Queued, and taken back before its slot.
  await house.do('consent withdraw', { recipient: 'acme-heating', request: 'setpoints' });
  await devices.thermostat.publishAsync(telemetry('thermostat'), '{"target":24}', { qos: 1 });
  await house.do('sharing stop', {});
  await devices.thermostat.publishAsync(telemetry('thermostat'), '{"temperature":24}', { qos: 1 });
  await house.clock.advance(5 * 60_000);
  const stayed = (filter: object) => house.do<StayedSum[]>('stayed list', filter);
  const reasons = await stayed({ device: 'thermostat' });
  const count = (reason: string) => reasons.find(({ of }) => of === reason)?.count ?? 0;
  expect(count('nobody asks')).toBe(12);
  // Said before anybody had agreed to anything.
  expect(count('no consent')).toBe(1);
  expect(count('refused')).toBe(1);
  expect(count('pause')).toBe(1);
  expect(count('withdrawn')).toBe(2);
  expect(await stayed({ by: 'recipient', reason: 'withdrawn', field: 'target' })).toEqual([
    { of: '', count: 1 },
    { of: 'acme-heating', name: 'Acme Heating', count: 1 },
  ]);
  expect(reasons.find(({ of }) => of === 'refused')).toMatchObject({ says: 'The household said no to this.' });
  expect(await stayed({ by: 'day', field: 'noise' })).toEqual([{ of: '2026-11-02', count: 12 }]);
}, 60_000);

test('what waits for its slot is told as waiting, and a page goes on where the last one ended', async () => {
  const devices = await plug();
  await devices.thermostat.publishAsync(telemetry('thermostat'), '{"target":23}', { qos: 1 });
  const first = await house.do<LeftPage>('left list', {});
  expect(first.queued).toMatchObject([
    { recipient: 'acme-heating', device: 'thermostat', field: 'target', records: 1 },
  ]);
  expect((await house.do<LeftPage>('left list', { device: 'meter' })).queued).toEqual([]);
  await expect(house.do('left list', { after: 'nonsense' })).rejects.toThrow('not the "next" of an earlier page');
  await expect(house.do('left show', { batch: 4711 })).rejects.toThrow('nothing is kept of a batch 4711');
});
