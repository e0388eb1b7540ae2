import { createHash, type KeyObject } from 'node:crypto';

/** The public half of a P-256 key as it stands in a JWS header or a notice; members in this order. */
export interface OwnPublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
}

export function publicJwk(key: KeyObject): OwnPublicJwk {
  const { x, y } = key.export({ format: 'jwk' });
  if (!x || !y) throw new Error('a key of this home is not an elliptic-curve key');
  return { kty: 'EC', crv: 'P-256', x, y, kid: thumbprint({ x, y }) };
}

/** RFC 7638 §3.1: the required members of an EC key in lexical order, without white space. */
export function thumbprint(key: { readonly x: string; readonly y: string }): string {
  const members = JSON.stringify({ crv: 'P-256', kty: 'EC', x: key.x, y: key.y });
  return createHash('sha256').update(members).digest('base64url');
}
