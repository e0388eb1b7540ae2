import { once } from 'node:events';
import { globSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import mqtt from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { RELEASED } from '../gateway/runtime/version.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';
import { cli, type Running, startHub } from './launcher.ts';

const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const TODAY = Date.UTC(2026, 10, 2, 8);

async function sharing(start: number): Promise<{ house: House; say: (temperature: number) => Promise<unknown> }> {
  const house = await openHouse({ start });
  onTestFinished(() => house.stop());
  await house.do('recipient add', { signed: house.acme.signed });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips', { field: 'temperature' });
  const say = (temperature: number) =>
    thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature }), { qos: 1 });
  return { house, say };
}

const means = ({ acme }: House) =>
  acme.receiver.records.flatMap(({ fields }) => Object.values(fields).map((field) => (field as { mean: number }).mean));
const stayed = async ({ hub }: House) =>
  (await hub.flow.read<{ reason: string; count: number }>('stayed list', '')).filter(
    ({ reason }) => reason === 'clock',
  );

test('a hub that starts in 1970 takes everything in, shares nothing of it, says why, and goes on by itself', async () => {
  const { house, say } = await sharing(60_000);
  const panel = await house.plugApp('panel', { read: [telemetry('thermostat')] });
  const heard: string[] = [];
  panel.on('message', (_, payload) => heard.push(payload.toString()));
  await panel.subscribeAsync(telemetry('thermostat'), { qos: 1 });
  await say(30);
  await expect.poll(() => heard).toHaveLength(1);
  await house.clock.advance(3 * HOUR);
  await say(31);
  expect(await house.do('home show', {})).toMatchObject({ knowsTime: false });
  expect(house.hub.readiness).toBe('warn');
  expect(house.acme.receiver.wire()).toEqual([]);

  // Soon after the release, so that what was agreed to meanwhile has not ended.
  house.clock.turnBack(house.clock.now() - (RELEASED + 2 * DAY));
  await expect.poll(() => house.hub.clock.knowsTime).toBe(true);
  await say(20);
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => means(house).length > 0);
  expect(means(house)).toEqual([20]);
  expect(await stayed(house)).toMatchObject([{ count: 2 }]);
  await house.clock.advance(HOUR);
  expect(heard).toHaveLength(3);
}, 30_000);

test('a day back stops sharing until the wall clock is there again, and no window is told twice', async () => {
  const { house, say } = await sharing(TODAY);
  await say(20);
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => means(house).length === 1);
  house.clock.turnBack(DAY);
  await say(25);
  expect(await house.do('home show', {})).toMatchObject({ knowsTime: false });
  await house.clock.advance(2 * HOUR);
  expect(means(house)).toEqual([20]);
  await house.clock.advance(DAY - HOUR);
  await expect.poll(() => house.hub.clock.knowsTime).toBe(true);
  await say(22);
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => means(house).length === 2);
  expect(means(house)).toEqual([20, 22]);
  expect(await stayed(house)).toMatchObject([{ count: 1 }]);
}, 30_000);

test('what was permitted and waits when the time is lost is kept, and leaves when it is known again', async () => {
  const { house, say } = await sharing(TODAY);
  await say(20);
  await house.clock.advance(HOUR + 60_000);
  house.clock.turnBack(2 * HOUR);
  expect(house.hub.clock.knowsTime).toBe(false);
  await expect
    .poll(() => house.hub.recipients.states().map(({ state }) => state))
    .toEqual(['waiting: the time is not known']);
  house.clock.turnBack(-4 * HOUR);
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => means(house).length === 1);
}, 30_000);

test('a clock that was years ahead leaves the home certificates that are in force today', async () => {
  const house = await openHouse({ start: TODAY, mqtts: true });
  onTestFinished(() => house.stop());
  const begins = async () => {
    const socket = connect({ port: house.hub.broker.ports().mqtts ?? 0, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { validFromDate } = socket.getPeerX509Certificate() ?? {};
    socket.destroy();
    return validFromDate?.getTime();
  };
  expect(await begins()).toBeLessThanOrEqual(TODAY);
  house.clock.turnBack(-5 * YEAR);
  await house.clock.advance(DAY + HOUR);
  await expect.poll(begins).toBeGreaterThan(TODAY + YEAR);
  house.clock.turnBack(5 * YEAR);
  expect(house.hub.clock.knowsTime).toBe(false);
  await expect.poll(begins).toBeLessThanOrEqual(TODAY + DAY);
}, 30_000);

const [faketime] = globSync('/usr/lib/*/faketime/libfaketime.so.1');

test.skipIf(faketime === undefined)(
  'a real hub knows no time in 1970, none after a step into the past, and says so',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'hearthgate-clock-'));
    const [dataDir, shown] = [join(dir, 'data'), join(dir, 'shown')];
    const set = (date: string) => {
      writeFileSync(`${shown}.new`, `@${date}\n`);
      renameSync(`${shown}.new`, shown);
    };
    const machine = {
      ...{ LD_PRELOAD: faketime ?? '', FAKETIME_TIMESTAMP_FILE: shown, FAKETIME_NO_CACHE: '1' },
      ...{ DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', TZ: 'UTC' },
    };
    let hub: Running | undefined;
    onTestFinished(async () => {
      await hub?.stop();
      rmSync(dir, { recursive: true });
    });
    const clockOf = () => cli<{ clock: string }>(dataDir, 'status').clock;

    set('1970-01-01 00:01:00');
    hub = await startHub(dataDir, machine);
    expect(clockOf()).toMatch('not known yet');
    const plug = (username: string, password: string, { ports }: Running) =>
      mqtt.connectAsync(`mqtt://127.0.0.1:${ports.mqtt}`, { username, password, reconnectPeriod: 0 });
    const add = (...words: string[]) => cli<{ password: string }>(dataDir, ...words).password;
    const lamp = await plug('lamp', add('device', 'add', 'lamp'), hub);
    const panel = await plug('panel', add('app', 'add', 'panel', '--read', '#'), hub);
    const heard: string[] = [];
    panel.on('message', (_, payload) => heard.push(payload.toString()));
    await panel.subscribeAsync(telemetry('lamp'), { qos: 1 });
    await lamp.publishAsync(telemetry('lamp'), '{"on":true}', { qos: 1 });
    await expect.poll(() => heard).toEqual(['{"on":true}']);

    set('2027-03-01 12:00:00');
    await expect.poll(clockOf, { timeout: 10_000 }).toBe('known');
    await expect.poll(hub.output).toContain('the time is known');
    for (const client of [lamp, panel]) client.end(true);
    await hub.stop();

    set('2027-02-28 12:00:00');
    hub = await startHub(dataDir, machine);
    expect(clockOf()).toMatch('not known yet');
    set('2027-03-01 13:00:00');
    await expect.poll(clockOf, { timeout: 10_000 }).toBe('known');
  },
  60_000,
);
