import { type Hub, openHub } from '../main.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Config } from '../runtime/config.ts';
import type { Log } from '../runtime/log.ts';
import { systemRandom } from '../runtime/random.ts';
import { passphraseFrom } from './passphrase.ts';

/** Opens a household's hub on this machine; the passphrase is asked for where one opens its root key. Throws as `openHub` does. */
export function openHubHere(dataDir: string, config: Config, log: Log): Promise<Hub> {
  return openHub({
    ...{ dataDir, config, log, clock: systemClock, random: systemRandom },
    madeBy: 'hub',
    passphrase: () => passphraseFrom(config.passphraseFile)('Passphrase'),
  });
}
