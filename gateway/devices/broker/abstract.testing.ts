import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import abstractPersistence from 'aedes-persistence/abstract.js';
import { createLog } from '../../runtime/log.ts';
import { Flow } from '../../store/flow.ts';
import { BROKER_LIMITS } from './limits.ts';
import { Persistence } from './persistence.ts';

/** The tests that aedes-persistence ships for whoever writes a persistence; persistence.test.ts runs this file. */
abstractPersistence({
  test,
  testAsync: true,
  persistence: async () => {
    const dir = mkdtempSync(join(tmpdir(), 'persistence-'));
    const flow = new Flow(join(dir, 'flow.db'));
    await flow.start();
    const deps = {
      flow,
      log: createLog('silent'),
      now: () => 0,
      mayHold: () => true,
      owner: () => 'test',
      onFull: () => undefined,
    };
    return Object.assign(new Persistence(deps, BROKER_LIMITS.persistence), {
      destroy: async () => {
        await flow.write([]);
        await flow.stop();
        rmSync(dir, { recursive: true });
      },
    });
  },
});
