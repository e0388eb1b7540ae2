import { parentPort, workerData } from 'node:worker_threads';
import { certify } from './certificate.ts';

/** A thread for one certificate: signing blocks for a tenth of a second, and forge's memory goes when the thread does. */
const { content, publicKey, signer } = workerData;
parentPort?.postMessage(certify(content, publicKey, signer));
