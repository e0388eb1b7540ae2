import { isIP, connect as reach } from 'node:net';
import { connect as secure } from 'node:tls';
import type { Endpoint } from '../../rules/manifest.ts';
import { failure } from './links/link.ts';

const TIMEOUT_MS = 10_000;
const PORTS: Readonly<Record<string, number>> = { 'mqtts:': 8883, 'https:': 443, 'mqtt:': 1883, 'http:': 80 };

/**
 * Whether an address can be reached, with verified TLS where it has any: the reason as a code without addresses, nothing
 * when it can. No certificate of the home's is shown and nothing is sent. `connecting` is called before the name is looked
 * up and resolves once that is on the disk.
 */
export async function contact(
  { url, ca }: Endpoint,
  connecting: (host: string) => Promise<(opened: boolean) => void>,
): Promise<string | undefined> {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const ended = await connecting(host).catch(() => undefined);
  if (ended === undefined) return 'the disk took no record of it';
  const to = { host, port: Number(port || PORTS[protocol]) };
  const isSecured = protocol === 'mqtts:' || protocol === 'https:';
  const socket = isSecured
    ? secure({ ...to, ...(isIP(host) ? {} : { servername: host }), ...(ca === undefined ? {} : { ca }) })
    : reach(to);
  const problem = await new Promise<string | undefined>((resolve) => {
    socket.setTimeout(TIMEOUT_MS, () => resolve('ETIMEDOUT'));
    socket.on('error', (error) => resolve(failure(error)));
    socket.once('close', () => resolve('closed'));
    socket.once(isSecured ? 'secureConnect' : 'connect', () => resolve(undefined));
  });
  socket.destroy();
  ended(problem === undefined);
  return problem;
}
