import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

interface Forgotten {
  readonly forgotten: string[];
  readonly devices: string[];
  readonly credential?: string;
  readonly counts: Record<string, number>;
  readonly says: string[];
}

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

/** The files with any of these in any of their bytes, as it is or as SQLite and JSON may have it. */
function filesWith(...canaries: (string | Buffer)[]): string[] {
  const files = readdirSync(house.dataDir).filter((name) => /\.db(-wal|-shm)?$/.test(name));
  expect(files.length).toBeGreaterThanOrEqual(4);
  return files.filter((name) => {
    const bytes = readFileSync(join(house.dataDir, name));
    return canaries.some((canary) => bytes.includes(canary));
  });
}

const forget = (name: string, history: boolean, confirmed: boolean) =>
  house.do<Forgotten>('device forget', { name, history, confirmed });
const known = () => house.hub.registry.known().map(({ id }) => id);
const canonical = (id: string) => house.hub.registry.canonical(id as never) ?? 'none';

const NATIVE = 'annas-canary-thermostat';

/** A device that said much, is agreed to, stopped once, waits in a window and in the queue, and left a will. */
async function lively() {
  const will = {
    topic: `hearthgate/v1/devices/${NATIVE}/availability`,
    payload: Buffer.from('offline'),
    qos: 1 as const,
    retain: true,
  };
  const thermostat = await house.plug(NATIVE, {}, { will });
  const at = (what: string) => `hearthgate/v1/devices/${NATIVE}/${what}`;
  await thermostat.publishAsync(at('declaration'), '{"vendor":"acme","model":"warm-2"}', { qos: 1, retain: true });
  await thermostat.publishAsync(at('availability'), 'online', { qos: 1, retain: true });
  await expect.poll(() => house.hub.registry.known()[0]?.vendor).toBe('acme');
  await house.give('acme-heating', 'heating-tips');
  await house.give('acme-heating', 'setpoints');
  await house.do('sharing stop', { device: NATIVE });
  await house.do('sharing resume', { device: NATIVE, confirmed: true });
  await house.do('sharing stop', { device: NATIVE, forMs: 60_000 });
  await house.clock.advance(60_000);
  await house.do('device place', { device: NATIVE, room: 'annas canary room' });
  const reader = await house.plugApp('reader', { read: [at('#')] });
  reader.end(true);
  const session = await house.replug('reader', { clean: false, clientId: 'reader-session' });
  await session.subscribeAsync(at('telemetry'), { qos: 1 });
  await session.endAsync(true);
  await thermostat.publishAsync(at('telemetry'), '{"temperature":21,"target":19.5,"unknown_canary":1}', { qos: 1 });
  await thermostat.publishAsync(at('telemetry'), 'not json', { qos: 1 });
  await house.clock.advance(61_000);
  // Nothing of it is only in a journal, so that finding it in no file later means that it was deleted there.
  await house.hub.emptyJournals();
}

test('a forgotten device is in no byte of the databases, neither its name nor what its pseudonyms came from', async () => {
  await lively();
  const id = canonical(NATIVE);
  expect(filesWith(NATIVE).sort()).toEqual(['flow.db', 'household.db']);
  expect(filesWith(id)).toEqual(['household.db']);
  const shown = await forget(NATIVE, true, false);
  expect(shown).toMatchObject({ forgotten: [], devices: [NATIVE], credential: NATIVE });
  expect(shown.counts).toMatchObject({ consents: 3, answers: 3, records: 2, shared: 0, messages: 3 });
  expect(shown.counts.entries).toBeGreaterThan(5);
  expect(shown.says.join(' ')).toContain('ask them to erase it');
  expect(known()).toEqual([NATIVE]);
  expect(await forget(NATIVE, true, true)).toMatchObject({ forgotten: [NATIVE] });
  await house.clock.advance(60_000);
  await house.hub.emptyJournals();
  // What an app was granted is the app's own.
  await house.do('device remove', { name: 'reader' });
  await house.hub.emptyJournals();
  expect(filesWith(NATIVE, id, 'annas canary room')).toEqual([]);
  expect(known()).toEqual([]);
  expect(house.hub.line.recent.last(NATIVE as never)).toBeUndefined();
  expect(house.hub.plan.routes.size).toBe(0);
  expect(house.hub.ledger.problem).toBeUndefined();
  const { changes } = await house.do<{ changes: { what: string }[] }>('activity list', {});
  expect(changes.map(({ what }) => what).slice(0, 2)).toEqual([
    'reader may connect no more',
    'A device was forgotten, history and all',
  ]);
  await house.restart();
  expect(known()).toEqual([]);
  expect(filesWith(NATIVE, id)).toEqual([]);
});

test('without its history the record keeps what was decided, and nothing else of it', async () => {
  await lively();
  const id = canonical(NATIVE);
  await forget(NATIVE, false, true);
  await house.hub.emptyJournals();
  expect(filesWith(id)).toEqual([]);
  expect(house.hub.consents.all().every(({ state }) => state !== 'given')).toBe(true);
  expect(house.hub.consents.all()).toHaveLength(3);
  const { changes } = await house.do<{ changes: { what: string }[] }>('activity list', { device: NATIVE });
  expect(changes[0]?.what).toBe(`${NATIVE} was forgotten`);
  await expect(forget(NATIVE, false, false)).rejects.toThrow('no device');
  // Whoever gets the name next begins with nothing, and hears at once that nothing is shared.
  const next = await plugThermostat(house, NATIVE);
  const heard = new Promise<string>((resolve) => next.once('message', (_, payload) => resolve(payload.toString())));
  await next.subscribeAsync(`hearthgate/v1/devices/${NATIVE}/sharing`, { qos: 1 });
  expect(JSON.parse(await heard)).toEqual({ v: 1, requests: {} });
  expect(canonical(NATIVE)).not.toBe(id);
});

const BRIDGE = 'zigbee2mqtt';
const DEVICES = (...names: [name: string, address: string][]) =>
  JSON.stringify([
    { ieee_address: '0x00', type: 'Coordinator', friendly_name: 'Coordinator' },
    ...names.map(([friendly_name, ieee_address]) => ({
      ...{ ieee_address, friendly_name, type: 'EndDevice', supported: true, interview_completed: true },
      definition: { vendor: 'acme', model: 'warm-2', description: '', exposes: [] },
    })),
  ]);

test('one device of a bridge is forgotten alone; when it speaks again it is a new one with another name', async () => {
  const bridge = await house.plug(BRIDGE, { dialect: 'zigbee2mqtt', base: BRIDGE });
  const [lamp, other] = [
    ['berts_canary_lamp', '0xc0ffee0000000001'],
    ['hall_lamp', '0xc0ffee0000000002'],
  ] as [string, string][];
  const say = (topic: string, payload: string, retain = false) =>
    bridge.publishAsync(`${BRIDGE}/${topic}`, payload, { qos: 1, retain });
  await say('bridge/devices', DEVICES(lamp ?? ['', ''], other ?? ['', '']), true);
  await say('berts_canary_lamp', '{"temperature":21}', true);
  await say('berts_canary_lamp/availability', '{"state":"online"}', true);
  await say('hall_lamp', '{"temperature":20}', true);
  await expect.poll(() => known().length).toBe(2);
  const [id = '', stays = ''] = known();
  const { endpoint } = house.volt.manifest;
  const products = house.acme.manifest.products.map((each) => ({ ...each, match: { dialect: 'zigbee2mqtt' } }));
  const keys = { encryption: [house.volt.keys.encryption.jwk] };
  const own = { ...house.acme.manifest, recipient: 'volt-insight', origin: 'household', endpoint, keys, products };
  await house.do('recipient add', { signed: JSON.stringify(own) });
  await house.give('volt-insight', 'heating-tips');
  expect(house.hub.plan.devices.has(id as never)).toBe(true);
  const [secret, kept] = [canonical(id), canonical(stays)];
  // Removed at the bridge first, as the words say.
  await say('bridge/devices', DEVICES(other ?? ['', '']), true);
  const shown = await forget(id, true, false);
  expect(shown.says[0]).toContain(`${BRIDGE} stays`);
  expect(shown).toMatchObject({ devices: [id], counts: { messages: 2, consents: 2, shared: 1 } });
  expect(shown).not.toHaveProperty('credential');
  expect(await forget(id, true, true)).toMatchObject({ forgotten: [id] });
  expect(known()).toEqual([stays]);
  expect([...house.hub.plan.devices.keys()]).toEqual([stays]);
  await house.hub.emptyJournals();
  expect(filesWith('berts_canary_lamp', 'berts-canary-lamp', '0xc0ffee0000000001', secret)).toEqual([]);
  await house.restart();
  expect(known()).toEqual([stays]);
  const again = await house.replug(BRIDGE);
  await again.publishAsync(`${BRIDGE}/bridge/devices`, DEVICES(lamp ?? ['', ''], other ?? ['', '']), { qos: 1 });
  await again.publishAsync(`${BRIDGE}/berts_canary_lamp`, '{"temperature":22}', { qos: 1 });
  await expect.poll(() => known().length).toBe(2);
  expect(known()).not.toContain(id);
  expect(canonical(stays)).toBe(kept);
  const [anew = ''] = known().filter((each) => each !== stays);
  expect(canonical(anew)).not.toBe(secret);
  expect(house.hub.consents.standing().filter(({ device }) => device === anew)).toEqual([]);
});

test('a removed recipient leaves no key or name behind, and meets another home when it comes back', async () => {
  const thermostat = await plugThermostat(house);
  const share = async () => {
    await house.give('acme-heating', 'setpoints');
    await house.do('recipient credentials', {
      recipient: 'acme-heating',
      credentials: { user: 'home-canary', password: 'secret-canary' },
    });
    const before = house.acme.receiver.batches.length;
    await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5}', { qos: 1 });
    await house.clock.advance(2 * HOUR);
    await house.acme.receiver.until(() => house.acme.receiver.batches.length > before);
    await house.clock.advance(HOUR);
  };
  await share();
  const { receiver } = house.acme;
  await receiver.until(() => receiver.notices.some(({ type }) => type === 'consent'));
  await house.do('request postpone', { recipient: 'acme-heating', request: 'heating-tips' });
  await house.do('sharing stop', { recipient: 'acme-heating', forMs: HOUR * 1000 });
  await house.do('recipient erase', { recipient: 'acme-heating' });
  await house.hub.emptyJournals();
  const told = () => ({
    names: receiver.batches.flatMap(({ claims }) => [claims.iss, claims.stream, claims.epoch, ...claims.consents]),
    homes: receiver.homes().map(({ home }) => home),
    devices: receiver.records.map(({ device }) => device),
  });
  const before = told();
  expect(before.names.every((name) => filesWith(name).length > 0)).toBe(true);
  await house.do('recipient remove', { recipient: 'acme-heating' });
  for (const name of [...before.names, ...before.homes]) expect(filesWith(name), name).toEqual([]);
  expect(filesWith('["home","acme-heating"', '["epoch","acme-heating"', '["epoch jitter","acme-heating"]')).toEqual([]);
  expect(house.hub.standing.all()).toEqual([]);
  await house.do('recipient add', { signed: house.acme.signed });
  const list = await house.do<{ requests: { request: string; state: string }[] }[]>('request list', {});
  expect(list[0]?.requests.find(({ request }) => request === 'heating-tips')?.state).toBe('new');
  await share();
  const after = told();
  expect(after.homes).toHaveLength(2);
  expect(new Set(after.homes).size).toBe(2);
  const news = after.names.slice(before.names.length);
  expect(news.length).toBeGreaterThan(3);
  expect(news.filter((name) => before.names.includes(name))).toEqual([]);
  expect(after.devices.slice(before.devices.length).filter((name) => before.devices.includes(name))).toEqual([]);
});
