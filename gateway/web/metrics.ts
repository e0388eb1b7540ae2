import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Moved } from '../events.ts';
import type { Hub } from '../main.ts';
import { soonestEnd } from '../operations/certificates.ts';
import { METRICS_HOST } from '../runtime/config.ts';
import { CONTENT_TYPE, exposition, type Metric } from '../runtime/exposition.ts';
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
  const batches: Record<Moved['state'], number> = { waiting: 0, sent: 0, 'possibly received': 0, dropped: 0 };
  const ends = hub.events.on((event) => {
    if (event.event === 'left') batches[event.state] += 1;
  });
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
    measured(hub, batches)
      .then((metrics) => say(200, exposition(metrics), CONTENT_TYPE))
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

async function measured(hub: Hub, batches: Readonly<Record<string, number>>): Promise<Metric[]> {
  const { user, system } = process.cpuUsage();
  const of = (name: string, type: Metric['type'], value: Metric['value'], help: string): Metric => ({
    ...{ name: `hearthgate_${name}`, type, value, help },
  });
  const is = (truth: boolean) => (truth ? 1 : 0);
  const waits = hub.recipients.states().filter(({ state }) => state.startsWith('waiting'));
  const given = hub.consents.standing().filter(({ state }) => state === 'given');
  const agreed = new Set<string>(given.map(({ recipient }) => recipient));
  const inTrouble = waits.filter(({ recipient }) => agreed.has(recipient));
  return [
    of('info', 'gauge', { label: 'version', by: { [VERSION]: 1 } }, 'Which Hearthgate this is.'),
    of('ready', 'gauge', is(hub.readiness !== 'fail'), 'Whether devices are served.'),
    of('time_known', 'gauge', is(hub.clock.knowsTime), 'Whether the date is known; nothing is shared where it is not.'),
    of('sharing_stopped', 'gauge', is(hub.stopped.stopped), 'Whether somebody stopped all sharing.'),
    of(
      'disk_takes',
      'gauge',
      is(!hub.line.takesNothing),
      'Whether the disk takes records; nothing is shared otherwise.',
    ),
    of('changes_kept', 'gauge', is(hub.unsaved === undefined), 'Whether all that is in force is on the disk.'),
    of('ledger_holds', 'gauge', is(hub.ledger.problem === undefined), 'Whether the ledger is what was signed.'),
    of('ledger_entries', 'gauge', hub.ledger.size, 'Entries of the ledger.'),
    of('certificates_end_seconds', 'gauge', (await soonestEnd(hub)) / 1000, 'When the first of the hub’s own ends.'),
    of('clients_connected', 'gauge', hub.broker.connected, 'Devices and apps that are connected.'),
    of('devices', 'gauge', hub.registry.known().length, 'Devices that are known.'),
    of('recipients', 'gauge', hub.manifests.all().length, 'Recipients that are known.'),
    of('recipients_in_trouble', 'gauge', inTrouble.length, 'Recipients with something agreed that get nothing now.'),
    of('values_stayed_total', 'counter', hub.line.stayed.total, 'Values that stayed home since the start.'),
    of('batches_total', 'counter', { label: 'state', by: batches }, 'Batches that came into a state since the start.'),
    of('uptime_seconds', 'gauge', process.uptime(), 'Since the start.'),
    of('cpu_seconds_total', 'counter', (user + system) / 1e6, 'Processor time that was used.'),
    of('resident_memory_bytes', 'gauge', process.memoryUsage.rss(), 'Memory that the process has.'),
  ];
}
