import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import mdns, { type MulticastDNS, type ResponsePacket } from 'multicast-dns';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { Announcer } from './announcer.ts';
import { addressesIn, reachedAt } from './reach.ts';

const FINGERPRINT = Buffer.alloc(32, 7);
const INSTANCE = 'hearthgate-070707';
let port: number;
let announcer: Announcer;
let asker: MulticastDNS;
/** Milliseconds of the announcer's clock, and how often it looked what to say. */
let now: number;
let looks: number;
beforeEach(async () => {
  const free = createSocket('udp4').bind(0, '127.0.0.1');
  await once(free, 'listening');
  port = free.address().port;
  free.close();
  const loopback = { port, ip: '127.0.0.1', bind: '127.0.0.1', multicast: false } as const;
  now = 0;
  looks = 0;
  announcer = new Announcer({
    ...{ clock: { ...systemClock, monotonic: () => now }, log: createLog('silent'), socket: loopback },
    announced: () => {
      looks += 1;
      return { host: 'hearthgate.local', addresses: ['192.168.1.10'], fingerprint: FINGERPRINT, mqtts: 8883 };
    },
  });
  announcer.start();
  const socket: Socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  asker = mdns({ socket, port, ip: '127.0.0.1', bind: false, multicast: false });
});
afterEach(async () => {
  await announcer.stop();
  await new Promise<void>((resolve) => asker.destroy(resolve));
});

/** Asks until there is an answer: the other socket may not be bound yet. */
async function ask(name: string, type: 'PTR' | 'TXT' | 'SRV' | 'A'): Promise<ResponsePacket> {
  const answered = new Promise<ResponsePacket>((resolve) => asker.once('response', resolve));
  const again = setInterval(() => asker.query(name, type), 20);
  try {
    return await answered;
  } finally {
    clearInterval(again);
  }
}

test('says where the hub is and by which fingerprint, and nothing more', async () => {
  const { answers, additionals = [] } = await ask('_hearthgate._tcp.local', 'PTR');
  const name = `${INSTANCE}._hearthgate._tcp.local`;
  expect(answers).toMatchObject([{ type: 'PTR', data: name, ttl: 10 }]);
  expect(additionals.map(({ name, type }) => [name, type])).toEqual([
    [name, 'SRV'],
    [name, 'TXT'],
    ['hearthgate.local', 'A'],
  ]);
  expect(additionals).toMatchObject([
    { data: { port: 8883, target: 'hearthgate.local' } },
    {},
    { data: '192.168.1.10' },
  ]);
  const text = additionals.flatMap((each) => (each.type === 'TXT' ? [each.data].flat().map(String) : []));
  expect(text).toEqual(['v=1', `fp=${FINGERPRINT.toString('base64url')}`, 'path=/api/v1']);
});

test('names its listeners, and none that there is not', async () => {
  expect(
    (await ask('_services._dns-sd._udp.local', 'PTR')).answers?.map((each) => 'data' in each && each.data),
  ).toEqual(['_hearthgate._tcp.local', '_secure-mqtt._tcp.local']);
});

test('answers nobody who asks for something else, and a flood only so often', async () => {
  expect((await ask('HEARTHGATE.local', 'A')).answers).toHaveLength(1);
  now += 2000;
  let answers = 0;
  asker.on('response', () => {
    answers += 1;
  });
  const before = looks;
  for (let count = 0; count < 100; count++) asker.query(count % 2 === 0 ? 'other.local' : 'hearthgate.local', 'A');
  await expect.poll(() => looks).toBeGreaterThanOrEqual(before + 100);
  now += 2000;
  asker.query('_hearthgate._tcp.local', 'PTR');
  await expect.poll(() => answers).toBe(21);
});

test.each([
  ['0.0.0.0', ['192.168.1.10'], '192.168.1.10'],
  ['::', ['192.168.1.10'], '192.168.1.10'],
  ['10.0.0.2', ['10.0.0.2'], '10.0.0.2'],
  ['127.0.0.1', [], '127.0.0.1'],
  ['::1', [], '::1'],
])('a hub that listens on %s is announced at %o', (host, announced, reached) => {
  const one = { netmask: '', mac: '', cidr: null } as const;
  const interfaces = {
    lo: [{ ...one, address: '127.0.0.1', family: 'IPv4', internal: true } as const],
    eth0: [
      { ...one, address: 'fe80::1', family: 'IPv6', internal: false, scopeid: 2 } as const,
      { ...one, address: '192.168.1.10', family: 'IPv4', internal: false } as const,
    ],
  };
  expect(addressesIn(host, interfaces)).toEqual(announced);
  expect(reachedAt(host, interfaces)).toBe(reached);
});
