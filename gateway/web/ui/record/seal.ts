import { type Checkpoint, isSame, joined } from './proof.ts';

/** What a seal is worth; `unsigned`: this browser knows no Ed25519, so only the chain can be checked. */
export type Opened = { readonly checkpoint: Checkpoint; readonly signed: boolean } | { readonly broken: 'signature' };

/**
 * Opens a checkpoint of the ledger (C2SP tlog-checkpoint, a signed note) under the ledger's key, `name+id+base64`;
 * docs/ledger.md gives the bytes.
 */
export async function openSeal(note: string, key: string): Promise<Opened> {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(key) ?? [];
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const [, origin, size, root = ''] = /^(.+)\n(0|[1-9]\d{0,14})\n(\S+)\n$/.exec(text) ?? [];
  // Others may have signed it, too.
  const [, , signed64 = ''] =
    [...note.slice(end + 2).matchAll(/^— (\S+) (\S+)$/gm)].find(([, by]) => by === name) ?? [];
  const [typed, signature, hash] = [bytesOf(encoded), bytesOf(signed64), bytesOf(root)];
  if (origin !== name || typed?.[0] !== ED25519 || hash?.length !== 32 || !signature) return { broken: 'signature' };
  const publicKey = typed.subarray(1);
  if (!isSame(signature.subarray(0, 4), await keyId(name, publicKey)) || hexOf(signature.subarray(0, 4)) !== id)
    return { broken: 'signature' };
  const signed = await isSigned(text, signature.subarray(4), publicKey);
  if (signed === false) return { broken: 'signature' };
  return { checkpoint: { size: Number(size), root: hash }, signed: signed ?? false };
}

/** Signature type 0x01 of C2SP signed-note. */
const ED25519 = 1;

/** Undefined where the browser cannot tell. */
async function isSigned(text: string, signature: Uint8Array, publicKey: Uint8Array): Promise<boolean | undefined> {
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey('raw', joined(publicKey), { name: 'Ed25519' }, false, ['verify']);
  } catch {
    return undefined;
  }
  return crypto.subtle.verify('Ed25519', key, joined(signature), new TextEncoder().encode(text));
}

async function keyId(name: string, publicKey: Uint8Array): Promise<Uint8Array> {
  const bytes = joined(new TextEncoder().encode(`${name}\n`), Uint8Array.of(ED25519), publicKey);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 4);
}

/** Base64 or nothing: other spellings of the same bytes are refused, so that no change goes unseen. */
function bytesOf(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text);
    return btoa(binary) === text ? Uint8Array.from(binary, (each) => each.charCodeAt(0)) : undefined;
  } catch {
    return undefined;
  }
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
