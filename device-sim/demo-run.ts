import mqtt from 'mqtt';
import { pino } from 'pino';
import { openHub } from '../gateway/main.ts';
import { operateOn } from '../gateway/operations/operations.ts';
import { systemRandom } from '../gateway/runtime/random.ts';
import { createAcceleratedClock } from './clock.ts';
import { liveThere, moveIn } from './demo-family.ts';
import { choose, done, SETPOINTS, setUpHousehold } from './demo-household.ts';
import { type DemoPage, openPage } from './demo-page.ts';
import { Screen, type StayedRow } from './demo-screen.ts';
import { searchIn } from './home/canary-search.ts';
import { createHome } from './home/home.ts';
import { publishHome } from './home/publish.ts';
import { acmeHeatingAsksMore } from './vendors/manifest-for.ts';
import { startAcmeHeating, startVoltInsight } from './vendors/start-vendors.ts';

export interface DemoOptions {
  readonly dataDir: string;
  readonly seed: string;
  /** Home time for real time; absent: as fast as suits. */
  readonly speed?: number;
  /**
   * Whether the household's page is served, to a family that has lived with the hub for three days. They pass first, and
   * from then on it is as late at home as everywhere. Without it one day passes that nobody watches.
   */
  readonly page: boolean;
  readonly signal: AbortSignal;
  /** Where pictures go; absent: none are drawn. */
  readonly output?: NodeJS.WriteStream;
}

export interface DemoSummary {
  readonly published: number;
  readonly stayedHome: number;
  readonly vendors: Record<string, { batches: number; records: number; rejected: number }>;
  readonly canaries: { planted: number; found: number; controlFound: boolean };
  /** Real seconds. */
  readonly durationS: number;
  readonly simulatedS: number;
  readonly problems: readonly string[];
  readonly clean: boolean;
}

const TIME_ZONE = 'Europe/Berlin';
const HOME_TIME = new Intl.DateTimeFormat('en-GB', {
  timeZone: TIME_ZONE,
  weekday: 'long',
  hour: '2-digit',
  minute: '2-digit',
});
/** Six in the morning: a day worth watching, and certificates made "then" are valid today. */
const START_HOUR_UTC = 4;
const DAY_MS = 86_400_000;
/** Ten hours in a minute; and three days in half a minute, for whoever waits for the page. */
const SPEED = { watched: 600, toBePast: 10_000 };
const DAYS_PAST = 3;

/** The main job end to end: real hub, real MQTT and TLS, two vendors that really open what they get. */
export async function runDemo({
  dataDir,
  seed,
  page: hasPage,
  signal,
  output,
  ...options
}: DemoOptions): Promise<DemoSummary> {
  const began = performance.now();
  const today = Date.now();
  const start = Math.floor(today / DAY_MS) * DAY_MS - (hasPage ? DAYS_PAST : 1) * DAY_MS + START_HOUR_UTC * 3_600_000;
  const speed = options.speed ?? (hasPage ? SPEED.toBePast : SPEED.watched);
  const clock = createAcceleratedClock({ start, speed, ...(hasPage && { today }) });
  const home = createHome({ seed, start, timeZone: TIME_ZONE });
  const log = pino({ level: 'warn', base: null }, pino.destination(2));
  const hub = await openHub({
    dataDir,
    config: {
      host: '127.0.0.1',
      mqtt: { enabled: true, port: 0 },
      mqtts: { enabled: true, port: 0 },
      https: { enabled: false, port: 0 },
      http: { enabled: false, port: 0 },
      proxy: { trusted: [] },
      names: [],
      timeZone: TIME_ZONE,
      log: 'warn',
    },
    clock,
    random: systemRandom,
    log,
    madeBy: 'demo',
  });
  const [acme, volt] = await Promise.all([startAcmeHeating(clock), startVoltInsight(clock)]);
  await hub.start();
  const family = hasPage ? await moveIn(hub) : undefined;
  const operate = family?.anna ?? operateOn(hub);
  const credentials = await setUpHousehold(operate, home, [acme.signed, volt.signed]);
  const screen = new Screen(output ?? {});
  const viewer = await watch(operate, hub.broker.ports().mqtt, (topic, payload) => screen.said(topic, payload));
  const publisher = await publishHome({
    url: `mqtt://127.0.0.1:${hub.broker.ports().mqtt}`,
    credentials,
    clock,
    home,
  });
  // What a family would still be asked is answered where there is none.
  await choose(operate, (listener) => hub.registry.onChange(listener), family ? [] : [SETPOINTS]);
  const failed: string[] = [];
  const onProblem = (error: unknown) => void failed.push(error instanceof Error ? error.message : String(error));
  let page: DemoPage | undefined;
  let opening: Promise<unknown> = Promise.resolve();
  const ends = family && [
    liveThere(hub, family, start, onProblem),
    clock.at(clock.caughtUpAt, () => {
      const open = async () => {
        await done(family.anna, 'recipient add', { signed: await acmeHeatingAsksMore(acme) });
        page = await openPage(hub, log, clock, family.anna);
      };
      opening = open().catch(onProblem);
    }),
  ];

  const vendors = { [acme.recipient]: acme.receiver, [volt.recipient]: volt.receiver };
  const shown = new Map<string, number>();
  const redraw = setInterval(async () => {
    for (const [id, receiver] of Object.entries(vendors)) {
      for (const record of receiver.records.slice(shown.get(id) ?? 0)) screen.received(id, record);
      shown.set(id, receiver.records.length);
    }
    const stayed = await hub.flow.read<StayedRow>('stayed list', '').catch(() => []);
    const counts = `${publisher.published()} messages said, ${hub.line.stayed.total} field values stayed home`;
    const notes = page?.lines() ?? (hasPage ? [PASSING] : []);
    output?.write(screen.draw(HOME_TIME.format(clock.now()), counts, stayed, notes));
  }, screen.everyMs);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  clearInterval(redraw);
  for (const end of ends ?? []) end();
  await opening;
  await page?.stop();

  const simulatedS = Math.round((clock.now() - start) / 1000);
  await publisher.stop();
  await viewer.endAsync(true);
  await hub.stop();
  await Promise.all([acme.cloud.stop(), volt.cloud.stop()]);

  const everything = Object.values(vendors).flatMap((receiver) => [...receiver.opened(), ...receiver.wire()]);
  const found = searchIn(everything, home.canaries);
  const planted = home.canaries.filter(({ control }) => !control).length;
  const leaked = found.filter(({ canary }) => !canary.control);
  const counts = Object.fromEntries(
    Object.entries(vendors).map(([id, receiver]) => [
      id,
      { batches: receiver.batches.length, records: receiver.records.length, rejected: receiver.rejected.length },
    ]),
  );
  const controlFound = found.some(({ canary }) => canary.control);
  const problems = [
    ...failed,
    ...leaked.map(({ canary }) => `${canary.device} ${canary.field} came out`),
    ...(controlFound ? [] : ['the control canary was not found: the search proves nothing']),
    ...Object.entries(vendors).flatMap(([id, receiver]) =>
      receiver.rejected.map(({ reason }) => `${id} rejected a batch: ${reason}`),
    ),
    ...Object.entries(counts).flatMap(([id, { records }]) => (records > 0 ? [] : [`${id} received nothing`])),
  ];
  return {
    published: publisher.published(),
    stayedHome: hub.line.stayed.total,
    vendors: counts,
    canaries: { planted, found: leaked.length, controlFound },
    durationS: Math.round((performance.now() - began) / 100) / 10,
    simulatedS,
    problems,
    clean: problems.length === 0,
  };
}

const PASSING = 'Three days pass first. Then it is today, and the household’s page opens.';

/** A local app like any other: it sees what devices say because the household granted it the topics. */
async function watch(
  operate: ReturnType<typeof operateOn>,
  port: number | undefined,
  said: (topic: string, payload: Uint8Array) => void,
) {
  const read = ['hearthgate/v1/devices/+/telemetry', 'zigbee2mqtt/+', 'tele/#', 'shellies/#', '+/events/rpc'];
  const added = await operate('app add', { name: 'screen', read, write: [] });
  if (!added.ok) throw new Error(added.problem);
  const { name, password } = added.result as { name: string; password: string };
  const viewer = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { username: name, password, clientId: 'screen' });
  viewer.on('message', (topic, payload) => said(topic, payload));
  await viewer.subscribeAsync(read);
  return viewer;
}
