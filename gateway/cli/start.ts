import { flushCompileCache } from 'node:module';
import { announce } from '../announce.ts';
import type { Hub } from '../main.ts';
import { operateOn } from '../operations/operations.ts';
import { appOptions } from '../runtime/app-options.ts';
import { type Config, readConfig } from '../runtime/config.ts';
import { createLog, type Log } from '../runtime/log.ts';
import { superviseIn } from '../supervised.ts';
import { askedAtTheHub } from './at-the-hub.ts';
import { serveControl } from './control.ts';
import { endOnDefect } from './last-words.ts';
import { openHubHere } from './open-hub.ts';
import { ServiceManager } from './service-manager.ts';

/** Makes what a first start needs, the data directory, its keys and certificates, and ends. */
export async function prepare(dataDir: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfig(dataDir, environment);
  const log = createLog(config.log);
  const hub = await openHubHere(dataDir, config, log);
  await hub.prepare();
  await hub.stop();
  return 0;
}

/** Runs the hub until it is told to stop (SIGTERM, SIGINT); a second signal ends it at once. */
export async function start(dataDir: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfig(dataDir, environment);
  const log = createLog(config.log);
  endOnDefect(log);
  const manager = new ServiceManager(environment, log);
  const hub = await openHubHere(dataDir, config, log);
  const serves = () => hub.readiness !== 'fail';
  const failed = (name: string, err: unknown) => log.error({ name, err }, 'not done');
  const control = await serveControl(dataDir, { operate: askedAtTheHub(hub), failed, serves });
  // Listened for before anyone is told that the hub started: who is told may end it at once.
  const told = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  told.then(() => endInTime(log));
  let web: Web | undefined;
  try {
    web = await serve(hub, log, config);
    hub.servedAt(web.ports);
    await hub.start();
  } catch (error) {
    control.close();
    await web?.stop();
    await hub.stop();
    throw error;
  }
  const ports = { ...hub.broker.ports(), ...web.ports };
  const announcer = await announce(hub, config, log);
  const supervised = superviseIn(hub, log, appOptions(dataDir, environment), environment);
  log.info({ ports }, 'hub started');
  // What was compiled is kept now and not at the end, to which a hub whose plug is pulled never comes.
  flushCompileCache();
  manager.ready(serves);
  if (!hub.people.isClaimed && hub.handover.at === undefined) await printSetupCode(hub, web.ports.https);
  await told;
  process.once('SIGTERM', () => process.exit(1));
  process.once('SIGINT', () => process.exit(1));
  log.info('hub stopping');
  manager.stopping();
  control.close();
  control.closeAllConnections();
  await announcer?.stop();
  await supervised?.stop();
  await web?.stop();
  await hub.stop();
  log.info('hub stopped');
  return 0;
}

/** Docker's and systemd's patience is longer; ours is what `docs/reliability.md` promises. */
const STOP_MS = 18_000;

/**
 * What was acknowledged is on the disk, so what does not end by itself, also while it starts, may end with the process; an
 * exit would wait for threads, which may be what hangs.
 */
function endInTime(log: Log): void {
  setTimeout(() => {
    log.error('the hub did not end in order in time: it ends now, as at a power cut');
    log.flush();
    process.kill(process.pid, 'SIGKILL');
  }, STOP_MS).unref();
}

interface Ports {
  readonly http?: number;
  readonly https?: number;
  readonly metrics?: number;
  readonly ingress?: number;
}

interface Web {
  readonly ports: Ports;
  stop(): Promise<void>;
}

/** A hub whose page is switched off does not even load it. */
async function serve(hub: Hub, log: Log, { host, http, https, metrics, ingress }: Config): Promise<Web> {
  const servers: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const server of servers) await server.stop();
  };
  const ports: { -readonly [Name in keyof Ports]: number } = {};
  try {
    if (https.enabled) {
      const { serveApi } = await import('../web/api/api.ts');
      const api = await serveApi({ hub, log, ...(ingress?.enabled && { ingress }) }, host, https.port);
      ports.https = api.port;
      if (api.ingressPort !== undefined) ports.ingress = api.ingressPort;
      servers.push(api);
    }
    if (http.enabled) {
      const { servePlain } = await import('../web/plain.ts');
      const plain = await servePlain(hub, host, http.port, ports.https);
      ports.http = plain.port;
      servers.push(plain);
    }
    if (metrics?.enabled) {
      const { serveMetrics } = await import('../web/metrics.ts');
      const numbers = await serveMetrics(hub, metrics.port);
      ports.metrics = numbers.port;
      servers.push(numbers);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports, stop };
}

/** For whoever stands at the hub; not a line of the log, and good once. */
async function printSetupCode(hub: Hub, port: number | undefined): Promise<void> {
  const answer = await operateOn(hub)('setup-code', {});
  if (!answer.ok) return;
  const { code } = answer.result as { code: string };
  const page = port === undefined ? '' : `open https://${hub.names[0] ?? 'localhost'}:${port}, or: `;
  console.error(
    `Nobody has claimed this hub yet, so nothing is shared. Setup code: ${code}  (30 minutes, once)
To claim it, ${page}hearthgate claim ${code} --name <your name> --passphrase-file <file>`,
  );
}
