import { DirectoryInUse } from '../main.ts';
import type { Answer } from '../operations/operations.ts';
import { readConfig } from '../runtime/config.ts';
import { createLog } from '../runtime/log.ts';
import { type AsPerson, askedAtTheHub } from './at-the-hub.ts';
import { openHubHere } from './open-hub.ts';

/** Does an operation on the household's files; returns the reason where somebody else has them just now. */
export async function workAlone(
  dataDir: string,
  name: string,
  input: unknown,
  as?: AsPerson,
): Promise<Answer | DirectoryInUse> {
  const config = readConfig(dataDir, process.env);
  try {
    const hub = await openHubHere(dataDir, config, createLog('silent'));
    try {
      return await askedAtTheHub(hub)(name, input, as);
    } finally {
      await hub.stop();
    }
  } catch (error) {
    if (error instanceof DirectoryInUse) return error;
    throw error;
  }
}
