import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { base64, keyText } from './format.ts';

/** The ledger's public key; `text` is how people keep it. */
export interface LedgerKey {
  readonly text: string;
  readonly name: string;
  /** In hex. */
  readonly id: string;
  readonly key: KeyObject;
}

/** How many entries there were, and the hash over all of them. */
export interface Checkpoint {
  readonly size: number;
  readonly root: Buffer;
}

/** A key in `name+id+base64`, or undefined when it is not one that was written down whole. */
export function parseKey(text: string): LedgerKey | undefined {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text);
  const [, name = '', id = '', encoded = ''] = match ?? [];
  const bytes = base64(encoded);
  if (bytes?.length !== 33 || keyText(name, bytes.subarray(1)) !== text) return undefined;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') };
  return { text, name, id, key: createPublicKey({ key: jwk, format: 'jwk' }) };
}

/**
 * The text of a signed note (C2SP signed-note) that `key` signed; otherwise what is wrong with it. Lines of others who
 * signed are passed over; one by this key that does not fit spoils the note.
 */
export function openNote(note: string, key: LedgerKey): { readonly text: string } | { readonly problem: string } {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2).split('\n');
  if (end < 0 || note.length > MOST || lines.pop() !== '') return { problem: 'it is not a signed note' };
  let signed = false;
  for (const line of lines) {
    const [, name, encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
    const bytes = base64(encoded);
    if (name === undefined || !bytes) return { problem: 'it is not a signed note' };
    if (name !== key.name || bytes.toString('hex', 0, 4) !== key.id) continue;
    if (!verify(null, Buffer.from(text), key.key, bytes.subarray(4))) return { problem: 'its signature does not fit' };
    signed = true;
  }
  return signed ? { text } : { problem: `it is not signed by the key ${key.name}+${key.id}` };
}

/** A checkpoint (C2SP tlog-checkpoint) of the ledger that `key` names. */
export function openCheckpoint(note: string, key: LedgerKey): Checkpoint | { readonly problem: string } {
  const opened = openNote(note, key);
  if ('problem' in opened) return opened;
  const [, origin, size, encoded = ''] = /^(.+)\n(0|[1-9]\d{0,14})\n(\S+)\n$/u.exec(opened.text) ?? [];
  const root = base64(encoded);
  if (root?.length !== 32) return { problem: 'it is not a checkpoint' };
  return origin === key.name ? { size: Number(size), root } : { problem: `it is of another ledger, ${origin}` };
}

/** Characters; a checkpoint has some 200, and every witness adds a line. */
const MOST = 65_536;
