import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { PublicJwk } from '../../rules/manifest.ts';

/** The key hubs encrypt to. */
export interface EncryptionKey {
  readonly privateKey: CryptoKey;
  readonly jwk: PublicJwk;
}

/** The key the vendor signs its manifests (and commands) with. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly jwk: PublicJwk;
}

export interface VendorKeys {
  readonly encryption: EncryptionKey;
  readonly manifest: SigningKey;
  readonly commands: SigningKey;
}

export async function createVendorKeys(): Promise<VendorKeys> {
  const [encryption, manifest, commands] = await Promise.all([pair('ECDH-ES'), pair('ES256'), pair('ES256')]);
  return { encryption, manifest, commands };
}

async function pair(alg: 'ECDH-ES' | 'ES256'): Promise<EncryptionKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { crv: 'P-256', extractable: true });
  const { x, y } = await exportJWK(publicKey);
  if (x === undefined || y === undefined) throw new Error('making a vendor key: it has no point');
  const bare = { kty: 'EC', crv: 'P-256', x, y } as const;
  return { privateKey, jwk: { ...bare, kid: await calculateJwkThumbprint(bare) } };
}
