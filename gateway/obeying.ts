import type { CommandSpec } from '../rules/command.ts';
import type { Order } from '../rules/command-ways.ts';
import { type Commanded, type CommandHousehold, decideCommand, isInForce } from '../rules/decide-command.ts';
import type { RecipientId } from '../rules/manifest.ts';
import type { DeviceId } from '../rules/reading.ts';
import { productsFor } from '../rules/weigh.ts';
import type { Attached } from './devices/attach/attached.ts';
import { commandTopicThere } from './devices/attach/found-there.ts';
import type { Broker } from './devices/broker/broker.ts';
import type { Client, Clients } from './devices/clients.ts';
import { commandTopic } from './devices/command-topic.ts';
import type { Registry } from './devices/registry.ts';
import type { Allowances } from './household/allowances.ts';
import { commandDelivered, type Entry } from './household/ledger/entries.ts';
import type { Ledger } from './household/ledger/ledger.ts';
import type { Manifests } from './household/manifests.ts';
import type { Judged } from './recipients/commands/commands.ts';
import type { Stopped } from './recipients/commands/looked-at.ts';

export interface ObeyingDeps {
  readonly household: () => CommandHousehold;
  readonly allowances: Allowances;
  readonly manifests: Manifests;
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly clients: Clients;
  readonly broker: () => Broker;
  readonly attached: () => Attached;
  readonly now: () => number;
}

/** Where commands from recipients meet the household's choices and its devices. */
export class Obeying {
  readonly #deps: ObeyingDeps;

  constructor(deps: ObeyingDeps) {
    this.#deps = deps;
  }

  /** An allowance is in force: then the hub listens to this recipient. A rule that holds for a while does not show in that. */
  mayCommand(recipient: RecipientId): boolean {
    const { allowances, manifests, now } = this.#deps;
    const manifest = manifests.get(recipient);
    return allowances.all().some((one) => one.recipient === recipient && isInForce(one, manifest, now()));
  }

  /** The devices that the recipient's products speak about. */
  reachable(recipient: RecipientId): DeviceId[] {
    const manifest = this.#deps.manifests.get(recipient);
    if (manifest === undefined) return [];
    const known = this.#deps.registry.known();
    return known.filter((device) => productsFor(manifest, device).length > 0).map(({ id }) => id);
  }

  judge(command: Commanded, now: number): Judged {
    const { household, allowances, ledger } = this.#deps;
    const decision = decideCommand(household(), command, now);
    if (decision.kind === 'withhold') return { kind: 'withhold', because: decision.because[0] ?? 'not allowed' };
    const way = this.#wayOf(command.device, decision.order);
    const there = way?.broker;
    if (way === undefined || (there !== undefined && !this.#deps.attached().isConnected(there)))
      return { kind: 'withhold', because: 'no way to say it' };
    // What a device was told must be shown later, which a damaged ledger cannot.
    const allowance = ledger.problem === undefined ? allowances.get(decision.allowance) : undefined;
    if (allowance === undefined) return { kind: 'withhold', because: 'cannot be recorded' };
    return {
      kind: 'permit',
      record: () => ledger.append([commandDelivered(allowance)], 'hub'),
      send: () => this.#say(way, Buffer.from(decision.order.payload)),
    };
  }

  /** Writes what reached no device into the ledger. */
  stopped(stopped: readonly Stopped[]): void {
    const groups = Map.groupBy(stopped, ({ recipient, hour, what }) => JSON.stringify([recipient, hour, what]));
    const entries = [...groups.values()].flatMap(([first, ...more]): Entry[] => {
      if (first === undefined) return [];
      const because = Object.fromEntries([first, ...more].map((one) => [one.because, one.count]));
      const { recipient, hour: from, what } = first;
      const to = from + HOUR_MS;
      return [{ type: `command.${what}`, recipient: recipient as RecipientId, from, to, because }];
    });
    this.#deps.ledger.append(entries, 'hub');
  }

  /** Whether this hub knows a topic by which the device, and nobody else, is told this. */
  canTell(device: DeviceId, dialect: string, { name }: CommandSpec): boolean {
    return this.#way(device, dialect, name) !== undefined;
  }

  /** QoS 0: a device that is not there now is not told later, when nobody means it any more. */
  async #say({ topic, broker }: Way, payload: Buffer): Promise<void> {
    if (broker === undefined) await this.#deps.broker().publish({ topic, payload, qos: 0, retain: false });
    else this.#deps.attached().publish(broker, topic, payload, false);
  }

  #wayOf(device: DeviceId, order: Order): Way | undefined {
    const name = order.dialect === 'native' ? order.name : order.dialect === 'tasmota' ? order.word : 'set';
    return this.#way(device, order.dialect, name);
  }

  #way(device: DeviceId, dialect: string, name: string): Way | undefined {
    const { registry, clients, attached } = this.#deps;
    const described = registry.described(device);
    if (described === undefined) return undefined;
    const there = attached().ofSpeaker(described.client);
    if (there !== undefined) {
      const topic = there.grants.commands ? commandTopicThere(described.key, { dialect, name }) : undefined;
      return topic === undefined ? undefined : { topic, broker: there.name };
    }
    const client: Client | undefined = clients.client(described.client);
    const topic = client && commandTopic(client, described.key, { dialect, name });
    return topic === undefined ? undefined : { topic };
  }
}

/** A topic, on the hub's own broker or on an attached one. */
interface Way {
  readonly topic: string;
  readonly broker?: string;
}

const HOUR_MS = 3_600_000;
