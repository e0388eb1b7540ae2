import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * NIST SP 800-57 part 1, table 4: 3072 bits hold beyond 2030, for a root's ten years; 2048 hold until then, for what is
 * renewed each year and what small devices must calculate with.
 */
const RSA_BITS = { root: 3072, leaf: 2048 } as const;
const generate = promisify(generateKeyPair);

/** A new RSA key pair, made off the event loop. */
export async function newKeyPair(
  of: keyof typeof RSA_BITS,
): Promise<{ readonly privateKey: string; readonly publicKey: string }> {
  return generate('rsa', {
    modulusLength: RSA_BITS[of],
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
