import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Answer } from '../operations/operations.ts';
import type { AsPerson } from './at-the-hub.ts';
import { UsageError } from './command.ts';
import { askHub } from './control.ts';

/** Operations that only tell; they make no household where there is none. */
const READS = /(^| )(list|explain|status|quarantine|export|show|check|commissioning|hand-over|take-back)$/;

/** A hub that starts or stops, or another command, has the data for a moment. */
const BUSY_MS = 10_000;

/** Asks one operation of the hub that a command is about, as whoever asks. */
export type Asked = (operation: string, input: unknown) => Promise<Answer>;

/** The running hub answers; where none runs, the same operation works on the household's files directly. */
export async function ask(dataDir: string, name: string, input: unknown, as?: AsPerson): Promise<Answer> {
  const patience = performance.now() + BUSY_MS;
  for (;;) {
    const answered = await askHub(dataDir, name, input, as);
    if (answered) return answered;
    if (!existsSync(join(dataDir, 'household.db')) && READS.test(name)) {
      throw new UsageError(
        `there is no household in ${dataDir}; start the hub first, or set HEARTHGATE_DATA to its folder`,
      );
    }
    // Only now: a whole hub takes half a second and 70 MB that a question to the running one does not need.
    const { workAlone } = await import('./alone.ts');
    const done = await workAlone(dataDir, name, input, as);
    if (!(done instanceof Error)) return done;
    if (performance.now() > patience) throw done;
    await setTimeout(100);
  }
}
