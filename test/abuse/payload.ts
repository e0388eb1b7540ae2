import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { AbuseCase } from './abuse-case.ts';
import { bytes, publish } from './packets.ts';
import type { GuardName } from './switches.ts';

const OWN = 'hearthgate/v1/devices/hostile/telemetry';

/** Said by a device whose target temperature may leave: acknowledged, not understood, and nothing of it leaves. */
function stays(
  id: string,
  done: string,
  reason: string | undefined,
  guard: AbuseCase['guard'],
  payload: string | Buffer,
): AbuseCase {
  return {
    id,
    done,
    expected: `acknowledged, ${reason === undefined ? 'counted as stayed' : `"${reason}"`}, and none of it leaves`,
    guard,
    async run(arena) {
      const raw = await arena.accepted('hostile');
      raw.send(publish(OWN, payload, { qos: 1 }));
      await raw.until((received) => received.length >= 8);
      const reasons = await arena.reasons();
      if (reason !== undefined) expect(reasons).toContain(reason);
    },
  };
}

const JSON_READER: readonly GuardName[] = ['JSON reader'];
const FIELD_READER: readonly GuardName[] = ['field reader'];
const TYPE: readonly GuardName[] = ['type of a value'];
const nested = (levels: number) => `{"target":${'['.repeat(levels)}66.125${']'.repeat(levels)}}`;

export const payload: readonly AbuseCase[] = [
  stays('PL-03a', 'a key twice', 'duplicate key', JSON_READER, '{"target":66.5,"target":66.125}'),
  stays('PL-03b', 'a key twice, once with an escape', 'duplicate key', JSON_READER, '{"target":66,"t\\u0061rget":67}'),
  stays('PL-04a', 'a number beyond all numbers', 'not a number', FIELD_READER, '{"target":1e999}'),
  stays('PL-04b', 'nan, as real firmware writes it', 'not JSON', JSON_READER, '{"target":nan}'),
  stays('PL-05a', 'forty levels', 'nested too deep', JSON_READER, nested(40)),
  stays(
    'PL-05b',
    'ten thousand levels',
    'nested too deep',
    { cannot: 'a reader without it overflows the stack', proof: 'PL-05a' },
    nested(10_000),
  ),
  stays('PL-06a', '__proto__', 'reserved name', JSON_READER, '{"__proto__":{"target":66.125}}'),
  stays('PL-06b', 'constructor', 'reserved name', JSON_READER, '{"constructor":{"target":66.125}}'),
  stays('PL-06c', 'prototype, deep inside', 'reserved name', JSON_READER, '{"a":{"prototype":{"target":66.125}}}'),
  stays('PL-07a', 'compressed data', 'binary', JSON_READER, gzipSync('{"target":66.125}')),
  stays(
    'PL-07b',
    '100 MB compressed to 100 KB',
    'binary',
    { cannot: 'the reader that inflates it takes the memory of the test', proof: 'PL-07a' },
    gzipSync(Buffer.alloc(100_000_000)),
  ),
  stays(
    'PL-08a',
    'an overlong form in a text',
    'not UTF-8',
    JSON_READER,
    Buffer.concat([Buffer.from('{"target":66.125,"a":"'), bytes(0xc0, 0x80), Buffer.from('"}')]),
  ),
  stays('PL-08b', 'a NUL in a text', 'binary', JSON_READER, '{"target":66.125,"a":"\0"}'),
  stays('PL-10', 'a byte order mark', 'not JSON', JSON_READER, '\ufeff{"target":66.125}'),
  stays('PL-15a', 'single quotes', 'not JSON', JSON_READER, "{'target':66.125}"),
  stays('PL-15b', 'a comment', 'not JSON', JSON_READER, '{"target":66.125/*"*/}'),
  stays('PL-15c', 'a comma at the end', 'not JSON', JSON_READER, '{"target":66.125,}'),
  stays('PL-15d', 'a hexadecimal number', 'not JSON', JSON_READER, '{"target":0x42}'),
  stays('PL-15e', 'an expression', 'not JSON', JSON_READER, '{"target":60+6.125}'),
  stays('PL-13a', 'a text that is a number, for a number', undefined, TYPE, '{"target":"6.125"}'),
  stays('PL-13b', 'a place, for a number', undefined, TYPE, '{"target":"lat=52.1,lon=13.2"}'),
  stays('PL-13c', 'true, for a number', undefined, TYPE, '{"target":true}'),
  stays('PL-13d', 'a list, for a number', undefined, FIELD_READER, '{"target":[66.125,52.1,13.2]}'),
  stays(
    'PL-09',
    'ten thousand field names in one message',
    'too many fields',
    {
      cannot: 'the list of fields is made by the reader itself',
      proof: 'the device is known by at most 256 fields afterwards, which registry.test.ts tells',
    },
    `{${Array.from({ length: 10_000 }, (_, index) => `"f${index}":1`).join()}}`,
  ),
];
