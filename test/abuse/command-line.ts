import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openHub } from '../../gateway/main.ts';
import { createLog } from '../../gateway/runtime/log.ts';
import { systemRandom } from '../../gateway/runtime/random.ts';
import type { AbuseCase } from './abuse-case.ts';
import type { Arena } from './arena.ts';
import type { GuardName } from './switches.ts';

const NAMES: readonly GuardName[] = ['names and bases'];

function refused(id: string, done: string, guard: AbuseCase['guard'], operation: string, input: object): AbuseCase {
  return {
    id,
    done,
    expected: 'refused with a sentence, and nothing is added',
    guard,
    async run({ house }) {
      const before = house.hub.clients.listClients().length;
      // A name of its own, or without the guard the next would be refused for that.
      const named = 'name' in input ? input : { name: `added-${id.toLowerCase()}`, ...input };
      await expect(house.do(operation, named)).rejects.toThrow();
      expect(house.hub.clients.listClients()).toHaveLength(before);
    },
  };
}

const device = (changes: object) => ({ dialect: 'native', read: [], write: [], ...changes });
const app = (changes: object) => ({ read: [], write: [], ...changes });
const SCHEMA: readonly GuardName[] = ['input schema'];

/** What somebody at the hub, or a program in their name, may ask: names, filters, files. */
export const commandLine: readonly AbuseCase[] = [
  refused('CL-01a', 'a device whose name is a path', NAMES, 'device add', device({ name: '../../etc' })),
  refused('CL-01b', 'a device whose name has a wildcard', NAMES, 'device add', device({ name: 'lamp+' })),
  refused('CL-01c', 'a device whose name has a level more', NAMES, 'device add', device({ name: 'lamp/telemetry' })),
  refused('CL-01d', 'a device whose name runs the other way', NAMES, 'device add', device({ name: 'la\u202emp' })),
  refused('CL-01e', 'a name with a line break', NAMES, 'device add', device({ name: 'lamp\nroot' })),
  refused(
    'CL-02a',
    'a Tasmota whose topic is $SYS',
    NAMES,
    'device add',
    device({ dialect: 'tasmota', base: '$SYS/x' }),
  ),
  refused(
    'CL-02b',
    'a profile whose base is a name of an object’s own members',
    NAMES,
    'device add',
    device({ dialect: 'profile', base: 'toString' }),
  ),
  refused('CL-03a', 'an app that may read $SYS/#', NAMES, 'app add', app({ read: ['$SYS/#'] })),
  refused('CL-03b', 'an app that may read a shared subscription', NAMES, 'app add', app({ read: ['$share/g/#'] })),
  refused('CL-03c', 'an app with a broken filter', NAMES, 'app add', app({ read: ['a/#/b'] })),
  refused(
    'CL-04a',
    'an app that may speak for devices',
    ['subset of the grants'],
    'app add',
    app({ write: ['hearthgate/v1/devices/+/commands/#'] }),
  ),
  refused('CL-05a', 'a member that the operation does not know', SCHEMA, 'device add', device({ admin: true })),
  refused('CL-05b', 'a name that is no text', SCHEMA, 'device add', device({ name: 7 })),
  refused(
    'CL-05c',
    'an operation that is a member of objects',
    {
      cannot: 'nothing of that name can be run, looked for or not',
      proof: 'the operations that exist are run by every other test',
    },
    'constructor',
    {},
  ),
  refused(
    'CL-05d',
    'ten thousand filters',
    { cannot: 'they are counted a second time where grants are kept', proof: 'a hundred are taken' },
    'app add',
    app({ read: Array(10_000).fill('a') }),
  ),
  {
    id: 'DU-16',
    done: 'a second hub on the same data',
    expected: 'it does not start',
    guard: ['lock of the directory'],
    run: (arena) => doesNotOpen(arena, arena.house.dataDir),
  },
  {
    id: 'DU-17',
    done: 'a household.db that is no database',
    expected: 'it does not start, and the file is as it was',
    guard: { cannot: 'SQLite itself refuses it', proof: 'an empty folder is opened by every other test' },
    async run(arena) {
      const dir = mkdtempSync(join(tmpdir(), 'abuse-'));
      writeFileSync(join(dir, 'household.db'), 'not a database'.repeat(100));
      await doesNotOpen(arena, dir);
      expect(statSync(join(dir, 'household.db')).size).toBe(1400);
      rmSync(dir, { recursive: true });
    },
  },
  {
    id: 'HO-01',
    done: 'looking into the data of a running hub as another user',
    expected: 'every file and folder is for its own user alone',
    guard: {
      cannot: 'the file mode mask is set for the whole process',
      proof: 'a file that is opened to others is found',
    },
    async run({ house }) {
      const open = () =>
        readdirSync(house.dataDir, { recursive: true, encoding: 'utf8' }).filter(
          (name) => (statSync(join(house.dataDir, name)).mode & 0o077) !== 0,
        );
      expect(open()).toEqual([]);
      writeFileSync(join(house.dataDir, 'opened'), '');
      chmodSync(join(house.dataDir, 'opened'), 0o644);
      expect(open()).toEqual(['opened']);
      rmSync(join(house.dataDir, 'opened'));
    },
  },
];

async function doesNotOpen({ house }: Arena, dataDir: string): Promise<void> {
  const second = await openHub({
    dataDir,
    config: {
      host: '127.0.0.1',
      mqtt: { enabled: false, port: 0 },
      mqtts: { enabled: false, port: 0 },
      https: { enabled: false, port: 0 },
      http: { enabled: false, port: 0 },
      proxy: { trusted: [] },
      names: [],
      timeZone: 'Europe/Berlin',
      log: 'error',
    },
    clock: house.clock,
    random: systemRandom,
    log: createLog('silent'),
    madeBy: 'demo',
  }).catch(() => undefined);
  await second?.stop();
  expect(second).toBeUndefined();
}
