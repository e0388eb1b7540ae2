import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, environment, LAUNCHER, type Running, startHub } from './launcher.ts';

let dataDir: string;
let hub: Running;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-installer-'));
  hub = await startHub(dataDir);
});
afterAll(async () => {
  await hub.stop();
  rmSync(dataDir, { recursive: true });
});

/** The command line as people use it: what goes into a file, and what is told beside it. */
async function hearthgate(...words: string[]): Promise<{ printed: Buffer; told: string }> {
  const command = spawn('sh', [LAUNCHER, ...words], { env: environment(dataDir), stdio: ['ignore', 'pipe', 'pipe'] });
  const [printed, told]: Buffer[][] = [[], []];
  command.stdout.on('data', (part: Buffer) => printed?.push(part));
  command.stderr.on('data', (part: Buffer) => told?.push(part));
  const [code] = await once(command, 'close');
  if (code !== 0) throw new Error(Buffer.concat(told ?? []).toString());
  return { printed: Buffer.concat(printed ?? []), told: Buffer.concat(told ?? []).toString() };
}

/** mosquitto_pub with these words on the hub’s TLS port, for the telemetry of a device. */
function publisher(device: string, ...words: string[]) {
  const topic = `hearthgate/v1/devices/${device}/telemetry`;
  const ca = join(dataDir, 'certs', 'authority.crt');
  const options = ['--cafile', ca, '-h', 'localhost', '-p', String(hub.ports.mqtts), '-q', '1', '-t', topic, ...words];
  const program = spawn('mosquitto_pub', options, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  program.stderr.on('data', (part: Buffer) => {
    said += part;
  });
  program.stdin.on('error', () => undefined);
  const ended = once(program, 'close').then(([code]) => ({ code, said }));
  return { program, ended };
}

test('mosquitto publishes with a certificate and no password, and is cut off when that is revoked', async () => {
  cli(dataDir, 'device', 'add', 'thermostat');
  const { printed, told } = await hearthgate('cert', 'issue', 'thermostat');
  const file = join(dataDir, 'thermostat.pem');
  writeFileSync(file, printed, { mode: 0o600 });
  expect(told).toContain('shown only now');
  expect(told).not.toContain('PRIVATE');
  const text = execFileSync('openssl', ['x509', '-in', file, '-noout', '-text'], { encoding: 'utf8' });
  expect(text).toContain('Subject: CN = thermostat');

  const certified = ['--cert', file, '--key', file];
  expect(await publisher('thermostat', ...certified, '-m', '{"temperature":21}').ended).toMatchObject({ code: 0 });
  expect(cli(dataDir, 'device', 'list')).toMatchObject({ devices: [{ id: 'thermostat' }] });
  expect(await publisher('thermostat', ...certified, '-u', 'somebody', '-m', '{}').ended).toMatchObject({ code: 5 });

  // Line after line over one connection, until it is not one any more.
  const lines = publisher('thermostat', ...certified, '-l');
  lines.program.stdin.write('{"temperature":22}\n');
  while (cli<{ stayedHome: number }>(dataDir, 'status').stayedHome < 2) await new Promise(setImmediate);
  const [{ serial } = { serial: '' }] = cli<{ certificates: { serial: string }[] }>(
    dataDir,
    'cert',
    'list',
  ).certificates;
  cli(dataDir, 'cert', 'revoke', serial);
  lines.program.stdin.end('{"temperature":23}\n');
  const cutOff = await lines.ended;
  expect(cutOff.code).not.toBe(0);
  expect(cutOff.said).toMatch(/not currently connected|connection was lost/i);
  expect(cli(dataDir, 'status')).toMatchObject({ stayedHome: 2 });
  expect(await publisher('thermostat', ...certified, '-m', '{}').ended).toMatchObject({ code: 5 });

  await hub.stop();
  hub = await startHub(dataDir);
  expect(await publisher('thermostat', ...certified, '-m', '{}').ended).toMatchObject({ code: 5 });
});

test('a PKCS#12 file opens with the password that was told beside it, and works', async () => {
  cli(dataDir, 'device', 'add', 'fan');
  const { printed, told } = await hearthgate('cert', 'issue', 'fan', '--pkcs12');
  const [p12, pem] = [join(dataDir, 'fan.p12'), join(dataDir, 'fan.pem')];
  writeFileSync(p12, printed);
  const password = /password +(\S+)/.exec(told)?.[1] ?? '';
  execFileSync('openssl', ['pkcs12', '-in', p12, '-passin', `pass:${password}`, '-noenc', '-clcerts', '-out', pem]);
  expect(await publisher('fan', '--cert', pem, '--key', pem, '-m', '{"temperature":21}').ended).toMatchObject({
    code: 0,
  });
  // Nothing of it was kept: not the key, not the password.
  const kept = ['household.db', 'household.db-wal', 'flow.db', 'flow.db-wal'].map((name) =>
    readFileSync(join(dataDir, name)),
  );
  const key = /-----BEGIN PRIVATE KEY-----\n(\S+)\n(\S+)/.exec(readFileSync(pem, 'utf8'))?.[2] ?? 'no key';
  for (const secret of [password, key]) {
    for (const bytes of kept) expect(bytes.includes(secret)).toBe(false);
    expect(hub.output()).not.toContain(secret);
  }
});

test('what is to be trusted can be shown, compared and found as a file', async () => {
  const { printed } = await hearthgate('cert', 'show', 'devices');
  const file = join(dataDir, 'certs', 'authority.crt');
  expect(printed.toString().trim()).toBe(readFileSync(file, 'utf8').trim());
  for (const which of ['devices', 'page']) {
    const told = cli<{ file: string; fingerprint: string }>(dataDir, 'cert', 'show', which);
    const words = ['x509', '-in', told.file, '-noout', '-fingerprint', '-sha256'];
    const openssl = execFileSync('openssl', words, { encoding: 'utf8' });
    expect(openssl.trim()).toBe(`sha256 Fingerprint=${told.fingerprint}`);
    const shown = (await hearthgate('cert', 'fingerprint', which)).printed.toString();
    expect(shown.trim()).toBe(told.fingerprint);
  }
  for (const name of ['ca.private.pem', 'server.private.pem', 'page/ca.private.pem', 'page/server.private.pem'])
    expect(statSync(join(dataDir, 'certs', name)).mode & 0o777).toBe(0o600);
});

test('openssl verifies the running hub, before and after its root was changed by hand', async () => {
  const verified = () => {
    const ca = join(dataDir, 'certs', 'authority.crt');
    const words = ['s_client', '-connect', `localhost:${hub.ports.mqtts}`, '-CAfile', ca, '-verify_return_error'];
    return execFileSync('openssl', [...words, '-verify_hostname', 'hearthgate.local'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };
  expect(verified()).toContain('Verify return code: 0 (ok)');
  const before = cli<{ fingerprint: string }>(dataDir, 'cert', 'show').fingerprint;
  cli(dataDir, 'cert', 'rotate', 'devices');
  expect(verified()).toContain('Verify return code: 0 (ok)');
  await hearthgate('cert', 'rotate', 'devices', '--finish', '--yes');
  expect(cli<{ fingerprint: string }>(dataDir, 'cert', 'show').fingerprint).not.toBe(before);
  expect(verified()).toContain('Verify return code: 0 (ok)');
  await hub.stop();
  hub = await startHub(dataDir);
  expect(verified()).toContain('Verify return code: 0 (ok)');
});
