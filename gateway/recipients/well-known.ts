import { lookup } from 'node:dns/promises';
import { Agent, request } from 'node:https';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { connect, type TLSSocket } from 'node:tls';
import { isPublicAddress } from '../runtime/public-address.ts';
import { failure } from './links/link.ts';

const PATH = '/.well-known/hearthgate.json';
/** The signed manifest and the few characters around it. */
const MOST_BYTES = 256 * 1024 + 100;
const TIMEOUT_MS = 15_000;

export interface Asking {
  /** As a person typed it: `https://acme.example`, or `acme.example`. */
  readonly address: string;
  /** Whoever stands at the hub may also ask in its own network, and at another port. */
  readonly atTheHub: boolean;
  /** Called before the name is looked up; resolves once that is on the disk, with what to call when it opened or not. */
  readonly connecting: (host: string) => Promise<(opened: boolean) => void>;
  /** In place of the system's, for tests. */
  readonly ca?: string;
}

/** A signed manifest that is not looked at yet, or why there is none, in words that tell nothing of what answered. */
export type Found = { readonly signed: string } | { readonly because: string };

/**
 * Fetches what a maker published, because a person asked for it just now: once, over verified TLS, without a redirect,
 * cookie or client certificate. The name is looked up once, so that what was looked at is what is connected to.
 */
export async function fetchManifest({ address, atTheHub, connecting, ca }: Asking): Promise<Found> {
  const url = placeOf(address);
  if (typeof url === 'string') return { because: url };
  if (!atTheHub && url.port !== '')
    return { because: 'only the usual port is asked from the page; leave the port out' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const ended = await connecting(host);
  let socket: TLSSocket | undefined;
  try {
    const to = await addressOf(host, atTheHub);
    if (to === undefined)
      return { because: `${host} is in this home's own network; only whoever is at the hub may ask there` };
    socket = await secured(host, to, Number(url.port || 443), ca);
    return manifestIn(await body(socket, url));
  } catch (error) {
    return { because: error instanceof NoManifest ? error.message : `${host} cannot be asked: ${failure(error)}` };
  } finally {
    ended(socket !== undefined);
    socket?.destroy();
  }
}

/** Something answered, and it is no manifest. */
class NoManifest extends Error {}

function placeOf(address: string): URL | string {
  const text = address.includes('://') ? address : `https://${address}`;
  const url = URL.parse(text);
  if (url?.protocol !== 'https:') return `"${address}" is no address; write one like https://acme.example`;
  const { username, password, search, hash, pathname } = url;
  if (username || password || search || hash) return 'give the address alone, without a user, ? or #';
  if (pathname !== '/' && pathname !== PATH) return `give the address alone; the manifest stands at ${PATH} there`;
  return new URL(PATH, url);
}

async function addressOf(host: string, atTheHub: boolean): Promise<string | undefined> {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true });
  const own = Object.values(networkInterfaces()).flatMap((each = []) => each.map(({ address }) => address));
  // One that is none is enough: a name with both is a way to ask for the other.
  if (!atTheHub && !found.every(({ address }) => isPublicAddress(address, own))) return undefined;
  return found[0]?.address;
}

function secured(host: string, address: string, port: number, ca: string | undefined): Promise<TLSSocket> {
  const socket = connect({
    ...{ host: address, port, ALPNProtocols: ['http/1.1'], minVersion: 'TLSv1.2', rejectUnauthorized: true },
    ...(isIP(host) ? {} : { servername: host }),
    ...(ca === undefined ? {} : { ca }),
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(() => fail(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })), TIMEOUT_MS);
    // For all of its life: an error that comes right behind the handshake would otherwise have nobody to go to.
    socket.on('error', fail);
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

function body(socket: TLSSocket, url: URL): Promise<string> {
  const agent = new Agent({ maxSockets: 1 });
  agent.createConnection = () => socket;
  return new Promise((resolve, reject) => {
    const get = request(url, { agent, headers: { accept: 'application/json' } });
    const timer = setTimeout(() => get.destroy(new NoManifest('it did not answer in time')), TIMEOUT_MS);
    get.on('error', reject);
    get.on('close', () => clearTimeout(timer));
    get.on('response', (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400)
        get.destroy(new NoManifest('it points to another address; ask its maker for that'));
      else if (status !== 200) get.destroy(new NoManifest(`it has no manifest at ${PATH}`));
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > MOST_BYTES) get.destroy(new NoManifest('what stands there is larger than 256 KiB'));
        else parts.push(part);
      });
      response.on('error', reject);
      response.on('end', () => resolve(Buffer.concat(parts).toString()));
    });
    get.end();
  });
}

function manifestIn(text: string): Found {
  try {
    const { manifest }: { manifest?: unknown } = JSON.parse(text);
    // A manifest that nobody signed is the household's own, and nobody else's to give.
    if (typeof manifest === 'string' && !manifest.trim().startsWith('{')) return { signed: manifest };
  } catch {
    // Told below.
  }
  return {
    because: `what stands at ${PATH} is no signed manifest; its maker writes it with "manifest sign --well-known"`,
  };
}
