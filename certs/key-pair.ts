import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

const RSA_BITS = 3072;
const generate = promisify(generateKeyPair);

/** A new RSA key pair (NIST SP 800-57: 3072 bits hold beyond 2030), made off the event loop. */
export async function newKeyPair(): Promise<{ readonly privateKey: string; readonly publicKey: string }> {
  return generate('rsa', {
    modulusLength: RSA_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
