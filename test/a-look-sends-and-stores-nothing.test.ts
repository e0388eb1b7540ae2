import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CANARIES, HOME } from '../gateway/look/home.fixture.ts';
import type { Look } from '../gateway/look/look.ts';
import { LAUNCHER } from './launcher.ts';
import { Mosquitto } from './mosquitto.ts';
import { wayTo } from './overhearing.ts';

const [CONNECT, SUBSCRIBE, PINGREQ, DISCONNECT] = [1, 8, 12, 14];
const PROGRAM = join(import.meta.dirname, '../gateway/cli/hearthgate.ts');

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-look-'));
const dataDir = join(dir, 'data');
const here = join(dir, 'here');
let broker: Mosquitto;
let closed: Mosquitto;
let secured: Mosquitto;
let devices: MqttClient;

beforeAll(async () => {
  mkdirSync(here);
  broker = await Mosquitto.start(join(dir, 'broker'));
  closed = await Mosquitto.start(join(dir, 'closed'), ['allow_anonymous false']);
  const [key, certificate] = [join(dir, 'broker.key'), join(dir, 'broker.crt')];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const make = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    ...name,
  ];
  execFileSync('openssl', [...make, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const tls = [`certfile ${certificate}`, `keyfile ${key}`, 'allow_anonymous true'];
  secured = await Mosquitto.start(join(dir, 'secured'), tls);
  devices = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, { clientId: 'devices' });
  for (const { topic, payload, retain } of HOME)
    if (retain) await devices.publishAsync(topic, Buffer.from(payload), { retain, qos: 1 });
});
afterAll(async () => {
  await devices?.endAsync();
  for (const each of [broker, closed, secured]) await each?.end();
  rmSync(dir, { recursive: true, force: true });
});

/** As a person types it, in a folder and with a data directory of its own. */
function start(words: readonly string[], program: readonly string[] = ['sh', LAUNCHER]) {
  const [command = '', ...first] = program;
  const env = { ...process.env, HEARTHGATE_DATA: dataDir };
  const running = spawn(command, [...first, 'look', ...words], { cwd: here, env, stdio: ['pipe', 'pipe', 'pipe'] });
  running.stdin.end();
  let [said, problem] = ['', ''];
  running.stdout.on('data', (chunk) => (said += String(chunk)));
  running.stderr.on('data', (chunk) => (problem += String(chunk)));
  const ended = once(running, 'close').then(([status]) => ({ status, said, problem: problem.trim() }));
  return { running, ended };
}

/** Says everything that the home says, again and again until it is ended. */
function speak(): () => Promise<void> {
  const ending = new AbortController();
  const speaking = (async () => {
    while (!ending.signal.aborted) {
      for (const { topic, payload, retain } of HOME)
        if (!retain) await devices.publishAsync(topic, Buffer.from(payload), { qos: 1 });
      await sleep(100);
    }
  })();
  return () => {
    ending.abort();
    return speaking;
  };
}

describe('a look', () => {
  test('hears a home of many ecosystems, in its time, and says nothing on the broker', async () => {
    const way = await wayTo(broker.port);
    const before = broker.log.length;
    const stop = speak();
    const began = performance.now();
    const { status, said, problem } = await start([`mqtt://127.0.0.1:${way.port}`, '--for', '2s', '--json']).ended;
    const took = performance.now() - began;
    await stop();
    await way.close();

    expect({ status, problem }).toEqual({ status: 0, problem: '' });
    const look: Look = JSON.parse(said);
    expect(look.heard.seconds).toBeGreaterThanOrEqual(2);
    expect(took).toBeLessThan(15_000);
    expect(look.heard.kept).toBe(HOME.filter(({ retain }) => retain).length);
    expect(new Set(look.devices.map(({ dialect }) => dialect)).size).toBeGreaterThanOrEqual(8);
    expect(look.devices[0]).toMatchObject({ name: 'Flur', vendor: 'Acme', model: 'M1' });
    expect(CANARIES.filter((canary) => said.toLowerCase().includes(canary.toLowerCase()))).toEqual([]);

    const allowed = [CONNECT, SUBSCRIBE, PINGREQ, DISCONNECT];
    expect([...way.sent].filter((kind) => !allowed.includes(kind))).toEqual([]);
    expect([...way.sent]).toEqual(expect.arrayContaining([CONNECT, SUBSCRIBE, DISCONNECT]));
    const log = broker.log.slice(before);
    const [, client = ''] = /as (look[0-9a-f]{16}) \(p5, c1, k30\)/.exec(log) ?? [];
    expect(log).toContain(`Received SUBSCRIBE from ${client}`);
    expect(log).toContain(`Received DISCONNECT from ${client}`);
    expect(log).not.toMatch(/Received PUB\w+ from look/);
    expect(log).not.toContain(`Sending PUBLISH to ${client} (d0, q1`);
    expect(log).toContain('No will message specified.');
  });

  test('writes nothing, and could not', async () => {
    const unwriting = [process.execPath, '--permission', '--allow-fs-read=*', PROGRAM];
    const stop = speak();
    const { status, said } = await start([`mqtt://127.0.0.1:${broker.port}`, '--for', '1s'], unwriting).ended;
    await stop();
    expect(status).toBe(0);
    expect(said).toMatch(/^In \d seconds? \d+ devices said/);
    expect(said.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(readdirSync(here)).toEqual([]);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('writes the page that was asked for, for its owner alone, and over no other', async () => {
    const words = [`mqtt://127.0.0.1:${broker.port}`, '--for', '1s', '--html', 'home.html'];
    const stop = speak();
    expect(await start(words).ended).toMatchObject({ status: 0, problem: 'the page is home.html' });
    await stop();
    const page = readFileSync(join(here, 'home.html'), 'utf8');
    expect(page).toContain('<h3>Flur</h3>');
    expect(CANARIES.filter((canary) => page.toLowerCase().includes(canary.toLowerCase()))).toEqual([]);
    expect(statSync(join(here, 'home.html')).mode & 0o777).toBe(0o600);
    expect(await start(words).ended).toMatchObject({ status: 2, said: '' });
    expect(readFileSync(join(here, 'home.html'), 'utf8')).toBe(page);
    expect(readdirSync(here)).toEqual(['home.html']);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('ends at Ctrl-C, and shows what was heard', async () => {
    const before = broker.log.length;
    const { running, ended } = start([`mqtt://127.0.0.1:${broker.port}`, '--for', '1h']);
    await expect.poll(() => broker.log.slice(before)).toMatch(/Sending SUBACK to look/);
    await devices.publishAsync('zigbee2mqtt/Flur', '{"occupancy":true}', { qos: 1 });
    await expect.poll(() => broker.log.slice(before)).toMatch(/Sending PUBLISH to look\w+ \(d0, q0, r0.*Flur/);
    running.kill('SIGINT');
    const { status, said } = await ended;
    expect(status).toBe(0);
    expect(said.replaceAll('\n', ' ')).toContain('1 device said 1 thing.');
    expect(broker.log.slice(before)).toMatch(/Received DISCONNECT from look/);
  });

  test('ends in its time and says goodbye where 10,000 topics are said without a pause', async () => {
    const before = broker.log.length;
    const ending = new AbortController();
    const flooding = (async () => {
      for (let i = 0; !ending.signal.aborted; i++) {
        devices.publish(`x${i % 10_000}/y`, `${'p'.repeat(1_000)}a${i}@canary.example`);
        if (i % 200 === 0) await sleep(10);
      }
    })();
    const began = performance.now();
    const words = [`mqtt://127.0.0.1:${broker.port}`, '--for', '3s', '--json'];
    const { status, said, problem } = await start(words).ended;
    const took = performance.now() - began;
    ending.abort();
    await flooding;
    expect({ status, problem }).toEqual({ status: 0, problem: '' });
    expect(took).toBeLessThan(15_000);
    const look: Look = JSON.parse(said);
    expect(look.heard.live).toBeGreaterThan(1_000);
    expect(look.notUnderstood.topics.length).toBeLessThan(6);
    expect(said.length).toBeLessThan(20_000);
    await expect.poll(() => broker.log.slice(before)).toMatch(/Received DISCONNECT from look/);
  });

  test('reaches a broker whose certificate is pinned', async () => {
    const words = [`mqtts://127.0.0.1:${secured.port}`, '--ca', join(dir, 'broker.crt'), '--for', '1s'];
    const { status, said } = await start(words).ended;
    expect(status).toBe(0);
    expect(said.replaceAll('\n', ' ')).toContain('On the way here it was encrypted.');
  });
});

describe('what cannot be looked at is said in a sentence that says what to do', () => {
  test.each<[string, () => string[], number, string]>([
    ['nothing', () => [], 2, 'say which broker, as mqtts://user@host, or which recording, with --from'],
    ['no address', () => ['homeassistant.local'], 2, 'write mqtts://host'],
    [
      'a password',
      () => ['mqtt://a:b@localhost'],
      2,
      'a password in an address stays where addresses are kept, as in a shell’s history',
    ],
    ['an unknown host', () => ['mqtts://nobody.invalid'], 1, 'nobody knows a machine of that name'],
    ['far away without TLS', () => ['mqtt://203.0.113.7'], 1, 'Use mqtts://'],
    ['a closed port', () => ['mqtt://127.0.0.1:9'], 1, 'nothing listens there at that port'],
    ['a stranger', () => [`mqtt://127.0.0.1:${closed.port}`], 1, 'does not let that user in'],
    [
      'a wrong password',
      () => [`mqtt://x@127.0.0.1:${closed.port}`, '--password-file', passwordFile()],
      1,
      'let that user in',
    ],
    ['no password', () => [`mqtt://x@127.0.0.1:${closed.port}`], 2, 'no password was given'],
    ['no TLS', () => [`mqtts://127.0.0.1:${broker.port}`], 1, 'does not speak TLS'],
    ['an unknown certificate', () => [`mqtts://127.0.0.1:${secured.port}`], 1, 'SHA-256 fingerprint'],
    [
      'no certificate',
      () => ['mqtts://127.0.0.1', '--ca', passwordFile()],
      2,
      'give the certificate of the broker or of the authority that signed it (--ca)',
    ],
    ['a wrong time', () => ['mqtt://127.0.0.1', '--for', 'ever'], 2, '--for takes a time such as 30s, 2m or 1h'],
    ['a wrong filter', () => ['mqtt://127.0.0.1', '--topic', 'a/#/b'], 2, '"a/#/b" is no topic filter'],
    ['a wrong option', () => ['mqtt://127.0.0.1', '--jsn'], 2, 'did you mean --json?'],
    ['no folder', () => ['mqtt://127.0.0.1', '--html', '/nope/a.html'], 2, 'there is no folder /nope'],
    ['no recording', () => ['--from', '/nope.jsonl'], 2, 'there is no file /nope.jsonl'],
    ['each of a broker', () => ['mqtt://127.0.0.1', '--each'], 2, '--each goes with --from'],
  ])('%s', async (_, words, status, sentence) => {
    const found = await start(words()).ended;
    expect(found).toMatchObject({ status, said: '' });
    expect(found.problem).toContain(sentence);
    expect(found.problem).not.toMatch(/\n +at /);
  });

  function passwordFile(): string {
    const file = join(dir, 'password');
    writeFileSync(file, 'not the one\n');
    return file;
  }
});
