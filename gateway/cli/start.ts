import { openHub } from '../main.ts';
import { operateOn } from '../operations/operations.ts';
import { systemClock } from '../runtime/clock.ts';
import { readConfig } from '../runtime/config.ts';
import { createLog } from '../runtime/log.ts';
import { systemRandom } from '../runtime/random.ts';
import { serveControl } from './control.ts';
import { endOnDefect } from './last-words.ts';
import { passphraseFrom } from './passphrase.ts';

/** Makes what a first start needs, the data directory, its keys and certificates, and ends. */
export async function prepare(dataDir: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfig(dataDir, environment);
  const log = createLog(config.log);
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
  await hub.prepare();
  await hub.stop();
  return 0;
}

/** Runs the hub until it is told to stop (SIGTERM, SIGINT); a second signal ends it at once. */
export async function start(dataDir: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfig(dataDir, environment);
  const log = createLog(config.log);
  endOnDefect(log);
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
  const control = await serveControl(dataDir, operateOn(hub), (name, err) => log.error({ name, err }, 'not done'));
  // Listened for before anyone is told that the hub started: who is told may end it at once.
  const told = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  try {
    await hub.start();
  } catch (error) {
    control.close();
    await hub.stop();
    throw error;
  }
  log.info({ ports: hub.broker.ports() }, 'hub started');
  await told;
  process.once('SIGTERM', () => process.exit(1));
  process.once('SIGINT', () => process.exit(1));
  log.info('hub stopping');
  control.close();
  control.closeAllConnections();
  await hub.stop();
  log.info('hub stopped');
  return 0;
}
