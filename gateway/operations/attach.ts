import { X509Certificate } from 'node:crypto';
import Type from 'typebox';
import { LANGUAGES, type Language, type Sentences, speak } from '../../rules/words/speak.ts';
import { readAddress, writeAddress } from '../devices/attach/address.ts';
import {
  type AttachedBroker,
  filtersProblem,
  isBrokerName,
  MOST_BROKERS,
  nameFor,
  type WriteGrants,
} from '../devices/attach/attached.ts';
import { commandWords, type Problem, problemWords } from '../devices/attach/problem.ts';
import { type ReadingState, speakerOf } from '../devices/attach/reader.ts';
import type { Actor } from '../household/ledger/entries.ts';
import type { Hub } from '../main.ts';
import { retireDevices } from './forget.ts';
import { operation, unsaved } from './operation.ts';
import { type Refusal, refusal, refusalAt } from './refusal.ts';
import { Count, NotKept, oneOf, Text, Texts } from './shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 56 });
const Filters = Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { minItems: 1 });
const Itself = oneOf(['no', ...LANGUAGES]);
const Grants = { sharing: Type.Boolean(), commands: Type.Boolean(), itself: Itself };
const Asked = {
  name: Name,
  sharing: Type.Optional(Type.Literal(true)),
  commands: Type.Optional(Type.Literal(true)),
};

const Broker = Type.Object(
  {
    name: Text,
    url: Text,
    user: Type.Optional(Text),
    speaks: oneOf(['MQTT 5', 'MQTT 3.1.1']),
    trusts: Type.String({ description: 'How the hub knows that it is that broker.' }),
    filters: Texts,
    ...Grants,
    state: Type.String({ description: '`connecting`, `connected`, or `waiting: ` and why and what to do.' }),
    stateSays: Type.String({ description: 'The state in the language that was asked for.' }),
    connected: Type.Boolean(),
    devices: Count,
    says: Type.Array(Text, { description: 'What a person should know of it.' }),
  },
  { title: 'Broker' },
);

/** Brokers that the home has already, and that the hub reads along on. */
export const attaching = {
  attach: operation(
    Type.Object({
      url: Type.String({ minLength: 1, maxLength: 512 }),
      name: Type.Optional(Name),
      user: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
      password: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
      ca: Type.Optional(Type.String({ minLength: 1, maxLength: 65_536 })),
      filters: Type.Optional(Filters),
    }),
    Broker,
    async (hub, { url: asked, name: chosen, user: named, password, ca, filters = ['#'] }, { by, how, language }) => {
      const words = speak(language);
      const refuse = (problem: Problem) =>
        refusedAt(
          placeOf(problem),
          how === 'command line' ? commandWords(problem) : problemWords(problem, words),
          language,
        );
      const read = readAddress(asked);
      if ('why' in read) throw refuse(read);
      const { user: inAddress, ...address } = read;
      const user = named ?? inAddress;
      const name = chosen ?? nameFor(address);
      checkName(hub, name, words);
      const problem = filtersProblem(filters);
      if (problem !== undefined) throw refusedAt('/filters', problem, language);
      if (password !== undefined && user === undefined) {
        throw refusedAt('/user', words.brokers.noUser, language);
      }
      if (ca !== undefined && !areCertificates(ca)) throw refuse({ why: 'no trust' });
      if (await hub.attached.isItself(address)) throw refuse({ why: 'this hub' });
      const access = {
        ...(user === undefined ? {} : { user }),
        ...(ca === undefined ? {} : { ca }),
      };
      const target = { address, ...access, ...(password === undefined ? {} : { password }) };
      const shown = await hub.attached.look(target, filters);
      if ('why' in shown) throw refuse(shown);
      // Somebody else may have attached one meanwhile.
      checkName(hub, name, words);
      const broker = { name, url: writeAddress(address), ...access, filters, version: shown.version };
      hub.record([{ type: 'broker.attached', broker: name, url: broker.url, filters }], by, () =>
        hub.attached.keep(broker, password),
      );
      hub.attached.begin(name);
      hub.events.changed('brokers');
      return told(hub, known(hub, name), words);
    },
  ),
  'attach list': operation(Type.Object({}), Type.Array(Broker), (hub, _, { language }) =>
    hub.attached.all().map((broker) => told(hub, broker, speak(language))),
  ),
  'attach grant': operation(
    Type.Object({ ...Asked, itself: Type.Optional(oneOf(LANGUAGES)) }),
    Broker,
    async (hub, { name, ...more }, { by, language }) => {
      const { grants } = known(hub, name);
      const is: WriteGrants = {
        sharing: grants.sharing || more.sharing === true,
        commands: grants.commands || more.commands === true,
        itself: more.itself ?? grants.itself,
      };
      hub.record([{ type: 'broker.changed', broker: name, was: grants, is }], by, () =>
        hub.attached.keepGrants(name, is),
      );
      await hub.grantThere(name, is);
      return told(hub, known(hub, name), speak(language));
    },
  ),
  'attach revoke': operation(
    Type.Object({ ...Asked, itself: Type.Optional(Type.Literal(true)) }),
    Type.Object({ ...Grants, name: Text, notKept: NotKept }),
    async (hub, { name, ...less }, { by }) => {
      const { grants } = known(hub, name);
      const is: WriteGrants = {
        sharing: grants.sharing && less.sharing !== true,
        commands: grants.commands && less.commands !== true,
        itself: less.itself === true ? 'no' : grants.itself,
      };
      // Before the broker is told, which may take its time over that: a hub that is killed meanwhile starts with less.
      hub.lessen([{ type: 'broker.changed', broker: name, was: grants, is }], by, () =>
        hub.attached.keepGrants(name, is),
      );
      await hub.grantThere(name, is);
      return { name, ...is, ...unsaved(hub) };
    },
  ),
  'attach remove': operation(
    Type.Object({ name: Name }),
    Type.Object({ removed: Text, devices: Count, notKept: NotKept }),
    async (hub, { name }, { by }) => {
      known(hub, name);
      const devices = await detach(hub, name, by);
      return { removed: name, devices, ...unsaved(hub) };
    },
  ),
};

/** Nothing is heard from there any more, and its devices are forgotten with what was agreed to about them. */
async function detach(hub: Hub, name: string, by: Actor): Promise<number> {
  const speaker = speakerOf(name).name;
  const devices = hub.registry.of(speaker).length;
  await hub.grantThere(name, NOTHING);
  await hub.attached.end(name);
  hub.lessen([{ type: 'broker.detached', broker: name }], by, () => {
    hub.attached.keepEnded(name);
    hub.registry.keepRetired(speaker);
  });
  await retireDevices(hub, speaker, by);
  await hub.flow.write([['attached said forget', name]]).catch(() => undefined);
  hub.events.changed('brokers');
  return devices;
}

const NOTHING: WriteGrants = { sharing: false, commands: false, itself: 'no' };

function known(hub: Hub, name: string): AttachedBroker {
  const broker = hub.attached.get(name);
  if (!broker) throw refusal('no-such-broker', name);
  return broker;
}

function checkName(hub: Hub, name: string, { brokers, language }: Sentences): void {
  if (!isBrokerName(name)) throw refusedAt('/name', brokers.wrongName, language);
  if (hub.attached.get(name)) throw refusedAt('/name', brokers.nameTaken(name), language);
  if (hub.attached.all().length >= MOST_BROKERS) throw refusedAt('', brokers.tooMany(MOST_BROKERS), language);
}

function refusedAt(path: string, says: string, language: Language): Refusal {
  return refusalAt(path, language, 'broker-refused', says);
}

/** Where in what was asked it is mended. */
function placeOf({ why }: Problem): string {
  switch (why) {
    case 'certificate':
    case 'no trust':
      return '/ca';
    case 'user or password':
      return '/password';
    case 'filters':
    case 'too large':
      return '/filters';
    case 'busy':
    case 'the disk':
      return '';
    default:
      return '/url';
  }
}

export function areCertificates(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function told(hub: Hub, broker: AttachedBroker, words: Sentences) {
  const { name, url, user, ca, filters, grants, version } = broker;
  const secured = url.startsWith('mqtts:');
  const { hub: say, recipients } = words;
  const trusted = ca === undefined ? say.trustsPublic : say.trustsPinned;
  const said = [
    ...(grants.sharing ? [say.sharing] : []),
    ...(grants.commands ? [say.commands] : []),
    ...(grants.itself === 'no' ? [] : [say.itself]),
  ];
  return {
    ...{ name, url, filters: [...filters], ...grants },
    ...(user === undefined ? {} : { user }),
    speaks: version === 5 ? 'MQTT 5' : 'MQTT 3.1.1',
    trusts: secured ? trusted : say.trustsPlace,
    state: stateWords(hub.attached.state(name), speak('en')),
    stateSays: stateWords(hub.attached.state(name), words),
    connected: hub.attached.isConnected(name),
    devices: hub.registry.of(speakerOf(name).name).length,
    says: [
      say.readsAlong(recipients.othersRead),
      ...(secured ? [] : [say.withoutTls(user !== undefined)]),
      said.length > 0 ? say.maySay(said) : say.saysNothing,
      ...(grants.itself === 'no' ? [] : [say.anybodyMayStop]),
      ...(hub.offering.state(name) === 'refused' ? [say.notOffered] : []),
    ],
  };
}

function stateWords(state: ReadingState | undefined, words: Sentences): string {
  const { brokers, recipients } = words;
  if (state === undefined) return brokers.notRunning;
  if (typeof state === 'string') return brokers.states[state];
  if ('mayNotRead' in state) return brokers.mayNotRead(state.mayNotRead.join(', '));
  return recipients.waiting(problemWords(state.waits, words));
}
