import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint } from 'jose';
import type { KeyStore } from '../keys/key-store.ts';

const KEY = JSON.stringify(['household manifests']);

/** The household's key for the manifests that it writes itself: it shows that this hub took them, and is shown to nobody outside. */
export class OwnKey {
  readonly #keys: KeyStore;

  constructor(keys: KeyStore) {
    this.#keys = keys;
  }

  /** JWS compact (ES256, RFC 7515), as a maker signs its own. */
  sign(manifest: string): Promise<string> {
    const { key, jwk } = this.#pair();
    const header = { alg: 'ES256', typ: 'hearthgate-manifest+jws', jwk } as const;
    return new CompactSign(Buffer.from(manifest)).setProtectedHeader(header).sign(key);
  }

  /** RFC 7638. */
  thumbprint(): Promise<string> {
    return calculateJwkThumbprint(this.#pair().jwk);
  }

  /** Made at the first use. */
  #pair() {
    const key = this.#key();
    const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
    return { key, jwk: { kty: 'EC', crv: 'P-256', x, y } } as const;
  }

  #key(): KeyObject {
    const kept = this.#keys.read(KEY);
    if (kept) return createPrivateKey({ key: kept, format: 'der', type: 'pkcs8' });
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#keys.keep(KEY, privateKey.export({ format: 'der', type: 'pkcs8' }));
    return privateKey;
  }
}
