import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';

export interface Asking {
  /** What the hub is called and reached by, as configured. */
  readonly names: readonly string[];
  readonly port: number;
  /** That browsers leave out. */
  readonly usualPort: 80 | 443;
  readonly proxies: Proxies;
}

/** Whether a `Host` names this hub: a configured name, this machine's own, or the very address it was asked at. */
export function isOurs(host: string, socket: Socket, { names, port, usualPort, proxies }: Asking): boolean {
  const [, name = '', said = ''] = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/.exec(host.toLowerCase()) ?? [];
  const address = plainAddress(socket.localAddress ?? '');
  const ours = ['localhost', '127.0.0.1', '::1', `${hostname().toLowerCase()}.local`, ...names, address];
  const isNamed = ours.some((each) => (isIP(each) === 6 ? `[${each}]` : each.toLowerCase()) === name);
  // A proxy is reached at its own port.
  return (
    isNamed &&
    (said === String(port) || (said === '' && (port === usualPort || proxies.has(socket.remoteAddress ?? ''))))
  );
}

/** Those whose `X-Forwarded-For` is believed. */
export class Proxies {
  readonly #trusted = new BlockList();

  constructor(trusted: readonly string[]) {
    for (const address of trusted) this.#trusted.addAddress(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }

  has(address: string): boolean {
    const plain = plainAddress(address);
    return isIP(plain) !== 0 && this.#trusted.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  }

  /** Who really asks: the last address that no trusted proxy has. Nobody else is asked who they ask for. */
  addressOf({ socket, headers }: IncomingMessage): string {
    const peer = plainAddress(socket.remoteAddress ?? '');
    if (!this.has(peer)) return peer;
    const said = String(headers['x-forwarded-for'] ?? '').split(',');
    // What a proxy wrote that is no address ends the search: all before it is what the asker says of itself.
    const last = said.map((each) => addressIn(each.trim())).findLast((each) => !this.has(each)) ?? '';
    return isIP(last) === 0 ? peer : last;
  }
}

/** Some proxies write the port, too. */
function addressIn(text: string): string {
  const [, v6, v4] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text) ?? [];
  return plainAddress(v6 ?? v4 ?? text);
}

export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}
