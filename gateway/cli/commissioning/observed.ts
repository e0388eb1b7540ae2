import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { connect, type SecureVersion } from 'node:tls';
import type { Commissioned } from '../../operations/commissioning.ts';

/** What the hub's own listeners did just now, as a stranger on this machine sees it. Undefined: it could not be tried. */
export interface Observed {
  /** The user that the hub runs as; undefined where this user may not see that. */
  readonly user: number | undefined;
  /** Ports of TCP that the hub's process listens on; undefined where this user may not see that. */
  readonly open: readonly number[] | undefined;
  /** Versions of TLS that each listener with TLS agreed to, and refused. */
  readonly tls: readonly {
    readonly listener: string;
    readonly agreed: readonly string[];
    readonly refused: readonly string[];
  }[];
  /** What MQTT answered a client without a credential, and one with a wrong password. */
  readonly strangers: 'refused' | 'let in' | undefined;
  /** What MQTT answered bytes that are no packet. */
  readonly garbage: 'cut off' | 'answered' | undefined;
  /** How the page's API answered somebody who is not signed in. */
  readonly api: 'refused' | 'let in' | undefined;
}

/** Tries the hub's listeners, each with connections of its own that last a moment. `host` is where they are bound. */
export async function observe({ listeners, pid }: Commissioned, host: string): Promise<Observed> {
  const at = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const port = (name: string) => listeners.find(({ listener }) => listener === name)?.port;
  const [mqtts, https] = [port('mqtts'), port('https')];
  const secured = listeners.filter(({ listener }) => listener === 'mqtts' || listener === 'https');
  return {
    user: userOf(pid),
    open: openPorts(pid),
    tls: await Promise.all(
      secured.map(async (each) => ({ listener: each.listener, ...(await versions(at, each.port)) })),
    ),
    strangers: mqtts === undefined ? undefined : await strangers(at, mqtts),
    garbage: mqtts === undefined ? undefined : await garbage(at, mqtts),
    api: https === undefined ? undefined : await signedInNowhere(at, https),
  };
}

const WAIT_MS = 5_000;

function userOf(pid: number): number | undefined {
  try {
    return statSync(`/proc/${pid}`).uid;
  } catch {
    return undefined;
  }
}

/** `/proc`: sockets of the process that are in LISTEN (0A). */
function openPorts(pid: number): number[] | undefined {
  try {
    const folder = `/proc/${pid}/fd`;
    const own = new Set(readdirSync(folder).map((fd) => linkOf(`${folder}/${fd}`)));
    const lines = ['tcp', 'tcp6'].flatMap((name) =>
      readFileSync(`/proc/${pid}/net/${name}`, 'utf8').split('\n').slice(1),
    );
    const listening = lines.map((line) => line.trim().split(/\s+/)).filter((each) => each[3] === '0A');
    const ports = listening.flatMap(([, local = '', , , , , , , , inode]) =>
      own.has(`socket:[${inode}]`) ? [Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16)] : [],
    );
    return [...new Set(ports)].sort((a, b) => a - b);
  } catch {
    return undefined;
  }
}

/** A descriptor may be closed while it is looked at. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

const VERSIONS: readonly SecureVersion[] = ['TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
/** The server's own alert: a client that cannot ask has seen nothing. */
const REFUSED = /ALERT_PROTOCOL_VERSION|ALERT_HANDSHAKE_FAILURE/;

async function versions(host: string, port: number) {
  const found = await Promise.all(
    VERSIONS.map(async (version) => ({ version, answer: await handshake(host, port, version) })),
  );
  const of = (wanted: string) => found.filter(({ answer }) => answer === wanted).map(({ version }) => version);
  return { agreed: of('agreed'), refused: of('refused') };
}

function handshake(host: string, port: number, version: SecureVersion): Promise<'agreed' | 'refused' | 'unknown'> {
  return new Promise((resolve) => {
    const socket = connect({
      ...{ host, port, minVersion: version, maxVersion: version },
      // Whose certificate it is was looked at elsewhere, and older versions are not offered by default any more.
      ...{ rejectUnauthorized: false, ciphers: 'DEFAULT:@SECLEVEL=0' },
    });
    const end = (answer: 'agreed' | 'refused' | 'unknown') => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(WAIT_MS, () => end('unknown'));
    socket.once('secureConnect', () => end('agreed'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(REFUSED.test(`${error.code}`) ? 'refused' : 'unknown'));
  });
}

/** MQTT 3.1.1 CONNECT with a clean session and no name, and one with a name and a wrong password. */
const NOBODY = Buffer.from('101000044d5154540402003c000474727931', 'hex');
const WRONG = Buffer.from('101e00044d51545404c2003c000474727932000561646d696e000561646d696e', 'hex');

async function strangers(host: string, port: number): Promise<Observed['strangers']> {
  const answers = await Promise.all([NOBODY, WRONG].map((packet) => answerTo(host, port, packet)));
  if (answers.some((answer) => answer === undefined)) return undefined;
  // CONNACK whose return code is 0 lets in (MQTT-3.2.2-4).
  return answers.some((answer) => answer?.[0] === 0x20 && answer[3] === 0) ? 'let in' : 'refused';
}

async function garbage(host: string, port: number): Promise<Observed['garbage']> {
  const answer = await answerTo(host, port, Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  if (answer === undefined) return undefined;
  return answer.length === 0 ? 'cut off' : 'answered';
}

/** Everything that comes back until the other side ends; undefined where nothing could be said, or nobody ended it. */
function answerTo(host: string, port: number, packet: Uint8Array): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host, port, rejectUnauthorized: false });
    const end = (answer: Buffer | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    let isSaid = false;
    socket.setTimeout(WAIT_MS, () => end(chunks.length > 0 ? Buffer.concat(chunks) : undefined));
    socket.once('secureConnect', () => {
      isSaid = true;
      socket.write(packet);
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => end(isSaid ? Buffer.concat(chunks) : undefined));
    socket.once('close', () => end(isSaid ? Buffer.concat(chunks) : undefined));
  });
}

async function signedInNowhere(host: string, port: number): Promise<Observed['api']> {
  const request = `GET /api/v1/devices HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`;
  const answer = await answerTo(host, port, Buffer.from(request));
  const status = /^HTTP\/1\.1 (\d{3})/.exec(answer?.toString('latin1') ?? '')?.[1];
  if (status === undefined) return undefined;
  return status.startsWith('4') ? 'refused' : 'let in';
}
