import { randomInt } from 'node:crypto';
import { duplexPair } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { MqttClient } from 'mqtt';
import { expect, test } from 'vitest';
import { type Chance, chanceOf } from '../../test/fuzz/mutate.ts';
import { Bucket } from '../runtime/rate.ts';
import { BrokerStream, type BrokerStreamOptions } from './broker-stream.ts';

type Version = 4 | 5;

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

const CONNACK: Record<Version, Buffer> = { 4: hex('20 02 00 00'), 5: hex('20 03 00 00 00') };
const MESSAGE = { 4: hex('30 04 00 01 61 78'), 5: hex('30 05 00 01 61 00 78') };

/** A stream of a broker, what passes it, and the far end. */
function stream(options: Partial<BrokerStreamOptions> = {}) {
  const [near, far] = duplexPair();
  near.on('error', () => undefined);
  far.on('error', () => undefined);
  const made = new BrokerStream(near, { version: 5, packetBytes: 1024, ...options });
  const came = { bytes: Buffer.alloc(0), fault: undefined as string | undefined };
  made.on('data', (chunk: Buffer) => {
    came.bytes = Buffer.concat([came.bytes, chunk]);
  });
  made.on('error', (error: NodeJS.ErrnoException) => {
    came.fault = error.code;
  });
  return { made, far, came };
}

test.each<[string, Version, string]>([
  ['PUBLISH', 4, '31 04 00 01 61 78'],
  ['PUBLISH with QoS 1 and DUP', 4, '3a 05 00 01 61 00 01'],
  ['PUBACK', 4, '40 02 00 01'],
  ['SUBACK', 4, '90 03 00 01 80'],
  ['PINGRESP', 4, 'd0 00'],
  ['PUBLISH', 5, '30 05 00 01 61 00 78'],
  ['PUBACK', 5, '40 02 00 01'],
  ['PUBACK with a reason', 5, '40 03 00 01 10'],
  ['PUBACK with a reason and properties', 5, '40 04 00 01 97 00'],
  ['SUBACK', 5, '90 04 00 01 00 87'],
  ['DISCONNECT', 5, 'e0 00'],
  ['DISCONNECT to another server', 5, 'e0 06 9c 04 1c 00 01 61'],
])('passes, wherever it is cut: %s of MQTT %i', async (_, version, packet) => {
  const sound = Buffer.concat([CONNACK[version], hex(packet), MESSAGE[version]]);
  for (let cut = 1; cut < sound.length; cut++) {
    const { made, far, came } = stream({ version });
    far.write(sound.subarray(0, cut));
    await turn();
    far.write(sound.subarray(cut));
    await expect.poll(() => came.bytes.toString('hex'), { interval: 1 }).toBe(sound.toString('hex'));
    expect(came.fault).toBeUndefined();
    made.destroy();
  }
});

test.each<[string, Version, string]>([
  ['PUBREL without an identifier', 5, '62 00'],
  ['PUBREL', 4, '62 02 00 01'],
  ['PUBREC', 5, '50 02 00 01'],
  ['PUBLISH without an identifier', 4, '3a 02 00 00'],
  ['PUBLISH with QoS 1 and no identifier', 5, '32 03 00 01 61'],
  ['the identifier zero', 4, '32 05 00 01 61 00 00'],
  ['QoS 2', 4, '34 05 00 01 61 00 01'],
  ['QoS 3', 4, '36 05 00 01 61 00 01'],
  ['DUP with QoS 0', 4, '38 03 00 01 61'],
  ['an empty topic', 4, '30 02 00 00'],
  ['a topic alias', 5, '30 07 00 01 61 03 23 00 01'],
  ['a topic that is longer than its packet', 4, '30 03 00 09 61'],
  ['a wildcard', 4, '30 03 00 01 23'],
  ['no UTF-8', 4, '30 03 00 01 ff'],
  ['PUBACK that is empty', 4, '40 00'],
  ['PUBACK with the identifier zero', 4, '40 02 00 00'],
  ['bytes behind PUBACK', 4, '40 03 00 01 00'],
  ['SUBACK without a code', 4, '90 02 00 01'],
  ['SUBACK with more codes than filters', 4, '90 04 00 01 00 00'],
  ['UNSUBACK, for nothing was unsubscribed', 4, 'b0 02 00 01'],
  ['PINGREQ', 4, 'c0 00'],
  ['PINGRESP with a body', 4, 'd0 01 00'],
  ['flags that are reserved', 4, 'd1 00'],
  ['DISCONNECT of 3.1.1', 4, 'e0 00'],
  ['AUTH', 5, 'f0 00'],
  ['CONNECT', 4, '10 00'],
  ['a second CONNACK', 4, '20 02 00 00'],
  ['a property that belongs elsewhere', 5, '40 06 00 01 00 02 01 00'],
  ['a length in five bytes', 4, '30 ff ff ff ff 01'],
])('ends the connection, and nothing of it passes: %s', async (_, version, packet) => {
  const { far, came } = stream({ version });
  far.write(CONNACK[version]);
  await turn();
  far.write(Buffer.concat([hex(packet), MESSAGE[version]]));
  await expect.poll(() => came.fault, { interval: 1 }).toBe('NOT_MQTT');
  expect(came.bytes.equals(CONNACK[version])).toBe(true);
});

test.each<[string, Version, string]>([
  ['PUBLISH', 4, '30 04 00 01 61 78'],
  ['CONNACK without properties', 5, '20 02 00 00'],
  ['CONNACK that is too short', 4, '20 01 00'],
  ['CONNACK with other flags', 4, '20 02 02 00'],
  ['CONNACK that allows no packet at all', 5, '20 06 00 00 03 21 00 00'],
])('before anything else comes a sound CONNACK, and not: %s', async (_, version, packet) => {
  const { far, came } = stream({ version });
  far.write(hex(packet));
  await expect.poll(() => came.fault, { interval: 1 }).toBe('NOT_MQTT');
});

test('a packet that is too large is refused by its header', async () => {
  const { far, came } = stream();
  far.write(Buffer.concat([CONNACK[5], hex('30 fe 07')]));
  await expect.poll(() => came.fault, { interval: 1 }).toBe('TOO_LARGE');
});

test('more than the pace allows waits where it is, and comes then', async () => {
  const pace = new Bucket({ perSecond: 20, burst: 2 }, performance.now());
  const { far, came } = stream({ pace });
  const begun = performance.now();
  far.write(CONNACK[5]);
  const most = CONNACK[5].length + 9 * MESSAGE[5].length;
  for (let count = 0; count < 9; count++) {
    far.write(MESSAGE[5]);
    await turn();
  }
  expect(came.bytes.length).toBeLessThan(most);
  await expect.poll(() => came.bytes.length).toBe(most);
  expect(performance.now() - begun).toBeGreaterThan(200);
});

const SOUND: Record<Version, string[]> = {
  4: ['300400016178', '3205000161 0001', '40020001', '9003000100', 'd000', '62020001', '50020001', 'b0020001'],
  5: ['30050001610078', '32060001610001 00', '40020001', '900400010000', 'e000', '62020001', '5003000100', 'f000'],
};

/** Packets of which many are bent in one byte or cut short, in pieces. */
function bent(chance: Chance, version: Version): Buffer[] {
  const below = (most: number) => Math.floor(chance() * most);
  return Array.from({ length: 8 }, () => {
    const packet = hex(SOUND[version][below(SOUND[version].length)] ?? '');
    if (chance() < 0.4) packet[below(packet.length)] = below(256);
    return chance() < 0.2 ? packet.subarray(0, below(packet.length)) : packet;
  });
}

test('no bytes of a broker make mqtt.js throw where nobody catches it', { retry: 0 }, async () => {
  const seed = Number(process.env.HEARTHGATE_FUZZ_SEED ?? randomInt(2 ** 31));
  const chance = chanceOf(seed);
  const thrown: string[] = [];
  const caught = (error: Error) => thrown.push(error.message);
  process.on('uncaughtException', caught);
  for (let round = 0; round < 500; round++) {
    const version = chance() < 0.5 ? 4 : 5;
    const [near, far] = duplexPair();
    far.on('error', () => undefined).resume();
    const through = new BrokerStream(near, { version, packetBytes: 1024 });
    const client = new MqttClient(() => through, { clientId: 'hub', protocolVersion: version, reconnectPeriod: 0 });
    client.on('error', () => undefined);
    client.on('connect', () => {
      client.subscribe('#', { qos: 1 }, () => undefined);
      client.publish('a', 'b', { qos: 1 }, () => undefined);
    });
    far.write(CONNACK[version]);
    await turn();
    for (const piece of bent(chance, version)) {
      if (!far.destroyed) far.write(piece);
      await turn();
    }
    client.end(true);
    far.destroy();
  }
  await turn();
  process.off('uncaughtException', caught);
  expect(thrown, `seed ${seed}`).toEqual([]);
});
