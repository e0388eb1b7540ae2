import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';
import { authorityOf, HELLO, Newcomer, openWindow } from './newcomer.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ mqtts: true });
});
afterAll(() => house.stop());

interface Shown {
  open: boolean;
  ended?: string;
  newcomers: Record<string, unknown>[];
}
const show = () => house.do<Shown>('pair show', {});

let count = 0;
async function newcomer(link: Awaited<ReturnType<typeof openWindow>>, more = {}) {
  count += 1;
  const one = await Newcomer.connect(link, `nonce-of-the-test-${count}`, more);
  onTestFinished(() => one.end());
  return one;
}

async function waiting() {
  await expect.poll(async () => (await show()).newcomers).toHaveLength(1);
  const [one] = (await show()).newcomers;
  return { ...one, newcomer: String(one?.id) };
}

test('a device with the code is seen, named, and gets a password that opens its own topics', async () => {
  const link = await openWindow(house);
  const device = await newcomer(link);
  expect((await show()).newcomers).toEqual([]);
  await device.hello();
  const seen = await waiting();
  expect(seen).toMatchObject({
    came: 'with the code',
    address: '127.0.0.1',
    vendor: 'acme',
    model: 'warm-2',
    name: 'Hall',
    wants: 'password',
  });
  await expect.poll(() => device.answers).toEqual([{ state: 'waiting' }]);
  // Nothing of it is anywhere until a person says yes.
  expect(house.hub.clients.listClients()).toEqual([]);
  expect(house.hub.registry.known()).toEqual([]);

  expect(await house.do('pair confirm', { newcomer: seen.newcomer, name: 'hall' })).toEqual({
    name: 'hall',
    delivered: true,
  });
  await expect.poll(() => device.isClosed).toBe(true);
  const [, confirmed] = device.answers;
  expect(confirmed).toEqual({
    state: 'confirmed',
    user: 'hall',
    password: expect.stringMatching(/^[\w-]{24}$/),
    authority: await authorityOf(link),
  });
  expect(await show()).toEqual({ open: false, ended: 'answered', newcomers: [] });

  const { user, password, authority } = confirmed ?? {};
  const paired = await mqtt.connectAsync(`mqtts://127.0.0.1:${link.port}`, {
    ...{ ca: authority ?? '', username: user ?? '', password: password ?? '', reconnectPeriod: 0 },
  });
  onTestFinished(() => void paired.end(true));
  await paired.publishAsync(telemetry('hall'), '{"temperature":20.5}', { qos: 1 });
  await expect.poll(() => house.hub.registry.known().map(({ id }) => id)).toEqual(['hall']);
});

test('a device that keeps its key gets a certificate, which stands in the ledger', async () => {
  const link = await openWindow(house);
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' });
  const device = await newcomer(link, { protocolVersion: 5 });
  await device.hello({ ...HELLO, credential: 'certificate', publicKey });
  const { newcomer: id, wants } = { wants: '', ...(await waiting()) };
  expect(wants).toBe('certificate');
  await house.do('pair confirm', { newcomer: id, name: 'lock' });
  await expect.poll(() => device.answers).toHaveLength(2);
  const { certificate = '', authority = '', ...more } = device.answers[1] ?? {};
  expect(more).toEqual({ state: 'confirmed', user: 'lock' });
  expect(new X509Certificate(certificate).publicKey.equals(createPublicKey(publicKey))).toBe(true);
  expect(JSON.stringify(await house.do('ledger entries', { from: 0, most: 100 }))).toContain('certificate.issued');

  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const paired = await mqtt.connectAsync(`mqtts://127.0.0.1:${link.port}`, {
    ...{ ca: authority, cert: certificate, key, reconnectPeriod: 0 },
  });
  onTestFinished(() => void paired.end(true));
  await paired.publishAsync(telemetry('lock'), '{"locked":true}', { qos: 1 });
});

test('a person says no, and the device is told and gets nothing', async () => {
  const device = await newcomer(await openWindow(house));
  await device.hello();
  const { newcomer: id } = await waiting();
  await house.do('pair reject', { newcomer: id });
  await expect.poll(() => device.answers.at(-1)).toEqual({ state: 'refused', reason: 'rejected' });
  await expect.poll(() => device.isClosed).toBe(true);
  expect(await show()).toEqual({ open: false, ended: 'rejected', newcomers: [] });
  await expect(house.do('pair confirm', { newcomer: id, name: 'late' })).rejects.toThrow('no newcomer');
});

test('a name that is taken leaves the newcomer waiting for another', async () => {
  const device = await newcomer(await openWindow(house));
  await device.hello();
  const { newcomer: id } = await waiting();
  await expect(house.do('pair confirm', { newcomer: id, name: 'hall' })).rejects.toThrow('taken');
  await expect(house.do('pair confirm', { newcomer: id, name: 'Hall!' })).rejects.toThrow('lower-case');
  expect((await show()).newcomers).toHaveLength(1);
  await house.do('pair confirm', { newcomer: id, name: 'hall-2' });
  await expect.poll(() => device.answers.at(-1)?.user).toBe('hall-2');
});

test('a device that leaves before its credentials came is not added', async () => {
  const device = await newcomer(await openWindow(house));
  await device.hello();
  const { newcomer: id } = await waiting();
  // It hears nothing any more, and its connection ends only afterwards.
  device.client.handleMessage = () => undefined;
  const asked = house.do('pair confirm', { newcomer: id, name: 'gone' });
  device.client.stream.destroy();
  await expect(asked).rejects.toThrow('did not take');
  expect(house.hub.clients.client('gone')).toBeUndefined();
  expect((await show()).ended).toBe('not taken');
});

test('what a person made meanwhile under the name is not taken back with what a newcomer left', async () => {
  const device = await newcomer(await openWindow(house));
  await device.hello();
  const { newcomer: id } = await waiting();
  // It gets what it is sent and does not acknowledge it.
  device.client.handleMessage = () => undefined;
  const confirming = house.do('pair confirm', { newcomer: id, name: 'attic' });
  await house.do('device remove', { name: 'attic' });
  await house.do('device add', { name: 'attic', dialect: 'native', read: [], write: [] });
  device.end();
  await expect(confirming).rejects.toThrow();
  expect(house.hub.clients.client('attic')).toBeDefined();
  await house.do('device remove', { name: 'attic' });
});

test('a newcomer gets no certificate for a name that was given to another meanwhile', async () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const device = await newcomer(await openWindow(house));
  await device.hello({ ...HELLO, credential: 'certificate', publicKey: pem });
  const { newcomer: id } = await waiting();
  const confirming = house.do('pair confirm', { newcomer: id, name: 'cellar' });
  const again = async () => {
    await house.do('device remove', { name: 'cellar' });
    await house.do('device add', { name: 'cellar', dialect: 'native', read: [], write: [] });
  };
  await Promise.all([expect(confirming).rejects.toThrow(), again()]);
  expect(house.hub.certificates.inForce('cellar')).toEqual([]);
  await house.do('device remove', { name: 'cellar' });
});

test('promise 1: nothing of a device that was just paired leaves, whatever its kin may send; it is new until somebody looked', async () => {
  const { acme, hub, clock } = house;
  await house.do('recipient add', { signed: acme.signed });
  const kin = await plugThermostat(house, 'kin');
  await house.give('acme-heating', 'setpoints');
  const device = await newcomer(await openWindow(house));
  await device.hello();
  const { newcomer: id } = await waiting();
  await house.do('pair confirm', { newcomer: id, name: 'twin' });
  await expect.poll(() => device.answers).toHaveLength(2);
  const twin = await mqtt.connectAsync(`mqtts://127.0.0.1:${hub.reached.port}`, {
    ...{ username: 'twin', password: device.answers[1]?.password ?? '', ca: device.answers[1]?.authority ?? '' },
    reconnectPeriod: 0,
  });
  onTestFinished(() => void twin.end(true));
  const declaration = JSON.stringify({ vendor: 'acme', model: 'warm-2' });
  await twin.publishAsync('hearthgate/v1/devices/twin/declaration', declaration, { qos: 1, retain: true });
  await twin.publishAsync(telemetry('twin'), '{"target":17.25}', { qos: 1 });
  await kin.publishAsync(telemetry('kin'), '{"target":19.5}', { qos: 1 });
  await clock.advance(2 * HOUR);
  await acme.receiver.until(() => acme.receiver.records.length > 0);
  expect(acme.receiver.records.map(({ fields }) => fields)).toEqual([
    { target: { form: 'exact', value: 19.5, unit: '°C' } },
  ]);
  const news = async () =>
    (await house.do<{ id: string; isNew: boolean }[]>('device states', {})).flatMap(({ id, isNew }) =>
      isNew ? [id] : [],
    );
  expect(await news()).toContain('twin');
  await house.do('device looked', { device: 'twin' });
  expect(await news()).not.toContain('twin');
});
