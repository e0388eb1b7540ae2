import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authority, serverCertificate } from '../gateway/recipients/links/certificates.fixture.ts';
import { cli, type Running, startHub, withSbin } from './launcher.ts';

const ROOT = join(import.meta.dirname, '..');
const EXAMPLES = join(ROOT, 'docs/examples');
let dir: string;
let dataDir: string;
let hub: Running | undefined;
let cloud: ChildProcess;
let cloudPort: number;
let subscriber: MqttClient;
let ca: string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-mosquitto-'));
  dataDir = join(dir, 'data');
  ca = authority(dir, 'ca');
  serverCertificate(dir, 'server', 'ca', 'IP:127.0.0.1');
  cloudPort = await freePort();
  const settings = [
    `listener ${cloudPort} 127.0.0.1`,
    'allow_anonymous true',
    `certfile ${dir}/server.pem`,
    `keyfile ${dir}/server.key`,
    'user root',
  ];
  writeFileSync(join(dir, 'mosquitto.conf'), `${settings.join('\n')}\n`);
  cloud = spawn('mosquitto', ['-c', join(dir, 'mosquitto.conf'), '-v'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: withSbin,
  });
  await new Promise<void>((resolve, reject) => {
    cloud.once('error', () => reject(new Error('mosquitto is missing: apt-get install mosquitto mosquitto-clients')));
    cloud.stderr?.on('data', (text) => String(text).includes(' running') && resolve());
  });
  subscriber = await mqtt.connectAsync(`mqtts://127.0.0.1:${cloudPort}`, { ca });
});
afterEach(async () => {
  await (subscriber as MqttClient | undefined)?.endAsync(true);
  await hub?.stop();
  if (cloud.kill()) await once(cloud, 'exit');
  rmSync(dir, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The maker's own steps of docs/makers.md: keys, manifest, signature. */
function makeManifest(): string {
  const node = (...words: string[]) =>
    execFileSync(process.execPath, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const maker = (...words: string[]) => node(join(ROOT, 'gateway/cli/hearthgate.ts'), 'manifest', ...words);
  const key = JSON.parse(maker('keys', '--dir', dir, '--json')).encryption;
  const example = JSON.parse(readFileSync(join(EXAMPLES, 'manifest-heating.json'), 'utf8'));
  const manifest = {
    ...example,
    endpoint: { url: `mqtts://127.0.0.1:${cloudPort}`, ca },
    keys: { encryption: [key] },
    products: [
      { match: { dialect: 'native', vendor: 'acme' }, fields: [{ name: 'temperature', type: 'number', unit: '°C' }] },
    ],
    requests: [
      {
        ...example.requests[0],
        id: 'live',
        fields: [{ name: 'temperature', form: { form: 'exact', grain: 'PT1S' } }],
        release: { release: 'live', within: 'PT0.25S' },
      },
    ],
  };
  writeFileSync(join(dir, 'manifest-heating.json'), JSON.stringify(manifest));
  const signed = join(dir, 'acme.jws');
  writeFileSync(signed, maker('sign', join(dir, 'manifest-heating.json'), '--key', join(dir, 'signing-key.json')));
  return signed;
}

function publish(password: string, topic: string, payload: string, ...more: string[]): void {
  execFileSync('mosquitto_pub', [
    '-u',
    'thermo',
    '-P',
    password,
    '-q',
    '1',
    '-t',
    `hearthgate/v1/devices/thermo/${topic}`,
    '-m',
    payload,
    ...more,
  ]);
}

test('a hub started as the README says takes MQTT 3.1.1 and 5 and delivers batches that Python opens', async () => {
  const sealed: string[] = [];
  subscriber.on('message', (_topic, payload) => sealed.push(payload.toString('utf8')));
  await subscriber.subscribeAsync('hearthgate/v1/+/+', { qos: 1 });
  hub = await startHub(dataDir);
  const { code } = cli<{ code: string }>(dataDir, 'setup-code');
  writeFileSync(join(dir, 'passphrase'), 'a warm lamp by the door\n', { mode: 0o600 });
  cli(dataDir, 'claim', code, '--name', 'Anna', '--passphrase-file', join(dir, 'passphrase'));
  const { password } = cli<{ password: string }>(dataDir, 'device', 'add', 'thermo');
  const plain = ['-V', 'mqttv5', '-h', '127.0.0.1', '-p', String(hub.ports.mqtt)];
  const tls = [
    '-V',
    'mqttv311',
    '-h',
    'localhost',
    '-p',
    String(hub.ports.mqtts),
    '--cafile',
    join(dataDir, 'certs/authority.crt'),
  ];
  publish(password, 'declaration', '{"vendor":"acme","model":"warm-2"}', '-r', ...plain);
  cli(dataDir, 'recipient', 'add', makeManifest());
  expect(cli<{ given: number }>(dataDir, 'consent', 'give', 'acme-heating', 'live').given).toBe(0);
  expect(cli<{ given: number }>(dataDir, 'consent', 'give', 'acme-heating', 'live', '--yes').given).toBe(1);
  publish(password, 'telemetry', '{"temperature":21.4375,"humidity":40}', ...plain);
  publish(password, 'telemetry', '{"temperature":22.5625}', ...tls);

  const opened = () =>
    spawnSync('/usr/bin/python3', [join(EXAMPLES, 'open_batch.py'), join(dir, 'encryption-key.json'), 'acme-heating'], {
      input: `${sealed.join('\n')}\n`,
      encoding: 'utf8',
    });
  await expect.poll(() => opened().stdout, { timeout: 15_000, interval: 500 }).toContain('22.5625');
  const { stdout, stderr, status } = opened();
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(stdout).toContain('21.4375');
  expect(stdout).not.toContain('humidity');
  expect(sealed.join('')).not.toContain('21.4375');
  expect(await hub.stop()).toBe(0);
  expect(hub.output()).not.toMatch(/21\.4375|thermo\//);
});
