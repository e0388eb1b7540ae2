import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Checked, Provisioned } from '../gateway/operations/provision.ts';
import { type House, openHouse, telemetry } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ madeBy: 'hub' });
});
afterAll(() => house.stop());

const device = (name: string, more: object = {}) => ({ name, dialect: 'native', read: [], write: [], ...more });
const wish = (more: object = {}) => ({ devices: [], apps: [], attach: [], recipients: [], ...more });
const provision = (more: object) => house.do<Provisioned>('provision', wish(more));
const states = ({ steps }: Pick<Provisioned | Checked, 'steps'>) =>
  steps.map(({ what, name, state }) => [what, name, state]);

test('what a file lists is made once; made again it is so already, and no password is another', async () => {
  const wanted = {
    devices: [device('thermostat'), device('meter', { dialect: 'tasmota', base: 'tasmota_1' })],
    apps: [{ name: 'panel', read: ['tele/#'], write: [] }],
    recipients: [{ signed: house.acme.signed }],
  };
  const looked = await house.do<Checked>('provision check', wish(wanted));
  expect(states(looked).map(([, , state]) => state)).toEqual(['to do', 'to do', 'to do', 'to do']);
  expect(house.hub.clients.listClients()).toEqual([]);
  const first = await provision(wanted);
  expect(states(first)).toEqual([
    ['device', 'thermostat', 'done'],
    ['device', 'meter', 'done'],
    ['app', 'panel', 'done'],
    ['recipient', 'acme-heating', 'done'],
  ]);
  expect(first.credentials.map(({ name }) => name)).toEqual(['thermostat', 'meter', 'panel']);
  const size = house.hub.ledger.size;
  const again = await provision(wanted);
  expect(states(again).map(([, , state]) => state)).toEqual(['so already', 'so already', 'so already', 'so already']);
  expect([again.credentials, house.hub.ledger.size]).toEqual([[], size]);
  for (const { name, password } of first.credentials) expect(house.hub.clients.verify(name, password)?.name).toBe(name);
  expect(house.logged.join()).not.toContain(first.credentials[0]?.password);
});

test('nothing leaves by it: no request is answered, nothing is claimed', async () => {
  await provision({ devices: [device('thermostat')], recipients: [{ signed: house.acme.signed }] });
  expect(house.hub.consents.all()).toEqual([]);
  expect(house.hub.allowances.all()).toEqual([]);
  expect(house.hub.people.isClaimed).toBe(false);
  await expect(provision({ consents: [] })).rejects.toThrow('consents');
});

test('all that is wrong is told with its place, and nothing of the file is done', async () => {
  const before = house.hub.clients.listClients();
  const { problems, steps, credentials } = await provision({
    devices: [
      device('good'),
      device('Bad_Name'),
      device('twice'),
      device('twice'),
      device('plug', { dialect: 'tasmota' }),
      device('zigbee', { dialect: 'zigbee2mqtt', base: 'zigbee2mqtt', room: 'hall' }),
    ],
    apps: [{ name: 'spy', read: ['$SYS/#'], write: [] }],
    attach: [
      { url: 'mqtts://a:b@host', filters: ['#'] },
      { url: 'http://host', filters: ['#'] },
      { url: 'mqtts://host', filters: ['a/#', 'a/b'] },
      { url: 'mqtts://host', filters: ['#'], ca: 'no certificate' },
      { url: 'mqtts://host', filters: ['#'], password: 'of nobody' },
    ],
    recipients: [{ signed: 'x.y.z' }, {}],
  });
  const says: [string, string][] = [
    ['/devices/1', 'lower-case letters'],
    ['/devices/2', 'stands here twice'],
    ['/devices/3', 'stands here twice'],
    ['/devices/4/base', 'is missing'],
    ['/devices/5/room', 'is of a bridge'],
    ['/apps/0', 'a grant is a topic filter'],
    ['/attach/0', 'name its file as passwordFile'],
    ['/attach/1', 'mqtt'],
    ['/attach/2', 'counted twice'],
    ['/attach/3', 'certificate'],
    ['/attach/4', 'user'],
    ['/recipients/0', 'not a manifest in JWS'],
    ['/recipients/1', 'a manifest or an address'],
  ];
  expect(problems).toEqual(says.map(([path, says]) => ({ path, problem: expect.stringContaining(says) })));
  expect([steps, credentials, house.hub.clients.listClients()]).toEqual([[], [], before]);
});

test('what is there in another way is not changed, and said', async () => {
  await provision({
    devices: [device('boiler', { dialect: 'tasmota', base: 'tasmota_3' })],
    apps: [{ name: 'tablet', read: [], write: [] }],
  });
  const { problems } = await provision({
    devices: [device('boiler', { dialect: 'tasmota', base: 'tasmota_2' })],
    apps: [{ name: 'tablet', read: ['#'], write: [] }],
  });
  expect(problems).toMatchObject([
    { path: '/devices/0', problem: expect.stringContaining('another base') },
    { path: '/apps/0', problem: expect.stringContaining('app grant') },
  ]);
  expect(house.hub.clients.client('tablet')?.grants.read).toEqual([]);
});

test('a room is set once the device has said something', async () => {
  const wanted = { devices: [device('lamp', { room: 'hall' })] };
  const { credentials, steps } = await provision(wanted);
  expect(steps[1]).toMatchObject({ what: 'room', state: 'waits' });
  const client = await house.replug('lamp', { password: credentials[0]?.password ?? '' });
  await client.publishAsync(telemetry('lamp'), '{"temperature":21}', { qos: 1 });
  expect(states(await provision(wanted))[1]).toEqual(['room', 'lamp', 'done']);
  expect(house.hub.registry.known().find(({ id }) => id === 'lamp')?.room).toBe('hall');
  expect(states(await provision(wanted))[1]).toEqual(['room', 'lamp', 'so already']);
});

test('an address that answers nothing is told, and the rest is done', async () => {
  const { steps } = await provision({
    devices: [device('last')],
    recipients: [{ address: 'https://127.0.0.1:1' }],
  });
  expect(steps).toMatchObject([{ state: 'done' }, { what: 'recipient', state: 'not done', says: expect.any(String) }]);
});
