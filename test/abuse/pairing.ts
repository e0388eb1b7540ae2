import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'vitest';
import { HELLO, openWindow } from '../newcomer.ts';
import type { AbuseCase } from './abuse-case.ts';
import { type Arena, CANARY } from './arena.ts';
import { connect, publish, text } from './packets.ts';

interface Shown {
  readonly open: boolean;
  readonly ended?: string;
  readonly newcomers: readonly Record<string, unknown>[];
}

const show = ({ house }: Arena) => house.do<Shown>('pair show', {});
const NONCE = 'a-nonce-of-an-attacker';
const OTHER = 'a-nonce-of-the-true-one';

/** A newcomer whose first word is this; it is told that, and the code is spent. */
function hello(id: string, done: string, said: object | string): AbuseCase {
  return {
    id,
    done,
    expected: 'not-understood, nobody is shown, and the code is spent',
    guard: ['form of a hello'],
    async run(arena) {
      const device = await arena.newcomer(await openWindow(arena.house), NONCE);
      await device.hello(said);
      await arena.until(() => device.isClosed);
      expect(device.answers).toEqual([{ state: 'refused', reason: 'not-understood' }]);
      expect(await show(arena)).toEqual({ open: false, ended: 'not understood', newcomers: [] });
    },
  };
}

export const pairing: readonly AbuseCase[] = [
  {
    id: 'ID-14a',
    done: 'a guessed code while a window is open',
    expected: 'CONNACK 4, and the window stays for whoever has the right one',
    guard: ['pairing code'],
    async run(arena) {
      const link = await openWindow(arena.house);
      for (const code of [`${link.code.slice(1)}a`, link.code.toUpperCase(), '']) {
        const asked = arena.newcomer({ ...link, code: code === link.code ? 'b' : code }, NONCE);
        await expect(asked).rejects.toThrow(/Bad username or password/);
      }
      await arena.newcomer(link, OTHER);
    },
  },
  {
    id: 'ID-14b',
    done: 'a code of a window that was closed, or never was',
    expected: 'CONNACK 4',
    guard: ['authentication'],
    async run(arena) {
      const link = await openWindow(arena.house);
      await arena.house.do('pair close', {});
      for (const code of [link.code, 'a'.repeat(26)]) {
        await expect(arena.newcomer({ ...link, code }, NONCE)).rejects.toThrow(/Bad username or password/);
      }
    },
  },
  {
    id: 'ID-14c',
    done: 'a code that was used, while its device waits for a person',
    expected: 'CONNACK 4, and the device still waits',
    guard: ['one use of the code'],
    async run(arena) {
      const link = await openWindow(arena.house);
      const device = await arena.newcomer(link, OTHER);
      await device.hello();
      await arena.until(() => device.answers.length > 0);
      await expect(arena.newcomer(link, NONCE)).rejects.toThrow(/Bad username or password/);
      expect((await show(arena)).newcomers).toMatchObject([{ name: HELLO.name }]);
    },
  },
  {
    id: 'ID-14d',
    done: 'two devices with one code at once',
    expected: 'the first to say hello is shown; the other is ended and hears nothing',
    guard: {
      cannot: 'the code is spent and the others are ended in one step',
      proof: 'ID-14c: where a used code lets somebody in, the case fails',
    },
    async run(arena) {
      const link = await openWindow(arena.house);
      const late = await arena.newcomer(link, NONCE);
      const device = await arena.newcomer(link, OTHER);
      await device.hello();
      await arena.until(() => late.isClosed && device.answers.length > 0);
      expect(late.answers).toEqual([]);
      expect(device.answers).toEqual([{ state: 'waiting' }]);
    },
  },
  {
    id: 'ID-14e',
    done: 'five devices with one code',
    expected: 'the fifth is refused',
    guard: ['limit: newcomers'],
    async run(arena) {
      const link = await openWindow(arena.house);
      for (let count = 0; count < 4; count++) await arena.newcomer(link, `${NONCE}-${count}`);
      await expect(arena.newcomer(link, OTHER)).rejects.toThrow(/Server unavailable/);
    },
  },
  {
    id: 'ID-14f',
    done: 'the code without TLS, where anybody reads it along',
    expected: 'CONNACK 5',
    guard: ['TLS for newcomers'],
    async run(arena) {
      const { code } = await openWindow(arena.house);
      const raw = await arena.raw();
      raw.send(connect({ id: NONCE, user: 'pairing', password: code }));
      expect((await raw.ended()).toString('hex')).toBe('20020005');
    },
  },
  {
    id: 'ID-14g',
    done: 'a client id that anybody can guess, or that makes a filter of the topic',
    expected: 'CONNACK 2',
    guard: ['nonce'],
    async run(arena) {
      const link = await openWindow(arena.house);
      for (const id of ['+', '#', 'short', 'a'.repeat(65), `${OTHER}/../victim`]) {
        await expect(arena.newcomer(link, id)).rejects.toThrow(/Identifier rejected/);
      }
    },
  },
  {
    id: 'ID-14h',
    done: 'a session to be kept, or a last will, with the code',
    expected: 'refused; nothing of a newcomer stays',
    guard: ['authentication'],
    async run(arena) {
      const link = await openWindow(arena.house);
      await expect(arena.newcomer(link, NONCE, { clean: false })).rejects.toThrow(/Identifier rejected/);
      const will = { topic: `hearthgate/v1/pairing/${NONCE}/hello`, payload: Buffer.from(CANARY) };
      await expect(arena.newcomer(link, NONCE, { will })).rejects.toThrow(/Not authorized/);
    },
  },
  {
    id: 'ID-14i',
    done: 'a newcomer that subscribes to others’ answers, and to the home’s topics',
    expected: 'SUBACK 0x80',
    guard: ['right to subscribe'],
    async run(arena) {
      const device = await arena.newcomer(await openWindow(arena.house), NONCE);
      for (const filter of [`hearthgate/v1/pairing/${OTHER}/answer`, 'hearthgate/v1/pairing/+/answer', '#']) {
        await expect(device.client.subscribeAsync(filter)).rejects.toThrow();
      }
    },
  },
  {
    id: 'ID-14j',
    done: 'a newcomer that publishes what a device says',
    expected: 'ended, routed to nobody, and nobody is shown',
    guard: ['right to publish'],
    async run(arena) {
      const device = await arena.newcomer(await openWindow(arena.house), NONCE);
      device.client.publish('hearthgate/v1/devices/victim/telemetry', JSON.stringify(HELLO));
      await arena.until(() => device.isClosed);
      expect(await show(arena)).toMatchObject({ open: true, newcomers: [] });
    },
  },
  {
    id: 'ID-14k',
    done: 'a hello that is retained, so that it would outlive its device',
    expected: 'ended, and nothing is kept',
    guard: {
      cannot: 'a hello is handed to who decides about it and to nobody else, retained or not',
      proof: 'the same hello without the flag is shown (ID-14c)',
    },
    async run(arena) {
      const device = await arena.newcomer(await openWindow(arena.house), NONCE);
      device.client.publish(`hearthgate/v1/pairing/${NONCE}/hello`, JSON.stringify(HELLO), { retain: true });
      await arena.until(() => device.isClosed);
      expect(arena.house.hub.broker.retained(({ topic }) => topic.includes('/pairing/'))).toBe(0);
    },
  },
  {
    id: 'ID-14l',
    done: 'a hello that says more than one may, with a local app that reads everything',
    expected: 'the app hears nothing of it',
    guard: ['topics of newcomers'],
    async run(arena) {
      const device = await arena.newcomer(await openWindow(arena.house), NONCE);
      await device.hello({ ...HELLO, name: 'in the hall' });
      await arena.until(() => device.answers.length > 0);
      await new Promise((resolve) => setImmediate(resolve));
      await arena.reasons();
      expect(arena.heard.filter((line) => line.includes('/pairing/'))).toEqual([]);
    },
  },
  {
    id: 'ID-14m',
    done: 'a hello of 20 KiB',
    expected: 'ended by its header; the code is not spent',
    guard: ['limit: newcomer bytes'],
    async run(arena) {
      const link = await openWindow(arena.house);
      const device = await arena.newcomer(link, NONCE);
      device.client.publish(`hearthgate/v1/pairing/${NONCE}/hello`, 'x'.repeat(20_000), { qos: 1 });
      await arena.until(() => device.isClosed);
      expect(device.answers).toEqual([]);
      await arena.newcomer(link, OTHER);
    },
  },
  {
    id: 'ID-14n',
    done: 'one hello after the other on one connection',
    expected: 'the second ends it, and the window',
    guard: {
      cannot: 'the first hello makes its sender the only one that is listened to, and there is no second place',
      proof: 'after one hello the window is open and its device waits (ID-14c)',
    },
    async run(arena) {
      const device = await arena.newcomer(await openWindow(arena.house), NONCE);
      await device.hello();
      for (let count = 0; count < 100; count++) {
        device.client.publish(`hearthgate/v1/pairing/${NONCE}/hello`, JSON.stringify({ ...HELLO, name: `${count}` }));
      }
      await arena.until(() => device.isClosed);
      await arena.until(async () => !(await show(arena)).open);
      expect((await show(arena)).ended).toBe('left');
    },
  },
  hello('ID-14o', 'a name in letters that look like others', { ...HELLO, name: 'Thermоstat' }),
  hello('ID-14p', 'a maker with a link in its name', { ...HELLO, vendor: 'see acme.com/app' }),
  hello('ID-14q', 'a name that turns the words around it', { ...HELLO, name: '\u202etatsomrehT' }),
  hello('ID-14r', 'a name of a thousand letters', { ...HELLO, name: 'x'.repeat(1000) }),
  hello('ID-14s', 'a wish for grants', { ...HELLO, read: ['#'], write: ['#'] }),
  hello(
    'ID-14t',
    'a maker that is said twice',
    '{"vendor":"acme","vendor":"evil","model":"m","credential":"password"}',
  ),
  {
    id: 'ID-14u',
    done: 'a thousand attempts with names of their own while a window is open',
    expected: 'four of one address are seen, and whoever else tries',
    guard: ['number seen'],
    async run(arena) {
      await openWindow(arena.house);
      const address = '127.0.9.1';
      await Promise.all(
        Array.from({ length: 9 }, async (_, count) => {
          const raw = await arena.raw(address);
          raw.send(connect({ id: `${CANARY}-${count}`, user: `nobody-${count}`, password: 'wrong' }));
          await raw.ended();
        }),
      );
      const other = await arena.raw();
      other.send(connect({ id: 'true', user: 'DVES_USER', password: 'wrong' }));
      await other.ended();
      const { newcomers } = await show(arena);
      expect(newcomers).toHaveLength(5);
      expect(newcomers.at(-1)).toMatchObject({ clientId: 'true', userName: 'DVES_USER' });
    },
  },
  {
    id: 'ID-14v',
    done: 'an attempt whose names are lines of a page',
    expected: 'they are not shown',
    guard: ['plain text'],
    async run(arena) {
      await openWindow(arena.house);
      const raw = await arena.raw();
      const will = Buffer.concat([text('tele/\u202ex/LWT'), text('')]);
      raw.send(connect({ id: 'рlug', user: 'gulp\u202e', password: 'x', flags: 0xc6, will }));
      await raw.ended();
      const { newcomers } = await show(arena);
      expect(newcomers).toHaveLength(1);
      expect(Object.keys(newcomers[0] ?? {}).sort()).toEqual([
        'address',
        'at',
        'attempts',
        'came',
        'encrypted',
        'id',
        'protocol',
      ]);
    },
  },
  {
    id: 'ID-14w',
    done: 'an attempt outside a window',
    expected: 'nothing is kept of it',
    guard: ['authentication'],
    async run(arena) {
      const raw = await arena.raw();
      raw.send(connect({ id: 'early', user: 'early', password: 'x' }));
      expect((await raw.ended())[3]).toBe(4);
      await openWindow(arena.house);
      expect((await show(arena)).newcomers).toEqual([]);
    },
  },
  {
    id: 'ID-14x',
    done: 'a bridge that says how another’s entity is to be shown',
    expected: 'ended, and the entity is as it was',
    guard: ['owner of a discovery'],
    async run(arena) {
      for (const name of ['bridge-one', 'bridge-two']) {
        if (!arena.house.hub.clients.client(name)) {
          await arena.add('device add', { name, dialect: 'zigbee2mqtt', base: name });
        }
      }
      const config = 'homeassistant/lock/door/config';
      try {
        const one = await arena.accepted('bridge-one');
        one.send(publish(config, '{"name":"lock"}', { qos: 1, retain: true }));
        await one.until((received) => received.length >= 8);
        const two = await arena.accepted('bridge-two');
        two.send(publish(config, '{"name":"lamp"}', { qos: 1, retain: true }));
        await two.ended();
        expect(arena.heard.filter((line) => line.startsWith(config))).toEqual([`${config} {"name":"lock"}`]);
      } finally {
        for (const name of ['bridge-one', 'bridge-two']) arena.house.hub.broker.forget(name);
      }
    },
  },
  {
    id: 'ID-14y',
    done: 'an app that was granted everything and says what a plug says',
    expected: 'ended, and nobody hears it',
    guard: ['apps beside devices'],
    async run(arena) {
      const { clients } = arena.house.hub;
      if (!clients.client('plug')) await arena.add('device add', { name: 'plug', dialect: 'tasmota', base: 'plug_1' });
      if (!clients.client('wide')) await arena.add('app add', { name: 'wide', write: ['#'] });
      const raw = await arena.accepted('wide');
      raw.send(publish('tele/plug_1/SENSOR', '{"ENERGY":{"Power":9999}}', { qos: 1 }));
      await raw.ended();
      expect(arena.heard.filter((line) => line.startsWith('tele/'))).toEqual([]);
    },
  },
  {
    id: 'ID-14z',
    done: 'an attempt whose will names a topic that another device has to say, in other words',
    expected: 'its kind is told, and no topic proposed',
    guard: ['topics of others are not proposed'],
    async run(arena) {
      const { clients } = arena.house.hub;
      if (!clients.client('plug')) await arena.add('device add', { name: 'plug', dialect: 'tasmota', base: 'plug_1' });
      await openWindow(arena.house);
      const raw = await arena.raw();
      const will = Buffer.concat([text('tele/plug_1/x/online'), text('')]);
      raw.send(connect({ id: 'other', user: 'other', password: 'x', flags: 0xc6, will }));
      await raw.ended();
      const [newcomer] = (await show(arena)).newcomers;
      expect(newcomer).toMatchObject({ willTopic: 'tele/plug_1/x/online', dialect: 'shelly-gen2' });
      expect(newcomer).not.toHaveProperty('base');
    },
  },
  {
    id: 'ID-14za',
    done: 'a newcomer that takes no credentials, while a person gives its name to another',
    expected: 'the other’s are not taken back',
    guard: ['whose name it is by now'],
    async run(arena) {
      const { device, id } = await greeted(arena);
      device.client.handleMessage = () => undefined;
      const confirming = arena.house.do('pair confirm', { newcomer: id, name: 'attic' });
      await handOver(arena, 'attic');
      device.end();
      await expect(confirming).rejects.toThrow();
      expect(arena.house.hub.clients.client('attic')).toBeDefined();
    },
  },
  {
    id: 'ID-14zb',
    done: 'a newcomer that waits for its certificate, while a person gives its name to another',
    expected: 'no certificate opens what is the other’s',
    guard: ['whose name it is by now'],
    async run(arena) {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const { id } = await greeted(arena, { ...HELLO, credential: 'certificate', publicKey: pem });
      const confirming = arena.house.do('pair confirm', { newcomer: id, name: 'cellar' });
      await Promise.all([confirming.catch(() => undefined), handOver(arena, 'cellar')]);
      expect(arena.house.hub.clients.client('cellar')).toBeDefined();
      expect(arena.house.hub.certificates.inForce('cellar')).toEqual([]);
    },
  },
];

/** A newcomer that said hello and waits. */
async function greeted(arena: Arena, said: object = HELLO) {
  const device = await arena.newcomer(await openWindow(arena.house), NONCE);
  await device.hello(said);
  await arena.until(() => device.answers.length > 0);
  const [newcomer] = (await show(arena)).newcomers;
  return { device, id: String(newcomer?.id) };
}

/** Takes the name from whoever has it and gives it to another. */
async function handOver({ house }: Arena, name: string): Promise<void> {
  await house.do('device remove', { name });
  await house.do('device add', { name, dialect: 'native', read: [], write: [] });
}
