import { type ChildProcess, spawn } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Forge } from '../device-sim/maker/forge.ts';
import { openManifest } from '../gateway/household/manifests.ts';
import type { Home } from '../gateway/recipients/homes.ts';
import { house } from '../gateway/recipients/house.fixture.ts';
import { publicJwk } from '../gateway/recipients/jwk.ts';
import { authority, serverCertificate } from '../gateway/recipients/links/certificates.fixture.ts';
import { MqttLink } from '../gateway/recipients/links/mqtt-link.ts';
import { noPython } from './examples/python.fixture.ts';

const guide = readFileSync(join(import.meta.dirname, 'makers.md'), 'utf8');
const commands = [...guide.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
const settings = [...guide.matchAll(/^```conf\n# (\S+)\n(.*?)^```/gms)].map(([, file = '', block = '']) => [
  file,
  block,
]);

/** The block of commands in which a word stands. */
function block(word: string): string {
  const [found, ...more] = commands.filter((each) => each.includes(word));
  if (found === undefined || more.length > 0) throw new Error(`not one block with ${word}`);
  return found;
}

const CLONE = ['docs', 'gateway', 'device-sim', 'rules', 'certs', 'node_modules', 'package.json'];

let dir: string;
let ca: string;
let parts: Awaited<ReturnType<typeof house>>;
let home: Home;
const started: ChildProcess[] = [];
beforeAll(async () => {
  parts = await house();
  home = parts.homes.of('acme-heating');
});
afterAll(() => parts.close());
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-makers-'));
  for (const part of CLONE) symlinkSync(join(import.meta.dirname, '..', part), join(dir, part));
  ca = authority(dir, 'ca');
  serverCertificate(dir, 'cert', 'ca', 'IP:127.0.0.1');
  renameSync(join(dir, 'cert.key'), join(dir, 'cert-key.pem'));
});
afterEach(() => {
  for (const child of started.splice(0)) end(child);
  rmSync(dir, { recursive: true, force: true });
});

/** Types commands into a shell in a folder that has what a clone has. */
function shell(typed: string) {
  const path = `${dirname(process.execPath)}:/usr/bin:/bin:/usr/sbin`;
  const env = { PATH: path, RECEIVER_PASSWORD: 'for this test' };
  const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', typed], { cwd: dir, env, detached: true });
  started.push(child);
  return child;
}

/** Ends a shell and what it started: they are a group of their own. */
function end({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid);
}

async function typed(commands: string): Promise<{ stdout: string; stderr: string }> {
  const child = shell(commands);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`${commands} ended with ${child.exitCode}: ${stderr}`);
  return { stdout, stderr };
}

/** Resolves once the words were printed; with what was printed up to then. */
function until(stream: NodeJS.ReadableStream, words: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    stream.on('data', (chunk) => {
      printed += chunk;
      if (words.test(printed)) resolve(printed);
    });
    stream.on('close', () => reject(new Error(`ended without ${words}: ${printed}`)));
  });
}

/** The keys and the manifest that the guide makes. */
async function begun(): Promise<void> {
  await typed(block('manifest keys'));
  await typed(block('manifest new'));
}

async function makeForge(): Promise<Forge> {
  await begun();
  return new Forge(home, publicJwk(createPublicKey({ format: 'jwk', key: read('encryption-key.json') })));
}

function read(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(dir, file), 'utf8'));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const RECORD = /"temperature": ?\{"form": ?"summary", ?"mean": ?21.5, ?"unit": ?"°C"\}/g;
const SERVE = '--cert-key cert-key.pem > kept.jsonl';

/** The receiver of the guide, on a free port. */
async function receiving(word: string): Promise<{ readonly child: ChildProcess; readonly port: string }> {
  const child = shell(block(word).replace('--https 8443', '--https 0'));
  const [, port = ''] = /port (\d+)/.exec(await until(child.stderr, /port \d+/)) ?? [];
  return { child, port };
}

test('whoever types what docs/makers.md says has a manifest, sees the first record, and signs what a hub takes', async () => {
  await typed(block('manifest keys'));
  const linted = await typed(block('manifest new'));
  expect(linted.stdout).toContain('Acme Heating asks for temperature, heating and mode');
  expect(linted.stdout).toContain('0 problem(s)');
  const receivers = block('--print');
  const { stdout, stderr } = await typed(noPython ? receivers.replace(/^python3 .*$/m, '') : receivers);
  expect(stdout.match(RECORD)).toHaveLength(noPython ? 1 : 2);
  expect(stderr).toMatch(/hello from \S+: its key is pinned\nbatch \d+ from .*: 1 record.*\nbatch .*: nothing to tell/);

  const signed = await typed(block('--well-known'));
  const text = readFileSync(join(dir, 'acme.jws'), 'utf8').trim();
  const opened = await openManifest(text);
  expect(opened).toMatchObject({ ok: true, manifest: { recipient: 'acme-heating' } });
  expect(signed.stderr).toContain(opened.ok ? opened.fingerprint : 'a fingerprint');
  expect(await openManifest(String(read('hearthgate.json').manifest))).toMatchObject({ ok: true });
}, 60_000);

test('the HTTPS receiver of docs/makers.md is right in everything that the played home tries', async () => {
  await begun();
  const { child, port } = await receiving(SERVE);
  const { stdout } = await typed(block('--to https').replace('8443', port));
  expect(stdout).toMatch(/All \d+ are right\.\n$/);
  end(child);
}, 60_000);

test('with tokens it takes only homes that have one, and is right in that, too', async () => {
  await begun();
  writeFileSync(join(dir, 'tokens.txt'), 'acct-1\nacct-2\n');
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ ...read('manifest.json'), enrolment: 'token' }));
  const { child, port } = await receiving('--tokens');
  const tried = block('--to https').replace('8443', port).replace(' --kept kept.jsonl', '').trim();
  expect((await typed(`${tried} --token acct-2`)).stdout).toMatch(
    /right {2}a hello with a wrong token[\s\S]*All \d+ are right/,
  );
  await expect(typed(`${tried} --token acct-3`)).rejects.toThrow('ended with 1');
  end(child);
}, 60_000);

test.skipIf(noPython)(
  "the mosquitto of docs/makers.md takes from the hub's own link, lets homes read nothing, and hands on what opens",
  async () => {
    const forge = await makeForge();
    const port = await freePort();
    for (const [file = '', lines = ''] of settings) {
      const user = file === 'mosquitto.conf' && process.getuid?.() === 0 ? 'user root\n' : '';
      writeFileSync(join(dir, file), lines.replace('listener 8883', `listener ${port} 127.0.0.1`) + user);
    }
    const [passwords = '', start = '', ...subscribe] = block('mosquitto_sub').split('\n');
    await typed(passwords);
    const broker = shell(start.replace(' -d', ' -v'));
    await until(broker.stderr, / running/);
    const here = subscribe.join('\n').replace('home.acme.example -p 8883', `127.0.0.1 --cafile ca.pem -p ${port}`);
    const subscribed = until(broker.stderr, /Sending SUBACK to receiver/);
    const receiver = shell(here.replace('-q 1', '-q 1 -C 3'));
    const done = once(receiver, 'close');
    await subscribed;
    const heard: string[] = [];
    const curious = await mqtt.connectAsync(`mqtts://127.0.0.1:${port}`, { ca, reconnectPeriod: 0 });
    curious.on('message', (topic) => heard.push(topic));
    await curious.subscribeAsync('hearthgate/#', { qos: 1 });

    const link = new MqttLink({
      endpoint: { url: `mqtts://127.0.0.1:${port}`, ca },
      home,
      connecting: async () => () => {},
      failed: () => {},
    });
    expect(await link.connect()).toBe('connected');
    expect(await link.send(Buffer.from(await forge.hello()), 'notice', () => true)).toBe('acknowledged');
    expect(await link.send(Buffer.from(await forge.batch()), 'data', () => true)).toBe('acknowledged');
    expect(await link.send(Buffer.from(await forge.dummy()), 'data', () => true)).toBe('acknowledged');
    await done;
    expect(readFileSync(join(dir, 'kept.jsonl'), 'utf8').match(RECORD)).toHaveLength(1);
    await link.stop();
    // What it was sent comes before the answer to this.
    await curious.subscribeAsync('hearthgate/#', { qos: 1 });
    expect(heard).toEqual([]);
    await curious.endAsync();
  },
);
