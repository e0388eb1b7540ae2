import { Worker } from 'node:worker_threads';
import type { Certificate, Credentials, Signer } from './certificate.ts';

/** `certify` of certificate.ts in a thread of its own. */
export function certifyApart(content: Certificate, publicKey: string, signer: Signer): Promise<string> {
  return apart({ certificate: { content, publicKey, signer } });
}

/** `bundle` of certificate.ts in a thread of its own. */
export function bundleApart(
  credentials: Credentials,
  authority: string,
  password: string,
  name: string,
): Promise<Uint8Array> {
  return apart({ pkcs12: { credentials, authority, password, name } });
}

function apart<Made>(workerData: object): Promise<Made> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./certify-worker.ts', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
