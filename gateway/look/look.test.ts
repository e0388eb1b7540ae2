import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { parseNeeds } from '../../rules/needs.ts';
import { lookAtRecording, shippedSight } from './at.ts';
import { CANARIES, HOME } from './home.fixture.ts';
import type { Look } from './look.ts';
import { pageOf } from './page.ts';
import { printed } from './print.ts';

const sight = shippedSight();
const noEnd = new AbortController().signal;

type Said = { topic: string; payload: unknown; retain?: boolean; tst?: string };

async function lookAt(said: readonly Said[], needs = sight.needs): Promise<Look> {
  const lines = said.map((each) => `${JSON.stringify(each)}\n`);
  const input = Readable.from(lines.map((line) => Buffer.from(line)));
  const unread = (line: number) => expect.unreachable(`line ${line} was not read`);
  return (await lookAtRecording(input, { signal: noEnd, unread }, { ...sight, needs })).look;
}

const home = () =>
  HOME.map(({ payload, ...more }) =>
    typeof payload === 'string'
      ? { ...more, payload }
      : { ...more, payload: '', payloadBase64: Buffer.from(payload).toString('base64') },
  );

function outputs(look: Look): Record<string, string> {
  return {
    terminal: printed(look, { from: 'broker', secured: false }),
    json: JSON.stringify(look),
    page: [...pageOf(look, { from: 'broker', secured: false })].join(''),
  };
}

describe('nothing that was said is shown', () => {
  test('no value of any ecosystem, no address and no name of a person stands in the terminal, the JSON or the page', async () => {
    const look = await lookAt(home());
    for (const [output, text] of Object.entries(outputs(look))) {
      const found = CANARIES.filter((canary) => text.toLowerCase().includes(canary.toLowerCase()));
      expect({ output, found }).toEqual({ output, found: [] });
    }
    // It saw them all the same.
    expect(look.devices.map(({ name }) => name)).toEqual(expect.arrayContaining(['Flur', 'Waschmaschine', 'Keller']));
    const kinds = look.identifiers.map(({ kind }) => kind);
    expect(kinds).toEqual([
      ...['password, key or code', 'position on the map', 'name of a person or user', 'e-mail address'],
      ...['number plate', 'what was said', 'phone or tag that somebody carries', 'name of a Wi-Fi network'],
      ...['hardware address', 'network address', 'serial number or id', 'name that somebody gave'],
    ]);
  });

  test('a key that is somebody’s name is not shown as the place of what was found', async () => {
    const { identifiers } = await lookAt([
      { topic: 'a/b', payload: { phones: { Annabel: { mac: '34:31:C4:C6:EB:0F' } } } },
    ]);
    expect(JSON.stringify(identifiers)).not.toContain('Annabel');
    expect(identifiers).toMatchObject([
      { kind: 'hardware address', different: 1, places: [{ where: 'phones.….mac' }] },
    ]);
  });

  test('what devices call themselves moves no cursor and is no markup', async () => {
    const look = await lookAt([
      { topic: 'zigbee2mqtt/\u001b[2J<img src=x onerror=alert(1)>\u202e', payload: { occupancy: true, '<b>': 1 } },
    ]);
    const { terminal = '', page = '' } = outputs(look);
    for (const character of ['\u001b', '\u202e']) expect(terminal).not.toContain(character);
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<b>');
    expect(look.devices).toHaveLength(1);
  });
});

describe('what is told', () => {
  test('devices by what they tell about people, with how often, and kept apart from what was kept', async () => {
    const at = (minute: number) => `2026-11-02T08:0${minute}:00.000000Z+0100`;
    const look = await lookAt([
      { topic: 'zigbee2mqtt/thermometer', payload: { temperature: 1 }, retain: true, tst: at(0) },
      ...[0, 1, 2].map((minute) => ({
        ...{ topic: 'zigbee2mqtt/flur', tst: at(minute) },
        payload: minute === 2 ? { occupancy: true, battery: 9 } : { occupancy: false },
      })),
    ]);
    expect(look.heard).toEqual({ seconds: 120, live: 3, kept: 1, ofNoInterest: 0 });
    expect(look.devices).toEqual([
      {
        ...{ name: 'flur', dialect: 'zigbee2mqtt', ecosystem: 'Zigbee2MQTT', live: 3, kept: 0, perHour: 90 },
        tells: [
          {
            ...{ category: 'presence', sensitivity: 'high' },
            fields: [{ field: 'occupancy', sensitivity: 'high', live: 3, kept: 0, perHour: 90 }],
          },
          {
            ...{ category: 'diagnostics', sensitivity: 'low' },
            fields: [{ field: 'battery', sensitivity: 'low', live: 1, kept: 0, perHour: 30 }],
          },
        ],
        gives: ['name that somebody gave'],
      },
      {
        ...{ name: 'thermometer', dialect: 'zigbee2mqtt', ecosystem: 'Zigbee2MQTT', live: 0, kept: 1 },
        tells: [
          {
            ...{ category: 'climate', sensitivity: 'medium' },
            fields: [{ field: 'temperature', sensitivity: 'medium', live: 0, kept: 1 }],
          },
        ],
        gives: ['name that somebody gave'],
      },
    ]);
    expect(outputs(look).terminal?.replaceAll('\n', ' ')).toContain(
      'In 2 minutes 1 device said 3 things. 1 message was kept there from before, for whoever comes. 1 more device is known and said nothing in that time. 1 tells when somebody is there.',
    );
  });

  test('a device that is known by its address is numbered, and one that was removed is not there', async () => {
    const device = (ieee: string, friendly: string) => ({
      ieee_address: ieee,
      type: 'Router',
      friendly_name: friendly,
    });
    const [one, two] = ['0x00124b0000000001', '0x00124b0000000002'];
    const list = (...devices: object[]) => ({ topic: 'zigbee2mqtt/bridge/devices', payload: devices, retain: true });
    const look = await lookAt([
      list(device(one ?? '', one ?? ''), device(two ?? '', 'lamp')),
      list(device(one ?? '', one ?? '')),
      { topic: `zigbee2mqtt/${one}`, payload: { state: 'ON' } },
    ]);
    expect(look.devices.map(({ name }) => name)).toEqual(['Zigbee2MQTT (1)']);
    expect(look.devices[0]?.gives).toEqual(['hardware address']);
  });

  test('others’ devices that a radio gateway hears are counted, and are no devices of the home', async () => {
    const look = await lookAt(home());
    expect(look.overheard).toBeGreaterThanOrEqual(1);
    expect(outputs(look).terminal).toContain('neighbours’');
  });

  test('what each starting answer would let out is from what is shipped alone', async () => {
    const needs = parseNeeds([
      { match: { dialect: 'tasmota' }, 'at home': 'It counts.', 'zu Hause': 'Es zählt.', needs: [] },
      {
        match: { dialect: 'zigbee2mqtt', vendor: 'Acme', model: 'M1' },
        'at home': 'It sees by itself.',
        'zu Hause': 'Es sieht von selbst.',
        recipient: { id: 'acme', key: 'a'.repeat(43) },
        needs: [
          {
            ...{
              purpose: 'dpv:ServiceProvision',
              field: 'illuminance',
              because: 'Its lamps follow the day.',
              weil: 'Seine Lampen folgen dem Tag.',
            },
            form: { form: 'summary', statistics: ['mean'], window: 'PT1H' },
          },
          {
            purpose: 'dpv:ServiceProvision',
            field: 'smoke',
            because: 'It calls.',
            weil: 'Er ruft an.',
            form: { form: 'exact', grain: 'PT1H' },
          },
        ],
      },
    ]);
    const { postures, devices } = await lookAt(home(), needs);
    expect(postures).toEqual([
      { posture: 'share nothing until I say so', leaves: [], atHome: [], unknown: 0 },
      {
        posture: 'only what devices need to work',
        leaves: [
          {
            ...{ device: 'Flur', field: 'illuminance', to: 'acme', because: 'Its lamps follow the day.' },
            ...{ leaves: 'the average of every hour', when: 'every hour, also when there is nothing to send' },
          },
        ],
        atHome: expect.arrayContaining([
          { says: 'It counts.', devices: 1 },
          { says: 'It sees by itself.', devices: 1 },
        ]),
        unknown: devices.length - 2,
      },
    ]);
  });

  test('what is not understood is counted by reason and by known first level, and nothing else of its topic', async () => {
    const { notUnderstood } = await lookAt([
      { topic: 'jane/bedroom/secret', payload: 'x' },
      { topic: 'joe/attic/secret', payload: 'x' },
      { topic: 'tele/x/SENSOR', payload: '{"a":nan}' },
    ]);
    expect(notUnderstood).toEqual({
      messages: 3,
      reasons: [
        { reason: 'unknown topic', messages: 2 },
        { reason: 'not JSON', messages: 1 },
      ],
      topics: [
        { begins: '…', levels: 3, messages: 2 },
        { begins: 'tele', levels: 3, messages: 1 },
      ],
      parts: [],
    });
  });
});

describe('the outputs', () => {
  test('a line of the terminal is at most 80 columns', async () => {
    const look = await lookAt([...home(), { topic: `zigbee2mqtt/${'ü'.repeat(150)}`, payload: { occupancy: 1 } }]);
    const { terminal = '' } = outputs(look);
    expect(terminal.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('the page stands alone, runs nothing, and its elements are closed and named once', async () => {
    const { page = '' } = outputs(await lookAt(home()));
    expect(page).not.toMatch(/<script|\bon\w+=|https?:|src=|@import|url\(/i);
    const open: string[] = [];
    for (const [, slash, name = ''] of page
      .replace(/<!doctype html>|<style>[\s\S]*?<\/style>/g, '')
      .matchAll(/<(\/?)(\w+)[^>]*>/g)) {
      if (name === 'meta') continue;
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...page.matchAll(/href="#([^"]+)"/g)].every(([, id]) => ids.includes(id))).toBe(true);
    expect([...page.matchAll(/<h1>/g)]).toHaveLength(1);
  });

  test('nothing heard is said as such', async () => {
    const { terminal, page } = outputs(await lookAt([]));
    expect(terminal).toContain('0 devices said 0 things.');
    expect(page).toContain('No device was heard.');
  });
});

test('a flood of topics, fields and addresses is counted in bounded memory', async () => {
  async function* flood() {
    for (let i = 0; i < 10_000; i++) {
      const hex = i.toString(16).padStart(6, '0');
      yield Buffer.from(
        `${JSON.stringify({ topic: `zigbee2mqtt/lamp ${i}x`, payload: { [`field${i}`]: i, mac: `34:31:c4:${hex.replace(/(..)(..)(..)/, '$1:$2:$3')}` } })}\n`,
      );
      yield Buffer.from(
        `${JSON.stringify({ topic: `x${i}/y${'/z'.repeat(i % 500)}`, payload: { [`k${i}`]: 'a@b.example' } })}\n`,
      );
      yield Buffer.from(
        `${JSON.stringify({ topic: `home/omg/BTtoMQTT/3431C5${hex}`, payload: { id: `3431c5${hex}` } })}\n`,
      );
    }
  }
  const { look } = await lookAtRecording(flood(), { signal: noEnd, unread: () => undefined }, sight);
  expect(look.heard.live).toBe(30_000);
  expect(look.devices).toHaveLength(2_000);
  expect(look.moreDevices).toBe(2_000);
  expect(look.overheard).toBe(10_000);
  expect(look.notUnderstood.topics.length).toBeLessThanOrEqual(200);
  expect(JSON.stringify(look).length).toBeLessThan(2_000_000);
});
