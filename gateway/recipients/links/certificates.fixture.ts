import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** A certificate authority as a recipient would have one; its PEM. Files `name.key` and `name.pem` in `dir`. */
export function authority(dir: string, name: string): string {
  openssl(dir, 'req', '-x509', ...KEY, '-days', '10000', '-subj', `/CN=${name}`, ...files(name));
  return readFileSync(join(dir, `${name}.pem`), 'utf8');
}

/** A server's certificate for these names (`DNS:…,IP:…`). */
export function serverCertificate(dir: string, name: string, signer: string, names: string) {
  writeFileSync(join(dir, `${name}.ext`), `subjectAltName=${names}\n`);
  openssl(dir, 'req', ...KEY, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
  const signing = ['-CA', `${signer}.pem`, '-CAkey', `${signer}.key`, '-CAcreateserial', '-days', '9999'];
  openssl(dir, 'x509', '-req', '-in', `${name}.csr`, ...signing, '-extfile', `${name}.ext`, '-out', `${name}.pem`);
  return { key: readFileSync(join(dir, `${name}.key`), 'utf8'), cert: readFileSync(join(dir, `${name}.pem`), 'utf8') };
}

function files(name: string): string[] {
  return ['-keyout', `${name}.key`, '-out', `${name}.pem`];
}

function openssl(cwd: string, ...options: string[]): void {
  execFileSync('openssl', options, { cwd, stdio: 'ignore' });
}
