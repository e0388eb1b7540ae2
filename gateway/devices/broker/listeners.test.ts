import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openAuthority } from '../../../certs/authority.ts';
import { Listeners } from './listeners.ts';

/** Where connections come from, as this machine has no such addresses. */
const from = vi.hoisted((): { addresses: string[] } => ({ addresses: [] }));
vi.mock('node:net', async (original) => {
  const real = await original<typeof import('node:net')>();
  const createServer = (options: object, take: (socket: Socket) => void) =>
    real.createServer(options, (socket) => {
      const value = from.addresses.shift();
      if (value !== undefined) Object.defineProperty(socket, 'remoteAddress', { value });
      take(socket);
    });
  return { ...real, createServer };
});

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'listeners-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

test('TLS with the household certificate, from version 1.2 on', async () => {
  const authority = await openAuthority({
    kind: 'devices',
    dir: join(dir, 'certs'),
    now: () => Date.now(),
    names: ['hub.local'],
  });
  const listeners = new Listeners(
    { host: '127.0.0.1', mqtts: { port: 0, certificate: () => Promise.resolve(authority) } },
    {
      limits: { total: 10, unaccepted: 10, unacceptedPerAddress: 10 },
      onConnection: (socket, accepted) => {
        accepted();
        socket.write('hello');
      },
    },
  );
  await listeners.start();
  const options = { port: listeners.ports.mqtts ?? 0, host: '127.0.0.1', ca: authority.caPem, servername: 'hub.local' };
  const good = connect(options);
  const [greeting] = await once(good, 'data');
  expect(String(greeting)).toBe('hello');
  expect(good.authorized).toBe(true);
  const old = connect({ ...options, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
  await expect(once(old, 'secureConnect')).rejects.toThrow();
  const stranger = connect({ ...options, ca: [] });
  await expect(once(stranger, 'secureConnect')).rejects.toThrow();
  await listeners.stop();
});

test('no more connections than may, and no more waiting ones of one address', async () => {
  const accept: (() => void)[] = [];
  const listeners = new Listeners(
    { host: '127.0.0.1', mqtt: { port: 0 } },
    {
      limits: { total: 3, unaccepted: 3, unacceptedPerAddress: 2 },
      onConnection: (_socket, accepted) => accept.push(accepted),
    },
  );
  await listeners.start();
  const open = async () => {
    const socket = connectSocket(listeners.ports.mqtt ?? 0, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const taken = async (count: number) => {
    while (accept.length < count) await new Promise((resolve) => setImmediate(resolve));
  };
  await open();
  await open();
  await taken(2);
  const third = await open();
  await once(third, 'close');
  for (const accepted of accept) accepted();
  await open();
  await taken(3);
  const fourth = await open();
  await once(fourth, 'close');
  expect(accept).toHaveLength(3);
  await listeners.stop();
});

test('one machine has no more of them by taking other addresses of its IPv6 network', async () => {
  const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1'];
  from.addresses = [...addresses];
  const taken: string[] = [];
  const listeners = new Listeners(
    { host: '127.0.0.1', mqtt: { port: 0 } },
    {
      limits: { total: 10, unaccepted: 10, unacceptedPerAddress: 2 },
      onConnection: (socket) => taken.push(socket.remoteAddress ?? ''),
    },
  );
  await listeners.start();
  for (const address of addresses) {
    const socket = connectSocket(listeners.ports.mqtt ?? 0, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    await Promise.race([once(socket, 'close'), expect.poll(() => taken).toContain(address)]);
  }
  expect(taken).toEqual(['2001:db8::1', '2001:db8::2', '2001:db8:0:1::1']);
  await listeners.stop();
});

test('of those that wait from everywhere, who has the most makes room, so that many addresses keep no device out', async () => {
  const [flood, other, device] = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
  from.addresses = [other, flood, flood, device, flood, flood].map(String);
  const alive: Socket[] = [];
  let taken = 0;
  const listeners = new Listeners(
    { host: '127.0.0.1', mqtt: { port: 0 } },
    {
      limits: { total: 10, unaccepted: 4, unacceptedPerAddress: 4 },
      onConnection: (socket) => {
        taken++;
        alive.push(socket);
        socket.once('close', () => alive.splice(alive.indexOf(socket), 1));
      },
    },
  );
  await listeners.start();
  for (let count = 1; count <= 6; count++) {
    connectSocket(listeners.ports.mqtt ?? 0, '127.0.0.1').on('error', () => undefined);
    await expect.poll(() => taken).toBe(count);
  }
  await expect.poll(() => alive.map(({ remoteAddress }) => remoteAddress)).toEqual([other, device, flood, flood]);
  await listeners.stop();
});
