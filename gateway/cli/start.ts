import { announce } from '../announce.ts';
import { type Hub, openHub } from '../main.ts';
import { operateOn } from '../operations/operations.ts';
import { systemClock } from '../runtime/clock.ts';
import { readConfig } from '../runtime/config.ts';
import { createLog, type Log } from '../runtime/log.ts';
import { systemRandom } from '../runtime/random.ts';
import type { Api } from '../web/api/api.ts';
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
  let api: Api | undefined;
  try {
    api = config.http.enabled ? await serve(hub, log, config.http.port) : undefined;
    await hub.start();
  } catch (error) {
    control.close();
    await api?.stop();
    await hub.stop();
    throw error;
  }
  const ports = { ...hub.broker.ports(), ...(api === undefined ? {} : { http: api.port }) };
  const announcer = await announce(hub, config, log);
  log.info({ ports }, 'hub started');
  await told;
  process.once('SIGTERM', () => process.exit(1));
  process.once('SIGINT', () => process.exit(1));
  log.info('hub stopping');
  control.close();
  control.closeAllConnections();
  await announcer?.stop();
  await api?.stop();
  await hub.stop();
  log.info('hub stopped');
  return 0;
}

/** A hub whose API is switched off does not even load it. */
async function serve(hub: Hub, log: Log, port: number): Promise<Api> {
  const { serveApi } = await import('../web/api/api.ts');
  return serveApi({ hub, log }, port);
}
