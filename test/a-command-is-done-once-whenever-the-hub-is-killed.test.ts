import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MqttCloud } from '../device-sim/vendors/mqtt-cloud.ts';
import { commandClaims, sealCommand } from '../device-sim/vendors/seal-command.ts';
import { startAcmeHeating, type Vendor } from '../device-sim/vendors/start-vendors.ts';
import { systemClock } from '../gateway/runtime/clock.ts';
import { claimHub, cli, type Running, startHub } from './launcher.ts';
import { giveAuthorities, identityOf } from './made-once.ts';

let dir: string;
let dataDir: string;
let hub: Running | undefined;
let acme: Vendor<MqttCloud>;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-killed-'));
  dataDir = join(dir, 'data');
  acme = await startAcmeHeating(systemClock, identityOf);
});
afterEach(async () => {
  await hub?.stop();
  hub = undefined;
  await acme.cloud.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** One live field, so that the vendor has a name for the device at once, and one command. */
function manifest(): string {
  const file = join(dir, 'acme.json');
  const { recipient, manifest: asked, keys } = acme;
  const argument = { name: 'celsius', type: 'number', bounds: [0, 1000] };
  const json = {
    ...{ v: 1, recipient, version: 1, origin: 'household', controller: asked.controller, endpoint: asked.endpoint },
    keys: { encryption: [keys.encryption.jwk], commands: [keys.commands.jwk] },
    products: [{ match: { dialect: 'native' }, fields: [{ name: 'target', type: 'number' }] }],
    commands: [{ name: 'set-target', sentence: 'For a test.', arguments: [argument] }],
    requests: [
      {
        ...{ id: 'target', purpose: 'dpv:ServiceProvision', sentence: 'For a test.' },
        fields: [{ name: 'target', form: { form: 'exact', grain: 'PT1S' } }],
        release: { release: 'live', within: 'PT0.05S' },
        ...{ retention: 'P1D', necessity: 'optional', ifRefused: 'Nothing.' },
      },
    ],
  };
  writeFileSync(file, JSON.stringify(json));
  return file;
}

test('promise 7: killed while commands come, the hub does none of them twice, and its ledger knows every one that was done', {
  timeout: 120_000,
  retry: 0,
}, async () => {
  await giveAuthorities(dataDir);
  hub = await startHub(dataDir);
  await claimHub(dataDir);
  const { password } = cli<{ password: string }>(dataDir, 'device', 'add', 'thermostat');
  cli(dataDir, 'recipient', 'add', manifest());
  const told: number[] = [];
  const plug = async (running: Running) => {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${running.ports.mqtt}`, {
      ...{ username: 'thermostat', password, clientId: 'thermostat', reconnectPeriod: 0 },
    });
    client.on('message', (_topic, payload) => told.push(JSON.parse(payload.toString()).celsius));
    await client.subscribeAsync('hearthgate/v1/devices/thermostat/commands/+', { qos: 1 });
    return client;
  };
  let thermostat = await plug(hub);
  const say = () => thermostat.publishAsync('hearthgate/v1/devices/thermostat/telemetry', '{"target":20}', { qos: 1 });
  await say();
  cli(dataDir, 'consent', 'give', acme.recipient, 'target', '--yes');
  await say();
  await acme.receiver.until(() => acme.receiver.records.length > 0);
  cli(dataDir, 'command', 'allow', acme.recipient, 'set-target', '--yes');
  const [known] = acme.receiver.homes();
  const [device] = acme.receiver.records;
  if (!known || !device) throw new Error('nothing came');
  const { home } = known;
  await acme.cloud.listens(home);
  const sealed: string[] = [];
  for (let i = 0; i < 6; i++) {
    const asked = { recipient: acme.recipient, home, device, name: 'set-target', seq: i + 1, at: Date.now() };
    const claims = commandClaims({ ...asked, arguments: { celsius: i } });
    sealed.push(await sealCommand({ claims, signer: acme.keys.commands, to: known.commands }));
  }
  // Killed as soon as the second was told: the others are anywhere between the wire and the disk.
  const second = new Promise<void>((resolve) => {
    thermostat.on('message', () => told.length === 2 && resolve());
  });
  for (const one of sealed) await acme.cloud.command(home, one);
  await second;
  hub.process.kill('SIGKILL');
  await once(hub.process, 'exit');
  thermostat.end(true);
  await acme.cloud.listens(home, false);

  hub = await startHub(dataDir);
  thermostat = await plug(hub);
  await acme.cloud.listens(home);
  const last = commandClaims({
    ...{ recipient: acme.recipient, home, device, name: 'set-target', seq: 7, at: Date.now() },
    arguments: { celsius: 999 },
  });
  const all = [...sealed, await sealCommand({ claims: last, signer: acme.keys.commands, to: known.commands })];
  for (const one of all) await acme.cloud.command(home, one);
  const { commands } = cli<{ commands: { state: string }[] }>(dataDir, 'command', 'list');
  expect(commands.map(({ state }) => state)).toEqual(['allowed']);
  thermostat.end(true);
  await hub.stop();
  hub = undefined;

  const times = (value: number) => told.filter((each) => each === value).length;
  for (let i = 0; i < 6; i++) expect(times(i), `command ${i}`).toBeLessThanOrEqual(1);
  expect(times(0) + times(1)).toBe(2);
  hub = await startHub(dataDir);
  const { changes } = cli<{ changes: { type?: string }[] }>(dataDir, 'activity', 'list');
  const delivered = changes.filter(({ type }) => type === 'command.delivered').length;
  expect(delivered).toBeGreaterThanOrEqual(told.length);
  expect(delivered).toBeLessThanOrEqual(6);
});
