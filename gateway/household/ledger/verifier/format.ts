import { hash } from 'node:crypto';

/** What the ledger's bytes are: all that the hub and those who check it share. Everything in this folder stands alone. */

/** SHA-256 over the parts joined. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  return hash('sha256', parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts), 'buffer');
}

/** Binds an entry's bytes and hides them: the salt is 16 random bytes, so nothing can be tried out without it. */
export function commitmentOf(salt: Uint8Array, bytes: Uint8Array): Buffer {
  return sha256(salt, bytes);
}

/** A leaf's 48 bytes: number and commitment, each preceded by its length (4 bytes); all numbers are big-endian. */
export function leafData(seq: number, commitment: Uint8Array): Buffer {
  const data = Buffer.alloc(48);
  data.writeUInt32BE(8, 0);
  data.writeBigUInt64BE(BigInt(seq), 4);
  data.writeUInt32BE(32, 12);
  data.set(commitment, 16);
  return data;
}

/** RFC 6962 §2.1: a leaf and an inner node never have the same bytes. */
export function leafHash(data: Uint8Array): Buffer {
  return sha256(LEAF, data);
}

/** RFC 6962 §2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE, left, right);
}

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** The root of a tree without leaves. */
export const EMPTY_ROOT = sha256(Buffer.alloc(0));

/** Base64 or nothing: other spellings of the same bytes are refused, so that no change goes unseen. */
export function base64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** The first four bytes of what a signature line starts with (C2SP signed-note, Ed25519). */
export function keyId(name: string, publicKey: Uint8Array): Buffer {
  return sha256(Buffer.from(`${name}\n`), ED25519, publicKey).subarray(0, 4);
}

/** A public key as text: `name+id+base64`, as Go's note and other C2SP tools write it. */
export function keyText(name: string, publicKey: Uint8Array): string {
  const typed = Buffer.concat([ED25519, publicKey]).toString('base64');
  return `${name}+${keyId(name, publicKey).toString('hex')}+${typed}`;
}

/** Signature type 0x01 of C2SP signed-note. */
const ED25519 = Buffer.of(1);

/** What a checkpoint's signature covers (C2SP tlog-checkpoint). */
export function checkpointText(origin: string, size: number, root: Uint8Array): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}
