import type { Client } from '../clients.ts';
import { fullTopicsOf, type TasmotaPrefix, under } from '../full-topic.ts';
import { answerTopic, helloTopic, PAIRING_TOPICS } from './newcomer.ts';
import { covers, isBrokersOwn, matches, meet, validFilter } from './topics.ts';

/** What one credential may write and read, as filters. */
interface Rights {
  readonly write: readonly string[];
  readonly read: readonly string[];
}

/** Whether the client may publish to the topic; anything nobody granted is refused. */
export function mayPublish(client: Client, topic: string): boolean {
  if (isBrokersOwn(topic)) return false;
  // An app commands a device through its commands topic and speaks for no device (it has no dialect, either).
  if (client.kind === 'app' || client.kind === 'bridge') {
    if (topic.startsWith('hearthgate/') && !matches(COMMANDS, topic)) return false;
  }
  if (isNewcomers(client, topic)) return false;
  return rightsOf(client).write.some((grant) => matches(grant, topic));
}

/**
 * Whether the client may hold the subscription: every topic it could ever match must be granted, an overlap is not
 * enough. `$SYS`, `$share` and `$queue` are never granted.
 */
export function maySubscribe(client: Client, filter: string): boolean {
  if (!validFilter(filter) || isBrokersOwn(filter)) return false;
  return rightsOf(client).read.some((grant) => covers(grant, filter));
}

/** Whether a message on this topic may be delivered to the client; asked again for each delivery. */
export function mayReceive(client: Client, topic: string): boolean {
  return (
    !isBrokersOwn(topic) && !isNewcomers(client, topic) && rightsOf(client).read.some((grant) => matches(grant, topic))
  );
}

/** What newcomers say and are told is for no other, also where everything was granted. */
function isNewcomers(client: Client, topic: string): boolean {
  return client.kind !== 'newcomer' && topic.startsWith(PAIRING_TOPICS);
}

/**
 * Whether the topic is the client's to say: where it writes and does not read. What it reads is said to it, and discovery
 * belongs to whoever said it first.
 */
export function isItsToSay(client: Client, topic: string): boolean {
  return client.kind !== 'app' && mayPublish(client, topic) && !mayReceive(client, topic) && !isDiscovery(topic);
}

/** Whether it says how Home Assistant is to show an entity; such topics have one owner each. */
export function isDiscovery(topic: string): boolean {
  return topic.startsWith('homeassistant/') && DISCOVERY.some((filter) => matches(filter, topic));
}

/** Whether there is a topic that both could say, beside those that a whole ecosystem shares. */
export function maySayTheSame(one: Client, other: Client): boolean {
  const own = (client: Client) => rightsOf(client).write.filter((filter) => !SHARED.has(filter));
  return own(one).some((filter) => own(other).some((another) => meet(filter, another)));
}

const COMMANDS = 'hearthgate/v1/devices/+/commands/+';
/** Discovery of Home Assistant: `<prefix>/<component>/[<node>/]<object>/config`. */
const DISCOVERY = ['homeassistant/+/+/config', 'homeassistant/+/+/+/config'];
const SHARED = new Set([...DISCOVERY, 'tasmota/discovery/#', 'shellies/announce']);
const known = new WeakMap<Client, Rights>();

function rightsOf(client: Client): Rights {
  let rights = known.get(client);
  if (!rights) {
    const own = ownRights(client);
    rights = {
      write: [...own.write, ...client.grants.write].filter(grantable),
      read: [...own.read, ...client.grants.read].filter(grantable),
    };
    known.set(client, rights);
  }
  return rights;
}

function grantable(filter: string): boolean {
  return validFilter(filter) && !isBrokersOwn(filter);
}

function ownRights(client: Client): Rights {
  switch (client.kind) {
    case 'app':
      return NONE;
    case 'newcomer':
      return client.base === undefined ? NONE : { write: [helloTopic(client.base)], read: [answerTopic(client.base)] };
    case 'bridge':
      return client.base === undefined ? NONE : bridge(client.base);
    case 'device':
      return client.dialect === undefined || client.dialect === 'native'
        ? native(client.name)
        : client.base === undefined
          ? NONE
          : device(client.dialect, client.base);
  }
}

const NONE: Rights = { write: [], read: [] };

/** docs/topics.md: a device writes and reads under its own id only. */
function native(name: string): Rights {
  const own = `hearthgate/v1/devices/${name}`;
  return {
    write: [`${own}/declaration`, `${own}/telemetry`, `${own}/availability`, `${own}/commands/+/result`],
    read: [`${own}/commands/+`, `${own}/sharing`],
  };
}

/** zigbee2mqtt and its like: everything under the base topic, and discovery. */
function bridge(base: string): Rights {
  return {
    write: [`${base}/#`, ...DISCOVERY],
    read: [`${base}/#`, 'homeassistant/status'],
  };
}

function device(dialect: string, base: string): Rights {
  switch (dialect) {
    case 'tasmota': {
      const all = (prefix: TasmotaPrefix) => fullTopicsOf(base).map((fullTopic) => `${under(fullTopic, prefix)}#`);
      return { write: [...all('tele'), ...all('stat'), 'tasmota/discovery/#', ...DISCOVERY], read: all('cmnd') };
    }
    case 'shelly-gen1':
      return {
        write: [`shellies/${base}/#`, 'shellies/announce'],
        read: [`shellies/${base}/#`, 'shellies/command'],
      };
    case 'shelly-gen2':
      return { write: [`${base}/#`], read: [`${base}/rpc`, `${base}/command/#`] };
    default:
      // A profile names its topics itself; the household gave the base filter.
      return { write: [base.endsWith('#') ? base : `${base}/#`], read: [base.endsWith('#') ? base : `${base}/#`] };
  }
}
