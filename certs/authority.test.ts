import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAuthority } from './authority.ts';

const DAY_MS = 86_400_000;
const now = Date.parse('2027-03-01T12:00:00Z');
let home: string;
let dir: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'certs-'));
  dir = join(home, 'certs');
});
afterEach(() => rmSync(home, { recursive: true }));

test('openssl verifies the hub for its names, as a server, under the household root', async () => {
  const authority = await openAuthority({ dir, now, names: ['hub.local', '192.168.7.2'] });
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
  const first = await openAuthority({ dir, now });
  const { cert } = await first.server();
  const again = await openAuthority({ dir, now: now + 300 * DAY_MS });
  expect(again.caPem).toBe(first.caPem);
  expect((await again.server()).cert).toBe(cert);
  const late = await openAuthority({ dir, now: now + 367 * DAY_MS });
  const renewed = await late.server();
  expect(renewed.cert).not.toBe(cert);
  const named = await (await openAuthority({ dir, now: now + 368 * DAY_MS, names: ['new.local'] })).server();
  expect(named.cert).not.toBe(renewed.cert);
});

test('keys are for one user alone, and refused when others may read them', async () => {
  await (await openAuthority({ dir, now })).server();
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  for (const name of ['ca.private.pem', 'server.private.pem'])
    expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
  chmodSync(join(dir, 'ca.private.pem'), 0o644);
  await expect(openAuthority({ dir, now })).rejects.toThrow(/chmod 600 .*ca\.private\.pem/);
  chmodSync(join(dir, 'ca.private.pem'), 0o600);
  chmodSync(dir, 0o755);
  await expect(openAuthority({ dir, now })).rejects.toThrow(/chmod 700/);
});
