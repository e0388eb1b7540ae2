import { expect, test } from 'vitest';
import { fullTopicOf } from './full-topic.ts';

test.each([
  ['home/tele/fan/LWT', 'home/%prefix%/fan'],
  ['home/fan/stat/POWER', 'home/fan/%prefix%'],
  ['a/b/fan/c/tele/LWT', 'a/b/fan/c/%prefix%'],
  // Another device, or no prefix: nothing to suggest.
  ['home/tele/fan2/LWT', undefined],
  ['home/tele/LWT', undefined],
  ['home/fan/LWT', undefined],
  ['fan', undefined],
])('%s of the topic "fan" was made by %s', (topic, fullTopic) => expect(fullTopicOf('fan', topic)).toBe(fullTopic));
