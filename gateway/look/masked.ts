import { isIP } from 'node:net';
import { HARDWARE_ADDRESSES, UUID } from '../../rules/hardware-addresses.ts';

const DOTTED = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;
const COLONS = /(?<![0-9a-f:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![0-9a-f:])/gi;

export function networkAddressesIn(text: string): string[] {
  const found = [...(text.match(DOTTED) ?? []), ...(text.match(COLONS) ?? [])];
  return found
    .filter((each) => isIP(each) !== 0 && !/^(?:0\.0\.0\.0|::)$/.test(each))
    .map((each) => each.toLowerCase());
}

const EMAIL = /(?<![\p{L}\p{N}._%+:-])[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/gu;

export function emailsIn(text: string): string[] {
  return (text.match(EMAIL) ?? []).map((each) => each.toLowerCase());
}

/** Runs of digits that are a serial number, and not the number of a model or a room. */
const LONG_NUMBER = /\d{6,}/g;

/** A name as it can be shown: whatever in it tells one device from all others in the world is left out. */
export function masked(name: string): string {
  return [UUID, ...HARDWARE_ADDRESSES, DOTTED, EMAIL, LONG_NUMBER]
    .reduce((text, pattern) => text.replace(pattern, '…'), name.slice(0, 200))
    .replace(/…(?:[\s:_-]*…)+/g, '…');
}
