import { type KeyObject, sign } from 'node:crypto';
import type { Random } from '../runtime/random.ts';

/**
 * A self-signed X.509 certificate (RFC 5280) for a P-256 key, as PEM. It says nothing but its key: the subject is the
 * same in every home, the serial random, and the validity the same constant for all (RFC 5280 §4.1.2.5: 9999-12-31 means
 * no well-defined end), so that neither the day a recipient was added nor anything else of the home can be read from it.
 * Written here in plain DER because node-forge knows RSA only, and an RSA key that signed two certificates could be
 * computed from them (PRIVACY.md section 0, finding 1); each of ours is signed by its own key and no other.
 */
export function clientCertificate(publicKey: KeyObject, privateKey: KeyObject, random: Random): string {
  const serial = random(16);
  // Positive and of constant length (RFC 5280 §4.1.2.2).
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);
  const name = sequence(set(sequence(COMMON_NAME, der(0x0c, Buffer.from('hearthgate')))));
  const validity = sequence(der(0x17, Buffer.from('250101000000Z')), der(0x18, Buffer.from('99991231235959Z')));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    ECDSA_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(EXTENDED_KEY_USAGE, der(0x04, sequence(CLIENT_AUTH))))),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ECDSA_SHA256, der(0x03, Buffer.concat([Buffer.of(0), signature])));
  const lines = certificate.toString('base64').replace(/(.{64})/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`;
}

/** Tag, length, content (X.690 §8.1). */
function der(tag: number, content: Uint8Array): Buffer {
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Uint8Array[]): Buffer {
  return der(0x31, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

const COMMON_NAME = oid('550403');
const EXTENDED_KEY_USAGE = oid('551d25');
const CLIENT_AUTH = oid('2b06010505070302');
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
