import { spawnSync } from 'node:child_process';
import { createPrivateKey, hash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { privateKeysBelow, readPrivate } from '../certs/private-files.ts';
import type { MqttCloud } from '../device-sim/vendors/mqtt-cloud.ts';
import { startAcmeHeating, type Vendor } from '../device-sim/vendors/start-vendors.ts';
import { wrappingOf } from '../gateway/keys/private-keys.ts';
import { systemClock } from '../gateway/runtime/clock.ts';
import { systemRandom } from '../gateway/runtime/random.ts';
import { claimHub, cli, environment, LAUNCHER, type Running, startHub } from './launcher.ts';
import { identityOf } from './made-once.ts';

let dir: string;
let dataDir: string;
let stick: string;
let hub: Running | undefined;
let acme: Vendor<MqttCloud>;
beforeEach(async () => {
  // What the hub is compiled to lies on the card, too.
  vi.stubEnv('NODE_COMPILE_CACHE', undefined);
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-card-'));
  dataDir = join(dir, 'data');
  stick = join(dir, 'stick.key');
  acme = await startAcmeHeating(systemClock, identityOf);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await hub?.stop();
  hub = undefined;
  await acme.cloud.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** What a household would not want a thief to read. */
const CANARIES = {
  device: 'zq7annas-lamp',
  room: 'zq7 annas room',
  model: 'zq7model',
  topic: 'zq7topic',
  retained: 'zq7retained message',
  queued: 'zq7queued message',
  will: 'zq7last will',
  recipient: 'zq7-clinic',
  controller: 'Zq7 Clinic',
  sentence: 'Zq7 because of her sleep.',
  field: 'zq7heartrate',
} as const;
const VALUE = 424.2421375;

/** Each spelling in which something may lie on a disk. */
function spellings(text: string): Buffer[] {
  const utf8 = Buffer.from(text);
  // Base64 of the same bytes looks different at each of three offsets; the outermost digits hang on what is around it.
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), utf8])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(offset === 0 ? 0 : offset + 1, -2),
  );
  const wide = Buffer.from(text, 'utf16le');
  const hex = utf8.toString('hex');
  return [
    utf8,
    wide,
    Buffer.from(wide).swap16(),
    ...[hex, hex.toUpperCase(), ...base64].map((each) => Buffer.from(each)),
  ];
}

function ofValue(): Buffer[] {
  const double = Buffer.alloc(8);
  double.writeDoubleBE(VALUE);
  return [...spellings(String(VALUE)), double, Buffer.from(double).reverse()];
}

/** The hub's private keys, which only who has the stick can tell, as they must not lie anywhere. */
function ofPrivateKeys(): Buffer[] {
  const root = existsSync(stick)
    ? ({ place: 'file', key: readFileSync(stick) } as const)
    : ({ place: 'card' } as const);
  const wrapping = wrappingOf(root, systemRandom);
  const texts = privateKeysBelow(join(dataDir, 'certs')).flatMap(
    ({ folder, name }) => readPrivate({ ...folder, wrapping }, name) ?? [],
  );
  expect(texts.length).toBeGreaterThanOrEqual(4);
  const numbers = texts.flatMap((text) => {
    const pem = text.slice(text.indexOf('-----BEGIN'));
    const { d = '', p = '', q = '' } = createPrivateKey(pem).export({ format: 'jwk' });
    const lines = pem.split('\n').slice(8, 12);
    return [...[d, p, q].map((each) => Buffer.from(each, 'base64url')), ...lines.map((line) => Buffer.from(line))];
  });
  // The program's own words lie in its compile cache: a mark is what begins a key.
  const marks = ['', 'RSA ', 'EC '].map((kind) => Buffer.from(`-----BEGIN ${kind}PRIVATE KEY-----`));
  return [...marks, ...numbers];
}

/** The certificate that devices are shown. */
async function shown(): Promise<string> {
  const ca = readFileSync(join(dataDir, 'certs', 'authority.crt'));
  const socket = connectTls({ port: hub?.ports.mqtts ?? 0, host: '127.0.0.1', servername: 'localhost', ca });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** Names of the canaries that lie in any file of the data directory, and in which. */
function found(): Map<string, string[]> {
  const names = readdirSync(dataDir, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(dataDir, name)).isFile());
  expect(files).toEqual(expect.arrayContaining(['household.db', 'household.db-wal', 'flow.db', 'flow.db-wal']));
  const wanted = new Map([
    ...Object.entries(CANARIES).map(([name, text]) => [name, spellings(text)] as const),
    ['value', ofValue()],
    ['private keys', ofPrivateKeys()],
  ]);
  const where = new Map<string, string[]>();
  for (const name of files) {
    const bytes = readFileSync(join(dataDir, name));
    for (const [canary, looks] of wanted)
      if (looks.some((each) => bytes.includes(each))) where.set(canary, [...(where.get(canary) ?? []), name]);
  }
  return where;
}

function manifest(): string {
  const { manifest: asked, keys } = acme;
  const file = join(dir, 'clinic.json');
  const json = {
    ...{ v: 1, recipient: CANARIES.recipient, version: 1, origin: 'household', endpoint: asked.endpoint },
    controller: { ...asked.controller, name: CANARIES.controller },
    keys: { encryption: [keys.encryption.jwk] },
    products: [{ match: { dialect: 'native' }, fields: [{ name: CANARIES.field, type: 'number' }] }],
    requests: [
      {
        ...{ id: 'sleep', purpose: 'dpv:ServiceProvision', sentence: CANARIES.sentence },
        fields: [{ name: CANARIES.field, form: { form: 'exact', grain: 'PT1S' } }],
        release: { release: 'slot', every: 'PT1H' },
        ...{ retention: 'P1D', necessity: 'optional', ifRefused: 'Nothing.' },
      },
    ],
  };
  writeFileSync(file, JSON.stringify(json));
  return file;
}

const connect = (name: string, password: string, more: mqtt.IClientOptions = {}) =>
  mqtt.connectAsync(`mqtt://127.0.0.1:${hub?.ports.mqtt}`, {
    ...{ username: name, password, clientId: name, reconnectPeriod: 0 },
    ...more,
  });

/** A household lives a little, with everything that is kept: then the plug is pulled and the card taken. */
async function liveAndBeRobbed(settings: Readonly<Record<string, string>>): Promise<{ readonly certificate: string }> {
  hub = await startHub(dataDir, settings);
  await claimHub(dataDir);
  const certificate = await shown();
  const { device, field, topic } = CANARIES;
  const { password } = cli<{ password: string }>(dataDir, 'device', 'add', device);
  const app = cli<{ password: string }>(dataDir, 'app', 'add', 'app', '--read', `${topic}/#`, '--write', `${topic}/#`);
  cli(dataDir, 'recipient', 'add', manifest());
  const lamp = await connect(device, password);
  const under = `hearthgate/v1/devices/${device}`;
  const declared = JSON.stringify({ vendor: 'acme', model: CANARIES.model, fields: { [field]: { type: 'number' } } });
  await lamp.publishAsync(`${under}/declaration`, declared, { qos: 1, retain: true });
  await lamp.publishAsync(`${under}/telemetry`, JSON.stringify({ [field]: VALUE }), { qos: 1 });
  cli(dataDir, 'device', 'place', device, CANARIES.room);
  cli(dataDir, 'consent', 'give', CANARIES.recipient, 'sleep', '--accept-union', '--yes');
  await lamp.publishAsync(`${under}/telemetry`, JSON.stringify({ [field]: VALUE }), { qos: 1 });
  const session = { clientId: 'app', clean: false };
  const first = await connect('app', app.password, session);
  await first.subscribeAsync(`${topic}/queue`, { qos: 1 });
  await first.endAsync();
  const will = { topic: `${topic}/will`, payload: Buffer.from(CANARIES.will), qos: 1, retain: true } as const;
  const second = await connect('app', app.password, { clientId: 'app-2', will });
  await second.publishAsync(`${topic}/kept`, CANARIES.retained, { qos: 1, retain: true });
  await second.publishAsync(`${topic}/queue`, CANARIES.queued, { qos: 1 });
  const exit = once(hub.process, 'exit');
  hub.process.kill('SIGKILL');
  await exit;
  hub = undefined;
  for (const client of [lamp, second]) {
    client.on('error', () => undefined);
    client.end(true);
  }
  return { certificate };
}

function run(settings: Readonly<Record<string, string>>, input: string, ...words: string[]) {
  const env = { ...environment(dataDir), ...settings };
  const { status, stdout, stderr } = spawnSync('sh', [LAUNCHER, ...words], { env, input, encoding: 'utf8' });
  return { status, said: stdout, problem: stderr };
}

/** A hash of each of the household's files; the lock's and the compiled program's are not the household's. */
function everyFile(): Record<string, string> {
  const names = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !/^(cache|hub\.lock)/.test(name) && statSync(join(dataDir, name)).isFile(),
  );
  return Object.fromEntries(names.map((name) => [name, hash('sha256', readFileSync(join(dataDir, name)))]));
}

test('with the root key on a stick, no file of a stolen card holds a value, a name, a room, a topic, a choice or a private key', async () => {
  const settings = { HEARTHGATE_ROOT_KEY_FILE: stick };
  await liveAndBeRobbed(settings);
  expect(found()).toEqual(new Map());

  // Nothing starts without the stick, and trying changes nothing.
  const before = everyFile();
  const without = run({}, '', 'start');
  expect(without).toMatchObject({
    status: 78,
    said: '',
    problem: expect.stringMatching(/^[^\n]*set HEARTHGATE_ROOT_KEY_FILE[^\n]*\n$/),
  });
  const other = run({ HEARTHGATE_ROOT_KEY_FILE: join(dir, 'gone.key') }, '', 'start');
  expect(other).toMatchObject({ status: 78, problem: expect.stringMatching(/^[^\n]*put the stick in[^\n]*\n$/) });
  expect(everyFile()).toEqual(before);

  // With it, everything is there.
  hub = await startHub(dataDir, settings);
  expect(JSON.stringify(cli(dataDir, 'device', 'list'))).toContain(CANARIES.device);
  expect(JSON.stringify(cli(dataDir, 'status'))).toContain('unreadable without that file');
  expect(cli(dataDir, 'ledger', 'verify')).toMatchObject({ holds: true });
  await hub.stop();
  hub = undefined;

  // A passphrase instead: neither it nor the old key opens the other.
  const passphrase = 'seven dwarfs behind seven hills';
  expect(run(settings, `${passphrase}\n${passphrase}\n`, 'keys', 'move', 'passphrase').status).toBe(0);
  expect(run(settings, 'six dwarfs\n', 'start')).toMatchObject({
    status: 78,
    problem: 'that is not the passphrase; nothing was changed\n',
  });
  writeFileSync(join(dir, 'passphrase'), `${passphrase}\n`, { mode: 0o600 });
  const opens = { HEARTHGATE_PASSPHRASE_FILE: join(dir, 'passphrase') };
  expect(run(opens, '', 'device', 'list').said).toContain(CANARIES.device);
  expect(run({}, `${passphrase}\n`, 'ledger', 'verify').said).toContain('The ledger holds');
  const kept = readdirSync(join(dataDir, 'keys')).map((name) => readFileSync(join(dataDir, 'keys', name), 'utf8'));
  expect(kept.join()).not.toContain(passphrase);
}, 60_000);

test('with the root key on the card, all of it lies there, and the hub says so', async () => {
  const { certificate } = await liveAndBeRobbed({});
  expect([...found().keys()].sort()).toEqual([...Object.keys(CANARIES), 'private keys', 'value'].sort());
  expect(run({}, '', 'keys', 'show').said).toContain('a stolen card reveals everything');

  // Moved away from there, the files that stay hold none of it.
  const outside = { HEARTHGATE_ROOT_KEY_FILE: stick };
  const server = join(dataDir, 'certs', 'server.private.pem');
  const inTheClear = readFileSync(server);
  expect(run({}, '', 'keys', 'move', 'file', stick).status).toBe(0);
  // What a crash while a key was renewed may leave, and what an older version left: the hub sees to both itself.
  for (const left of [server, `${server}.new`]) writeFileSync(left, inTheClear, { mode: 0o600 });
  hub = await startHub(dataDir, outside);
  expect(found()).toEqual(new Map());
  expect(JSON.stringify(cli(dataDir, 'device', 'list'))).toContain(CANARIES.device);

  // Devices see the same hub; its root is changed as ever, and what it shows is renewed, with no key in the clear.
  expect(await shown()).toBe(certificate);
  const { file, fingerprint } = cli<{ file: string; fingerprint: string }>(dataDir, 'cert', 'show', 'devices');
  cli(dataDir, 'cert', 'rotate', 'devices');
  expect(found()).toEqual(new Map());
  cli(dataDir, 'cert', 'rotate', 'devices', '--finish', '--yes');
  expect(cli(dataDir, 'cert', 'show', 'devices')).not.toMatchObject({ fingerprint });
  const renewed = await shown();
  expect(renewed).not.toBe(certificate);
  expect(cli(dataDir, 'cert', 'issue', CANARIES.device)).toMatchObject({ authority: readFileSync(file, 'utf8') });
  expect(found()).toEqual(new Map());
  await hub.stop();

  // And back: nothing outside is needed any more.
  expect(run(outside, '', 'keys', 'move', 'card').status).toBe(0);
  expect(existsSync(stick)).toBe(false);
  hub = await startHub(dataDir);
  expect(await shown()).toBe(renewed);
  expect(found().get('private keys')).toEqual(expect.arrayContaining(['certs/ca.private.pem']));
}, 90_000);

test('a move that was cut off after it was decided is finished by the hub that starts next, and what it left is gone', async () => {
  hub = await startHub(dataDir);
  const certificate = await shown();
  await hub.stop();
  expect(run({}, '', 'keys', 'move', 'file', stick).status).toBe(0);
  const where = join(dataDir, 'keys', 'where.json');
  const decided = { ...JSON.parse(readFileSync(where, 'utf8')), moving: true };
  writeFileSync(where, JSON.stringify(decided));
  const key = join(dataDir, 'certs', 'ca.private.pem');
  renameSync(key, `${key}.moved`);
  for (const left of [key, `${join(dataDir, 'household.db')}.old`]) writeFileSync(left, 'as it was', { mode: 0o600 });

  hub = await startHub(dataDir, { HEARTHGATE_ROOT_KEY_FILE: stick });
  expect(await shown()).toBe(certificate);
  expect(readdirSync(dataDir, { recursive: true }).filter((name) => /\.(old|moved)$/.test(String(name)))).toEqual([]);
  expect(JSON.parse(readFileSync(where, 'utf8'))).not.toHaveProperty('moving');
}, 60_000);
