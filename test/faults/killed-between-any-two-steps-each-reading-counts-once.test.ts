import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHome } from './home.ts';

const KILLER = join(import.meta.dirname, 'kill-at.fixture.ts');

/** The line, step by step: names of the statements that a step commits, or of what is neither before nor behind a commit. */
const STEPS = [
  'received',
  // Record: the effect of what was said, and by what that is known again.
  'before broker taken put',
  'before COMMIT',
  'after COMMIT',
  'after broker taken put',
  // A batch is formed and has its number.
  'before outbox batch add',
  'after outbox batch add',
  // It is sealed, and counts as possibly received.
  'before outbox batch touch',
  'after outbox batch touch',
  'before sending',
  'after sending',
  // It was acknowledged, and is forgotten.
  'before outbox batch delete',
  'after outbox batch delete',
  // QoS 2: the identifier is free again.
  'before broker incoming delete',
  'after broker incoming delete',
];

test('promises 7 and 8: killed between any two steps of the line, each reading counts once', async () => {
  const home = await openHome();
  await home.kill();
  for (const step of STEPS) {
    await home.restart({ NODE_OPTIONS: `--import=${KILLER}`, FAULT_AT: step });
    const { process } = home.hub;
    if (process.signalCode === null) await once(process, 'exit', { signal: AbortSignal.timeout(15_000) });
    expect(process.signalCode, step).toBe('SIGKILL');
  }
  await home.restart();
  await home.check();
}, 150_000);
