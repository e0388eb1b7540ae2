import { parentPort, workerData } from 'node:worker_threads';
import { KeptHours } from '../../rules/kept-hours.ts';
import { ownHome } from '../../rules/own-home.ts';

/** A field of one batch with what is kept of it. */
export interface KeptLine {
  readonly field: string;
  /** Whether it says by itself that somebody is there; else the recipient gets it. */
  readonly says: boolean;
  /** JSON of `KeptValue`s. */
  readonly kept: string;
}

const { timeZone } = workerData as { readonly timeZone: string };
const hours = new KeptHours(timeZone);

parentPort?.on('message', (said: readonly KeptLine[] | 'all') => {
  if (said === 'all') {
    parentPort?.postMessage(ownHome(hours.known()));
    return;
  }
  for (const { field, says, kept } of said) {
    const values = JSON.parse(kept);
    if (says) hours.saysWhetherSomebodyIsThere(field, values);
    else hours.isSeen(field, values);
  }
  parentPort?.postMessage('next');
});
