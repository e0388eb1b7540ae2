import { expect, test } from 'vitest';
import { messageOf, replay } from './replay.ts';

const line = (topic: string, payload: string) => `${topic} ${Buffer.from(payload).toString('hex')}`;

test('a line is a topic, with spaces in it or not, and a payload of any bytes', () => {
  expect(messageOf(line('zwave/my lamp/37/0/currentValue', 'true'))).toEqual({
    topic: 'zwave/my lamp/37/0/currentValue',
    payload: Buffer.from('true'),
  });
  expect(messageOf('a ff00')).toEqual({ topic: 'a', payload: Buffer.from([0xff, 0]) });
  for (const none of ['', 'topic', 'a f', 'a zz', ' ff']) expect(messageOf(none)).toBeUndefined();
});

const RECORDING = [
  line('wled/a1b2c3/g', '128'),
  line('wled/a1b2c3/status', 'online'),
  line('frigate/garden/person', '1'),
  line('a/diary', 'of Jane'),
].flatMap((each) => messageOf(each) ?? []);

test('what becomes of a recording is counted, without a value of it', () => {
  const { outcomes, fields, unclear } = replay(RECORDING, []);
  expect([...outcomes]).toEqual([
    ['readings', 2],
    ['ignored', 1],
    ['quarantined: unknown topic', 1],
  ]);
  expect([...fields.keys()]).toEqual(['wled brightness', 'frigate objects.person']);
  expect([...unclear]).toEqual([['a/diary', 'unknown topic']]);
});

test('one dialect alone understands its own', () => {
  const { outcomes } = replay(RECORDING, [], { dialect: 'wled', base: 'wled/a1b2c3' });
  expect(outcomes.get('quarantined: unknown topic')).toBe(2);
  expect(() => replay([], [], { dialect: 'wlde' })).toThrow('no dialect is called wlde; there are native');
});
