import { DirectoryInUse, openHub } from '../main.ts';
import type { Answer } from '../operations/operations.ts';
import { systemClock } from '../runtime/clock.ts';
import { readConfig } from '../runtime/config.ts';
import { createLog } from '../runtime/log.ts';
import { systemRandom } from '../runtime/random.ts';
import { type AsPerson, askedAtTheHub } from './at-the-hub.ts';
import { passphraseFrom } from './passphrase.ts';

/** Does an operation on the household's files; returns the reason where somebody else has them just now. */
export async function workAlone(
  dataDir: string,
  name: string,
  input: unknown,
  as?: AsPerson,
): Promise<Answer | DirectoryInUse> {
  const config = readConfig(dataDir, process.env);
  const log = createLog('silent');
  try {
    const passphrase = () => passphraseFrom(config.passphraseFile)('Passphrase');
    const hub = await openHub({
      dataDir,
      config,
      clock: systemClock,
      random: systemRandom,
      log,
      madeBy: 'hub',
      passphrase,
    });
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
