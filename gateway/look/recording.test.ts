import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { memoryInUse } from '../../test/memory-in-use.ts';
import { lookAtRecording, shippedSight } from './at.ts';
import { messagesOf } from './recording.ts';

const sight = shippedSight();

async function read(...chunks: readonly (string | Buffer)[]) {
  const input = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const all = [];
  for await (const { line, message, timed } of messagesOf(input, () => 7))
    all.push(message ? { line, timed, ...message, payload: Buffer.from(message.payload).toString() } : { line });
  return all;
}

describe('a line of a recording', () => {
  const at = Date.parse('2026-11-02T07:00:00.123Z');
  test.each<[string, object, object]>([
    [
      'of mosquitto_sub -F %j',
      { tst: '2026-11-02T08:00:00.123456Z+0100', topic: 'a', qos: 0, retain: 0, payload: '{}' },
      { at, timed: true, kept: false, payload: '{}' },
    ],
    [
      'of mosquitto_sub -F %J',
      { tst: '2026-11-02T08:00:00.123456+0100', topic: 'a', retain: 1, payload: { b: 1 } },
      { at, timed: true, kept: true, payload: '{"b":1}' },
    ],
    [
      'with seconds',
      { tst: 1_762_000_000.5, topic: 'a', payload: 1 },
      { at: 1_762_000_000_500, timed: true, kept: false, payload: '1' },
    ],
    [
      'with milliseconds',
      { tst: 1_762_000_000_500, topic: 'a', payload: true, retain: true },
      { at: 1_762_000_000_500, timed: true, kept: true, payload: 'true' },
    ],
    ['of a topic and a payload', { topic: 'a', payload: 'ON' }, { at: 7, timed: false, kept: false, payload: 'ON' }],
    ['of bytes', { topic: 'a', payloadBase64: 'T04=' }, { at: 7, timed: false, kept: false, payload: 'ON' }],
    ['without a payload', { topic: 'a' }, { at: 7, timed: false, kept: false, payload: '' }],
    [
      'with a time that is none',
      { topic: 'a', payload: '', tst: 'soon' },
      { at: 7, timed: false, kept: false, payload: '' },
    ],
  ])('%s', async (_, line, message) => {
    expect(await read(JSON.stringify(line))).toEqual([{ line: 1, topic: 'a', ...message }]);
  });

  test('is found however the file is cut, and one that is none is numbered', async () => {
    const found = await read('{"topic":"a","pay', 'load":"ü"}\r', '\n\nnope\n[1]\n{"topic":7}\n{"topic":"b"}');
    expect(found.map((each) => [each.line, 'topic' in each ? each.topic : undefined])).toEqual([
      [1, 'a'],
      [3, undefined],
      [4, undefined],
      [5, undefined],
      [6, 'b'],
    ]);
  });

  test('that is longer than any message is left out and takes no memory', async () => {
    const before = memoryInUse();
    let held = 0;
    async function* endless() {
      for (let i = 0; i < 300; i++) yield Buffer.alloc(2 ** 20, 'x');
      held = memoryInUse() - before;
      yield Buffer.from('\n{"topic":"a"}\n');
    }
    const all = [];
    for await (const { line, message } of messagesOf(endless(), () => 7)) all.push([line, message?.topic]);
    expect(all).toEqual([
      [1, undefined],
      [2, 'a'],
    ]);
    expect(held).toBeLessThan(20 * 2 ** 20);
  });
});

test('line by line it is told whose speech it is and what becomes of it, without a value', async () => {
  const said = [
    {
      topic: 'homeassistant/binary_sensor/k/x/config',
      payload: { stat_t: 'k/state', val_tpl: '{{ value_json.x }}', dev_cla: 'motion', dev: { ids: ['k1'], name: 'K' } },
    },
    { topic: 'k/state', payload: { x: 'ON', secret: 'canary' } },
    { topic: 'zigbee2mqtt/lamp/set', payload: { state: 'ON' } },
    { topic: 'tele/plug/SENSOR', payload: '{"a":nan}' },
    { topic: 'who/knows', payload: 'canary' },
  ];
  const each: object[] = [];
  await lookAtRecording(
    Readable.from(said.map((line) => Buffer.from(`${JSON.stringify(line)}\n`))),
    {
      signal: new AbortController().signal,
      unread: (line) => expect.unreachable(`line ${line} was not read`),
      each: async (line) => void each.push(line),
    },
    sight,
  );
  const device = expect.stringContaining('home-assistant/');
  expect(each).toEqual([
    { topic: said[0]?.topic, dialect: 'home-assistant', kind: 'devices', devices: [device] },
    {
      ...{ topic: 'k/state', dialect: 'home-assistant', kind: 'readings', devices: [device] },
      leftOver: ['unexpected shape'],
      fields: [{ name: 'x', category: 'presence', sensitivity: 'high' }],
    },
    { topic: 'zigbee2mqtt/lamp/set', dialect: 'zigbee2mqtt', kind: 'ignored' },
    { topic: 'tele/plug/SENSOR', dialect: 'tasmota', kind: 'quarantine', reason: 'not JSON' },
    { topic: 'who/knows', kind: 'quarantine', reason: 'unknown topic' },
  ]);
  expect(JSON.stringify(each)).not.toContain('canary');
});
