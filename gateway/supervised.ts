import { writeAddress } from './devices/attach/address.ts';
import type { Hub } from './main.ts';
import { type Operate, operateOn } from './operations/operations.ts';
import type { AppOptions } from './runtime/app-options.ts';
import type { Clock } from './runtime/clock.ts';
import type { Log } from './runtime/log.ts';

export interface SupervisedDeps {
  readonly hub: Hub;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Log;
  readonly options: AppOptions;
  readonly token: string;
  /** Where the Supervisor answers, in place of where it does in every app. */
  readonly supervisor?: string;
}

const SUPERVISOR = 'http://supervisor';
/** What the broker is called here. */
const BROKER = 'home-assistant';
const HOUSEHOLDS = 'the hub was handed over: somebody of the household does that now';
const AGAIN_MS = 60_000;
const TIMEOUT_MS = 10_000;
const MOST_BYTES = 65_536;

/** A broker as the Supervisor names it (developers.home-assistant.io/docs/api/supervisor/endpoints, `/services/mqtt`). */
interface Named {
  readonly host: string;
  readonly port: number;
  readonly secured: boolean;
  readonly user?: string;
  readonly password?: string;
}

/**
 * The hub as an app of Home Assistant, where the household switched that on: it reads along on the broker that the Supervisor
 * names, with the user that it gives, and follows what is set there. Asks again until that is done, and no more then.
 */
export class Supervised {
  readonly #deps: SupervisedDeps;
  readonly #operate: Operate;
  #cancel: (() => void) | undefined;
  #said: string | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: SupervisedDeps) {
    this.#deps = deps;
    this.#operate = operateOn(deps.hub, 'hub');
  }

  start(): void {
    if (!this.#deps.options.attach) return;
    this.#running = this.#try();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }

  async #try(): Promise<void> {
    const problem = await this.#follow().catch((error: unknown) =>
      error instanceof Error ? error.message : 'unknown',
    );
    if (problem === undefined || this.#stopped) return;
    // Once for each reason: it is asked every minute.
    if (problem !== this.#said)
      this.#deps.log.warn({ reason: problem }, 'not reading along on Home Assistant’s broker');
    this.#said = problem;
    this.#cancel = this.#deps.clock.after(AGAIN_MS, () => {
      this.#running = this.#try();
    });
  }

  /** Why it is not done yet. */
  async #follow(): Promise<string | undefined> {
    const named = await this.#named();
    if (named === undefined) return 'no broker yet: install or start the Mosquitto broker app';
    const { hub } = this.#deps;
    const { host, port, secured, ...who } = named;
    const admission = { url: writeAddress({ secured, host, port }), ...who };
    if (hub.attached.get(BROKER) === undefined) {
      if (this.#isHouseholds) return HOUSEHOLDS;
      const answer = await this.#operate('attach', { name: BROKER, ...admission });
      if (!answer.ok) return answer.problem;
    } else await hub.readmitThere(BROKER, admission);
    return this.#offer();
  }

  async #offer(): Promise<string | undefined> {
    const { hub, options, log } = this.#deps;
    const { shows_itself: itself } = options;
    if (hub.attached.get(BROKER)?.grants.itself === itself) return undefined;
    if (itself !== 'no' && this.#isHouseholds) return HOUSEHOLDS;
    if (itself !== 'no' && this.#isTakenBack()) {
      log.info('the hub does not show itself: somebody took that back, and only somebody gives it again');
      return undefined;
    }
    const answer =
      itself === 'no'
        ? await this.#operate('attach revoke', { name: BROKER, itself: true })
        : await this.#operate('attach grant', { name: BROKER, itself });
    return answer.ok ? undefined : answer.problem;
  }

  /** Whether it was a person who said last that the hub is not to show itself there. */
  #isTakenBack(): boolean {
    const last = this.#deps.hub.ledger.read(0, -1).findLast(({ entry }) => {
      if (entry?.type === 'broker.changed') return entry.broker === BROKER && entry.was.itself !== entry.is.itself;
      return entry?.type === 'broker.detached' && entry.broker === BROKER;
    })?.entry;
    if (last === undefined || last.by === 'hub') return false;
    return last.type !== 'broker.changed' || last.is.itself === 'no';
  }

  /** Once it was handed over, what is set in Home Assistant may only take back, as the command line (docs/handover.md). */
  get #isHouseholds(): boolean {
    return this.#deps.hub.handover.at !== undefined;
  }

  /** Undefined where the Supervisor knows of none. */
  async #named(): Promise<Named | undefined> {
    const { token, supervisor = SUPERVISOR } = this.#deps;
    const response = await fetch(`${supervisor}/services/mqtt`, {
      headers: { authorization: `Bearer ${token}` },
      ...{ redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) },
    }).catch(() => undefined);
    if (response === undefined) throw new Error('the Supervisor does not answer');
    const text = await response.text();
    if (response.status === 401 || response.status === 403) throw new Error('the Supervisor does not let this app ask');
    if (!response.ok) return undefined;
    // It names whoever it likes; what it says in place of a broker is not repeated.
    return text.length > MOST_BYTES ? undefined : namedIn(text);
  }
}

/** Undefined where the hub is no app of Home Assistant. */
export function superviseIn(
  hub: Hub,
  log: Log,
  options: AppOptions | undefined,
  { SUPERVISOR_TOKEN: token = '' }: NodeJS.ProcessEnv,
): Supervised | undefined {
  if (options === undefined || token === '') return undefined;
  const supervised = new Supervised({ hub, clock: hub.clock, log, options, token });
  supervised.start();
  return supervised;
}

function namedIn(text: string): Named | undefined {
  const data = member(parsed(text), 'data');
  const [host, port, ssl] = [member(data, 'host'), member(data, 'port'), member(data, 'ssl')];
  const [user, password] = [member(data, 'username'), member(data, 'password')];
  if (typeof host !== 'string' || typeof port !== 'number' || !Number.isInteger(port)) return undefined;
  return {
    ...{ host, port, secured: ssl === true },
    ...(typeof user === 'string' && user !== '' ? { user } : {}),
    ...(typeof password === 'string' && password !== '' ? { password } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
