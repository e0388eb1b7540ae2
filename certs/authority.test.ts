import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Authority, type AuthorityOptions, openAuthority } from './authority.ts';

const DAY_MS = 86_400_000;
const now = Date.parse('2027-03-01T12:00:00Z');
let home: string;
let dir: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'certs-'));
  dir = join(home, 'certs');
});
afterEach(() => rmSync(home, { recursive: true }));

function open(options: Partial<AuthorityOptions> = {}) {
  return openAuthority({ kind: 'devices', dir, now: () => now, ...options });
}

test('openssl verifies the hub for its names, as a server, under the household root', async () => {
  const authority = await open({ names: ['hub.local', '192.168.7.2'] });
  const { key, cert } = await authority.server();
  const [ca, leaf] = [join(home, 'ca.pem'), join(home, 'leaf.pem')];
  writeFileSync(ca, authority.caPem);
  writeFileSync(leaf, cert);
  const verify = (...more: string[]) =>
    execFileSync(
      'openssl',
      ['verify', '-x509_strict', '-purpose', 'sslserver', '-attime', String(now / 1000), ...more, '-CAfile', ca, leaf],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
  expect(verify('-verify_hostname', 'hub.local')).toContain('OK');
  expect(verify('-verify_ip', '192.168.7.2')).toContain('OK');
  expect(() => verify('-verify_hostname', 'elsewhere.local')).toThrow();

  const text = execFileSync('openssl', ['x509', '-in', leaf, '-noout', '-text'], { encoding: 'utf8' });
  expect(text).toContain('TLS Web Server Authentication');
  expect(text).toContain('sha256WithRSAEncryption');
  const root = execFileSync('openssl', ['x509', '-in', ca, '-noout', '-text'], { encoding: 'utf8' });
  expect(root).toContain('CA:TRUE, pathlen:0');
  expect(root).toContain('3072 bit');

  const x509 = new X509Certificate(cert);
  expect(x509.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
  expect(Date.parse(x509.validTo) - Date.parse(x509.validFrom)).toBe(397 * DAY_MS);
  expect(key).toContain('PRIVATE KEY');
});

test('a restart keeps root and certificate; the certificate is renewed in its last 30 days or for a new name', async () => {
  const first = await open();
  const { cert } = await first.server();
  const again = await open({ now: () => now + 300 * DAY_MS });
  expect(again.caPem).toBe(first.caPem);
  expect((await again.server()).cert).toBe(cert);
  const late = await open({ now: () => now + 367 * DAY_MS });
  const renewed = await late.server();
  expect(renewed.cert).not.toBe(cert);
  const named = await (await open({ now: () => now + 368 * DAY_MS, names: ['new.local'] })).server();
  expect(named.cert).not.toBe(renewed.cert);
});

test('keys are for one user alone, and refused when others may read them', async () => {
  await (await open()).server();
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  for (const name of ['ca.private.pem', 'server.private.pem'])
    expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
  chmodSync(join(dir, 'ca.private.pem'), 0o644);
  await expect(open()).rejects.toThrow(/chmod 600 .*ca\.private\.pem/);
  chmodSync(join(dir, 'ca.private.pem'), 0o600);
  chmodSync(dir, 0o755);
  await expect(open()).rejects.toThrow(/chmod 700/);
});

/** What openssl says to the words; throws what it complains about. */
function openssl(...words: string[]): string {
  return execFileSync('openssl', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Writes a file into the test's folder and gives its path. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(home, name);
  writeFileSync(path, content);
  return path;
}

function verify(purpose: 'sslserver' | 'sslclient', authority: Authority, cert: string, ...more: string[]): string {
  const [ca, leaf] = [file('ca.pem', authority.caPem), file('leaf.pem', cert)];
  const at = String(Math.floor(now / 1000));
  return openssl('verify', '-x509_strict', '-purpose', purpose, '-attime', at, ...more, '-CAfile', ca, leaf);
}

test('a certificate of a device is for clients only, and its PKCS#12 opens with its password alone', async () => {
  const authority = await open();
  const lamp = await authority.issueClient('lamp');
  expect(verify('sslclient', authority, lamp.cert)).toContain('OK');
  expect(() => verify('sslserver', authority, lamp.cert)).toThrow();
  const text = openssl('x509', '-in', file('lamp.pem', lamp.cert), '-noout', '-text');
  expect(text).toMatch(/Subject: CN = lamp\n/);
  expect(text).toMatch(/X509v3 Extended Key Usage: *\n *TLS Web Client Authentication\n/);
  expect(text).toContain('CA:FALSE');
  expect(Date.parse(new X509Certificate(lamp.cert).validTo) - now).toBe(396 * DAY_MS);

  const p12 = file('lamp.p12', await authority.bundle(lamp, 'correct horse', 'lamp'));
  const read = openssl('pkcs12', '-in', p12, '-passin', 'pass:correct horse', '-noenc');
  expect(read).toContain(lamp.cert.trim());
  expect(read).toContain(authority.caPem.trim());
  expect(read).toContain('-----BEGIN PRIVATE KEY-----');
  expect(openssl('pkcs12', '-in', p12, '-passin', 'pass:correct horse', '-noout', '-info', '-noenc')).toBeDefined();
  expect(() => openssl('pkcs12', '-in', p12, '-passin', 'pass:wrong', '-noenc')).toThrow();
});

test('a device may keep its key: a certificate is made for its public key, RSA or of a curve', async () => {
  const authority = await open();
  for (const pair of [
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ]) {
    const spki = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const cert = await authority.certifyClient('lamp', spki);
    expect(verify('sslclient', authority, cert)).toContain('OK');
    expect(openssl('x509', '-in', file('own.pem', cert), '-noout', '-pubkey')).toBe(spki);
  }
});

test('the page’s authority has a key of its own and speaks for the home alone, whoever has its key', async () => {
  const devices = await open();
  const options = {
    kind: 'page',
    dir: join(dir, 'page'),
    names: ['hub.example.org', '203.0.113.7', 'fd00::7'],
  } as const;
  const page = await open(options);
  expect(keyOf(page.caPem)).not.toBe(keyOf(devices.caPem));
  const { cert } = await page.server();
  const good = ['localhost', 'hub.example.org'].map((name) => ['-verify_hostname', name]);
  for (const name of [...good, ['-verify_ip', '203.0.113.7'], ['-verify_ip', 'fd00::7'], ['-verify_ip', '::1']])
    expect(verify('sslserver', page, cert, ...name)).toContain('OK');
  expect(() => verify('sslserver', devices, cert)).toThrow();
  const text = openssl('x509', '-in', file('root.pem', page.caPem), '-noout', '-text');
  expect(text).toMatch(/X509v3 Name Constraints: critical\n/);
  expect(text).toContain('CA:TRUE, pathlen:0');
  for (const each of ['DNS:home.arpa', 'IP:192.168.0.0/255.255.0.0', 'IP:203.0.113.7/255.255.255.255', 'DNS:internal'])
    expect(text).toContain(each);

  // A thief signs with openssl and the key of the root.
  const root = join(dir, 'page', 'ca.private.pem');
  const stolen = (san: string) => {
    const [request, key] = [join(home, 'thief.csr'), join(home, 'thief.key')];
    openssl('req', '-newkey', 'rsa:2048', '-noenc', '-keyout', key, '-out', request, '-subj', '/CN=thief');
    const extensions = file(
      'thief.cnf',
      `subjectAltName=${san}\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\nauthorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n`,
    );
    const out = join(home, 'thief.pem');
    openssl(
      'x509',
      '-req',
      '-in',
      request,
      '-CA',
      root,
      '-CAkey',
      root,
      '-days',
      '300',
      '-extfile',
      extensions,
      '-out',
      out,
    );
    return readFileSync(out, 'utf8');
  };
  const today = ['-no_check_time'];
  expect(verify('sslserver', page, stolen('DNS:printer.local'), ...today)).toContain('OK');
  expect(verify('sslserver', page, stolen('IP:10.1.2.3'), ...today)).toContain('OK');
  for (const san of [
    'DNS:bank.example',
    'DNS:localhost.bank.example',
    'IP:8.8.8.8',
    'IP:2001:db8::1',
    'DNS:example.org',
  ])
    expect(() => verify('sslserver', page, stolen(san), ...today), san).toThrow(/permitted subtree violation/);
});

test('a name that the page’s root may not speak for is left out and told, until there is a new root', async () => {
  const options = { kind: 'page', dir: join(dir, 'page') } as const;
  await (await open({ ...options, names: ['old.example.org'] })).server();
  const page = await open({ ...options, names: ['new.example.org', 'hub.lan'] });
  expect(page.outside).toEqual(['new.example.org']);
  expect(verify('sslserver', page, (await page.server()).cert, '-verify_hostname', 'hub.lan')).toContain('OK');
  await page.beginRotation();
  page.finishRotation();
  expect(page.outside).toEqual([]);
  const { cert } = await page.server();
  expect(verify('sslserver', page, cert, '-verify_hostname', 'new.example.org')).toContain('OK');
});

test('a clock that was wrong at the first start leaves nothing that begins in the future or ended long ago', async () => {
  for (const wrong of [0, Date.parse('2049-06-01T00:00:00Z'), Date.parse('2071-06-01T00:00:00Z')]) {
    rmSync(dir, { recursive: true, force: true });
    let clock = wrong;
    const authority = await open({ now: () => clock });
    const before = (await authority.server()).cert;
    expect((await authority.server()).cert).toBe(before);
    clock = now;
    const { cert } = await authority.server();
    expect(verify('sslserver', authority, cert, '-verify_hostname', 'localhost')).toContain('OK');
    const again = await open({ now: () => clock });
    expect(again.caPem).toBe(authority.caPem);
  }
});

test('a root whose time is over gets new dates and keeps its name and key, so that what it signed stays good', async () => {
  const first = await open();
  const { cert } = await first.server();
  const later = await open({ now: () => now + 3700 * DAY_MS });
  expect(later.caPem).not.toBe(first.caPem);
  expect(keyOf(later.caPem)).toBe(keyOf(first.caPem));
  expect(verify('sslserver', later, cert)).toContain('OK');
});

test('a root is changed in two steps, and a hub that is interrupted anywhere starts before or after one', async () => {
  const authority = await open();
  const old = authority.caPem;
  const [lamp, server] = [await authority.issueClient('lamp'), await authority.server()];
  expect(await authority.beginRotation()).toBe(true);
  expect(await authority.beginRotation()).toBe(false);
  // Between the steps: both are trusted, the hub shows what the old one signed, and devices get what the new one signs.
  const between = await open();
  expect(between.caPem).toBe(authority.caPem);
  expect(between.caPem.startsWith(old)).toBe(true);
  expect(between.roots).toHaveLength(2);
  expect((await between.server()).cert).toBe(server.cert);
  const fan = await between.issueClient('fan');
  for (const cert of [lamp.cert, fan.cert]) expect(verify('sslclient', between, cert)).toContain('OK');

  expect(between.finishRotation()).toBe(true);
  expect(between.finishRotation()).toBe(false);
  // Interrupted before anything was signed by the new root: the next start signs.
  const after = await open();
  expect(after.roots).toHaveLength(1);
  expect(readFileSync(after.file, 'utf8')).toBe(after.caPem);
  expect(after.caPem).not.toContain(old);
  expect(verify('sslclient', after, fan.cert)).toContain('OK');
  expect(() => verify('sslclient', after, lamp.cert)).toThrow();
  expect(verify('sslserver', after, (await after.server()).cert)).toContain('OK');
});

test('a first step is taken back whole', async () => {
  const authority = await open();
  const old = authority.caPem;
  await authority.beginRotation();
  expect(authority.cancelRotation()).toBe(true);
  expect((await open()).caPem).toBe(old);
  expect(readFileSync(authority.file, 'utf8')).toBe(old);
});

test('making keys and certificates keeps the event loop free: never a fiftieth of a second', async () => {
  const authority = await open();
  await authority.issueClient('warm');
  // What the event loop’s thread itself works in all of it, so that a busy machine fails nobody and no turn took longer.
  const before = process.threadCpuUsage();
  const lamp = await authority.issueClient('lamp');
  await authority.bundle(lamp, 'password', 'lamp');
  const { user, system } = process.threadCpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(20);
});

function keyOf(pem: string): string {
  return new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
