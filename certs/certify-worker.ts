import { parentPort, workerData } from 'node:worker_threads';
import { bundle, certify } from './certificate.ts';

/** A thread for one piece of forge's work: it blocks for a tenth of a second, and its memory goes when the thread does. */
const { certificate, pkcs12 } = workerData;
parentPort?.postMessage(certificate ? certify(...readCertificate(certificate)) : bundle(...readBundle(pkcs12)));

function readCertificate({ content, publicKey, signer }: typeof workerData): Parameters<typeof certify> {
  return [content, publicKey, signer];
}

function readBundle({ credentials, authority, password, name }: typeof workerData): Parameters<typeof bundle> {
  return [credentials, authority, password, name];
}
