import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { checkpointText, keyId, keyText, sha256 } from './verifier/format.ts';

/** Signs checkpoints (C2SP tlog-checkpoint). Ed25519 gives the same signature for the same tree every time. */
export interface Signer {
  /** The public key as people keep it. */
  readonly key: string;
  checkpoint(size: number, root: Buffer): string;
}

/** A new private key, as the key store keeps it. */
export function makeLedgerKey(): Buffer {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
}

/** The ledger's name comes from its key: random, and nobody's name or address. */
export function openSigner(secret: Buffer): Signer {
  const privateKey = createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = Buffer.from(x ?? '', 'base64url');
  const name = `hearthgate/ledger/${sha256(publicKey).toString('hex', 0, 8)}`;
  return {
    key: keyText(name, publicKey),
    checkpoint(size, root) {
      const text = checkpointText(name, size, root);
      const signature = Buffer.concat([keyId(name, publicKey), sign(null, Buffer.from(text), privateKey)]);
      return `${text}\n— ${name} ${signature.toString('base64')}\n`;
    },
  };
}
