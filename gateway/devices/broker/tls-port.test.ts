import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAuthority } from '../../../certs/authority.ts';
import { untilClosed } from './home.testing.ts';
import { CONNECTION_LIMITS, Listeners } from './listeners.ts';

const dir = mkdtempSync(join(tmpdir(), 'tls-port-'));
let listeners: Listeners;
let options: ConnectionOptions;
let spoken = 0;
beforeAll(async () => {
  const authority = await openAuthority({
    kind: 'devices',
    dir: join(dir, 'certs'),
    now: Date.now,
    names: ['hub.local'],
  });
  listeners = new Listeners(
    { host: '127.0.0.1', mqtts: { port: 0, certificate: () => Promise.resolve(authority) } },
    {
      limits: CONNECTION_LIMITS,
      onConnection: (socket, accepted) => {
        spoken += 1;
        accepted();
        socket.write('hello');
        socket.on('data', () => undefined);
      },
    },
  );
  await listeners.start();
  options = { port: listeners.ports.mqtts ?? 0, host: '127.0.0.1', ca: authority.caPem, servername: 'hub.local' };
});
afterAll(async () => {
  await listeners.stop();
  rmSync(dir, { recursive: true });
});

async function good(more: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ ...options, ...more });
  await once(socket, 'data');
  return socket;
}

test.each([
  ['plain MQTT', Buffer.from([0x10, 12, 0, 4, 77, 81, 84, 84, 4, 2, 0, 60, 0, 0])],
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: hub.local\r\n\r\n')],
  ['garbage', Buffer.alloc(5000, 0xa5)],
  ['a TLS record that says it is 64 KiB', Buffer.concat([Buffer.from([0x16, 3, 1, 0xff, 0xff]), Buffer.alloc(70_000)])],
])(
  '%s on the TLS port is ended before anything of ours sees it, and the next client is served',
  async (_what, sent) => {
    const before = spoken;
    const socket = connectSocket(listeners.ports.mqtts ?? 0, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(sent);
    await untilClosed(socket);
    expect(spoken).toBe(before);
    (await good()).destroy();
    expect(spoken).toBe(before + 1);
  },
);

test('a client that asks to negotiate anew gets nothing of it, and others are served', async () => {
  const asking = await good({ maxVersion: 'TLSv1.2' });
  expect(asking.getProtocol()).toBe('TLSv1.2');
  const answer = await new Promise((resolve) => {
    asking.once('error', resolve);
    asking.once('close', () => resolve('closed'));
    if (!asking.renegotiate({}, (error) => resolve(error ?? 'done'))) resolve('not begun');
  });
  expect(answer).not.toBe('done');
  asking.destroy();
  (await good()).destroy();
});

test('no compression, and no cipher without forward secrecy', async () => {
  const weak = connect({ ...options, maxVersion: 'TLSv1.2', ciphers: 'NULL:RC4:3DES:AES128-SHA:@SECLEVEL=0' });
  await expect(once(weak, 'secureConnect')).rejects.toThrow();
  const socket = await good({ maxVersion: 'TLSv1.2' });
  expect(socket.getCipher().name).toMatch(/^ECDHE-/);
  socket.destroy();
});
