import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandOf, inputOf } from '../gateway/cli/command-line.ts';
import { type House, openHouse, telemetry } from './house.ts';

interface Listed {
  readonly clients: { name: string; read: string[]; write: string[]; denied?: { topic: string; allow?: string }[] }[];
}

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

async function listed(name: string) {
  const { clients } = await house.do<Listed>('device list', {});
  return clients.find((client) => client.name === name);
}

/** What an installer does with a command that the hub printed. */
async function paste(command: string): Promise<void> {
  const words = command
    .split(' ')
    .slice(1)
    .map((word) => word.replaceAll("'", ''));
  const { operation, input } = inputOf(commandOf(words), words, () => '');
  await house.do(operation, input);
}

const FAN = {
  ...{ dn: 'Fan', hn: 'fan', mac: '0000A1B2C3D4', md: 'Plug S', sw: '14.1.0', t: 'fan', ft: 'home/%prefix%/%topic%/' },
  ...{ tp: ['cmnd', 'stat', 'tele'], state: ['OFF', 'ON', 'TOGGLE', 'HOLD'], rl: [1] },
};
const WILL = { topic: 'home/tele/fan/LWT', payload: Buffer.from('Offline'), qos: 1, retain: true } as const;

test('a Tasmota with another FullTopic is told, allowed as it was told, and then understood', async () => {
  const asked = { dialect: 'tasmota', base: 'fan' };
  await expect(house.plug('fan', asked, { will: WILL })).rejects.toThrow(/[Nn]ot authorized/);
  const refused = await listed('fan');
  expect(refused?.denied).toEqual([
    {
      topic: WILL.topic,
      allow: "hearthgate device grant fan --write 'home/tele/fan/#' --write 'home/stat/fan/#' --read 'home/cmnd/fan/#'",
    },
  ]);
  await house.clock.advance(60_000);
  expect(JSON.stringify(await house.do('quarantine', { most: 10 }))).toContain('see \\"hearthgate device list');
  await paste(refused?.denied?.[0]?.allow ?? '');
  expect(await listed('fan')).not.toHaveProperty('denied');

  const fan = await house.replug('fan', { will: WILL });
  await fan.publishAsync('tasmota/discovery/0000A1B2C3D4/config', JSON.stringify(FAN), { qos: 1, retain: true });
  await fan.publishAsync('home/tele/fan/STATE', '{"POWER":"ON"}', { qos: 1 });
  await fan.subscribeAsync('home/cmnd/fan/POWER');
  expect(house.hub.registry.known()).toMatchObject([{ id: 'fan', model: 'Plug S' }]);
  expect(house.hub.line.stayed.total).toBe(2);
});

test('a Tasmota that is added with its FullTopic needs no grant', async () => {
  const fan = await house.plug('fan', { dialect: 'tasmota', base: 'home/%prefix%/fan/' }, { will: WILL });
  await fan.publishAsync('home/tele/fan/STATE', '{"POWER":"ON"}', { qos: 1 });
  expect(house.hub.registry.known()).toMatchObject([{ id: 'home-fan' }]);
});

test("another's topic is named where it was refused, and no command for it is given", async () => {
  await house.plug('thermostat');
  const lamp = await house.plug('lamp', {}, { protocolVersion: 5 });
  for (const topic of [telemetry('thermostat'), "a'; rm -rf ~; '"]) {
    await expect(lamp.publishAsync(topic, '1', { qos: 1 })).rejects.toThrow();
  }
  expect((await listed('lamp'))?.denied).toEqual([{ topic: telemetry('thermostat') }, { topic: "a'; rm -rf ~; '" }]);
});

test('what an app may read is granted and taken back at once, and its session gets nothing more of it', async () => {
  await house.plugApp('panel', { read: ['a/#'], write: ['a/#', 'b/#'] });
  await house.do('device grant', { name: 'panel', read: ['b/#'], write: [] });
  const panel = await house.replug('panel', { clean: false });
  const heard: string[] = [];
  panel.on('message', (topic) => heard.push(topic));
  await panel.subscribeAsync(['a/x', 'b/x'], { qos: 1 });
  await panel.publishAsync('b/x', '1', { qos: 1 });
  await expect.poll(() => heard).toEqual(['b/x']);
  const ended = new Promise<void>((resolve) => panel.once('close', () => resolve()));
  await house.do('device revoke', { name: 'panel', read: ['b/#'], write: [] });
  await ended;
  await house.hub.broker.publish({ topic: 'b/x', payload: Buffer.from('2'), qos: 1 });
  await house.hub.broker.publish({ topic: 'a/x', payload: Buffer.from('3'), qos: 1 });
  const again = await house.replug('panel', { clean: false }, (client) =>
    client.on('message', (topic) => heard.push(topic)),
  );
  await expect.poll(() => heard).toEqual(['b/x', 'a/x']);
  await expect(again.subscribeAsync('b/x', { qos: 1 })).rejects.toThrow();
});
