import type { IncomingMessage, ServerResponse } from 'node:http';
import { Counter, Gauge, Registry } from 'prom-client';
import type { Moved } from '../events.ts';
import type { Hub } from '../main.ts';
import { soonestEnd } from '../operations/certificates.ts';
import { METRICS_HOST } from '../runtime/config.ts';
import { VERSION } from '../runtime/version.ts';
import { HEADERS } from './guard.ts';
import { isOurs, Proxies } from './host.ts';
import { Listener } from './listener.ts';

export interface Metrics {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Serves numbers about the hub to programs on this machine. No label names a device, recipient, person or field: how
 * many there are, and how much goes, is told as one number for the whole home.
 */
export async function serveMetrics(hub: Hub, port: number): Promise<Metrics> {
  const registry = new Registry();
  measure(hub, registry);
  const ends = countBatches(hub, registry);
  const proxies = new Proxies([]);
  const listening = { port };
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '', headers, socket } = request;
    const say = (status: number, body: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { ...HEADERS, 'content-type': type, connection: 'close' }).end(body);
    };
    // A page that a browser on this machine shows may point a name of its own here.
    const asking = { names: [], port: listening.port, usualPort: 80, proxies } as const;
    if (!isOurs(headers.host ?? '', socket, asking)) return say(403, 'ask by 127.0.0.1\n');
    if (url !== '/metrics') return say(404, 'the numbers are at /metrics\n');
    if (method !== 'GET') return say(405, 'nothing is taken here\n');
    registry
      .metrics()
      .then((metrics) => say(200, metrics, registry.contentType))
      .catch(() => response.destroy());
  };
  const listener = new Listener({ which: 'metrics', host: METRICS_HOST, serve, clock: hub.clock, proxies });
  listening.port = await listener.start(port);
  return {
    port: listening.port,
    async stop() {
      ends();
      await listener.stop();
    },
  };
}

/** Batches that came into a state. Returns what ends the counting. */
function countBatches(hub: Hub, registry: Registry): () => void {
  const batches = new Counter({
    name: 'hearthgate_batches_total',
    help: 'Batches that came into a state since the start.',
    labelNames: ['state'],
    registers: [registry],
  });
  for (const state of STATES) batches.inc({ state }, 0);
  return hub.events.on((event) => {
    if (event.event === 'left') batches.inc({ state: event.state });
  });
}

const STATES: readonly Moved['state'][] = ['waiting', 'sent', 'possibly received', 'dropped'];

/** What is asked for when somebody looks. */
function measure(hub: Hub, registry: Registry): void {
  const gauge = (name: string, value: () => number | Promise<number>, help: string) => {
    const collect = async () => made.set(await value());
    const made: Gauge = new Gauge({ name: `hearthgate_${name}`, help, registers: [registry], collect });
  };
  const counter = (name: string, total: () => number, help: string) => {
    const collect = () => {
      made.reset();
      made.inc(total());
    };
    const made: Counter = new Counter({ name: `hearthgate_${name}`, help, registers: [registry], collect });
  };
  const truth = (name: string, isSo: () => boolean, help: string) => gauge(name, () => (isSo() ? 1 : 0), help);
  const info = { name: 'hearthgate_info', help: 'Which Hearthgate this is.', labelNames: ['version'] };
  new Gauge({ ...info, registers: [registry] }).set({ version: VERSION }, 1);
  truth('ready', () => hub.readiness !== 'fail', 'Whether devices are served.');
  truth('time_known', () => hub.clock.knowsTime, 'Whether the date is known; nothing is shared where it is not.');
  truth('sharing_stopped', () => hub.stopped.stopped, 'Whether somebody stopped all sharing.');
  truth('disk_takes', () => !hub.line.takesNothing, 'Whether the disk takes records; nothing is shared otherwise.');
  truth('changes_kept', () => hub.unsaved === undefined, 'Whether all that is in force is on the disk.');
  truth('ledger_holds', () => hub.ledger.problem === undefined, 'Whether the ledger is what was signed.');
  gauge('ledger_entries', () => hub.ledger.size, 'Entries of the ledger.');
  const ends = async () => (await soonestEnd(hub)) / 1000;
  gauge('certificates_end_seconds', ends, 'When the first of the hub’s own ends.');
  gauge('clients_connected', () => hub.broker.connected, 'Devices and apps that are connected.');
  gauge('devices', () => hub.registry.known().length, 'Devices that are known.');
  gauge('recipients', () => hub.manifests.all().length, 'Recipients that are known.');
  const inTrouble = 'Recipients with something agreed that get nothing now.';
  gauge('recipients_in_trouble', () => recipientsInTrouble(hub), inTrouble);
  counter('values_stayed_total', () => hub.line.stayed.total, 'Values that stayed home since the start.');
  gauge('uptime_seconds', () => process.uptime(), 'Since the start.');
  counter('cpu_seconds_total', cpuSeconds, 'Processor time that was used.');
  gauge('resident_memory_bytes', () => process.memoryUsage.rss(), 'Memory that the process has.');
}

function recipientsInTrouble(hub: Hub): number {
  const given = hub.consents.standing().filter(({ state }) => state === 'given');
  const agreed = new Set<string>(given.map(({ recipient }) => recipient));
  const waits = hub.recipients.states().filter(({ state }) => state.startsWith('waiting'));
  return waits.filter(({ recipient }) => agreed.has(recipient)).length;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
