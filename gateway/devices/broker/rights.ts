import type { Client } from '../clients.ts';
import { DISCOVERY, NO_RIGHTS, type Rights } from '../dialects/ecosystem.ts';
import { ecosystem } from '../dialects/ecosystems.ts';
import { isHubs, isStop } from '../hub-topics.ts';
import { answerTopic, helloTopic, PAIRING_TOPICS } from './newcomer.ts';
import { covers, isBrokersOwn, matches, meet, validFilter } from './topics.ts';

/** Whether the client may publish to the topic; anything nobody granted is refused. */
export function mayPublish(client: Client, topic: string): boolean {
  if (isBrokersOwn(topic)) return false;
  if (isHubs(topic)) return mayStop(client, topic);
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

/** Nobody speaks for the hub; to stop it a person must have granted, which no device's own topics do. */
function mayStop({ kind, grants }: Client, topic: string): boolean {
  const isGranted = grants.write.some((grant) => grantable(grant) && matches(grant, topic));
  return isStop(topic) && (kind === 'app' || kind === 'bridge') && isGranted;
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

function ownRights({ name, kind, dialect = 'native', base }: Client): Rights {
  switch (kind) {
    case 'app':
      return NO_RIGHTS;
    case 'newcomer':
      return base === undefined ? NO_RIGHTS : { write: [helloTopic(base)], read: [answerTopic(base)] };
    case 'device':
    case 'bridge': {
      const known = ecosystem(dialect);
      if (!known || (known.base !== undefined && base === undefined)) return NO_RIGHTS;
      return known.rights({ name, base: base ?? '' });
    }
  }
}
