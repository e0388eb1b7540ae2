import Type, { type Static } from 'typebox';
import { reasonWords } from '../../rules/classify.ts';
import { areOneAlphabetEach } from '../../rules/one-alphabet.ts';
import type { KnownDevice } from '../../rules/plan.ts';
import type { FieldName } from '../../rules/reading.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import { describeRule } from '../household/standing-rules.ts';
import type { Hub } from '../main.ts';
import { AlsoRead, othersRead } from './also-read.ts';
import { flows } from './flows.ts';
import { recordOpened, sensitiveIn } from './opened.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, DeviceValue, Goes, Reveals, Stopped, Text, Time } from './shapes.ts';
import { stopOf } from './stops.ts';

const About = {
  id: Text,
  name: Type.Optional(Text),
  room: Type.Optional(Text),
  isNew: Type.Boolean({ description: 'Nobody has looked at it yet; nothing of it leaves by itself.' }),
  client: Text,
  dialect: Text,
  alsoRead: AlsoRead,
  vendor: Type.Optional(Text),
  model: Type.Optional(Text),
  lastHeard: Type.Optional(Type.String({ format: 'date-time', description: 'Since the hub was started.' })),
};
const One = Type.Object({ device: Type.String() });
const Which = Type.Object({
  search: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'Part of what it is called, of its room, or of what it is.',
    }),
  ),
  room: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  isNew: Type.Optional(Type.Boolean()),
});
const Getter = Type.Object({ recipient: Text, name: Text });

/** The devices as a household looks at them: what each can tell, and who gets it. */
export const devicePage = {
  'device states': operation(
    Which,
    Type.Array(
      Type.Object(
        { ...About, fields: Count, sharedFields: Count, recipients: Type.Array(Getter) },
        { title: 'DeviceState' },
      ),
    ),
    (hub, which, { language }) =>
      found(hub, which).map((device) => ({
        ...about(hub, device, speak(language)),
        fields: fieldsOf(hub, device).length,
        ...sharedOf(hub, device),
      })),
  ),
  'room list': operation(
    Type.Object({}),
    Type.Array(Type.Object({ room: Text, devices: Count }, { title: 'Room' })),
    (hub) => {
      const rooms = new Map<string, number>();
      for (const { room } of hub.registry.known()) if (room !== undefined) rooms.set(room, (rooms.get(room) ?? 0) + 1);
      return [...rooms]
        .map(([room, devices]) => ({ room, devices }))
        .sort((a, b) => ORDER_OF_NAMES.compare(a.room, b.room));
    },
  ),
  'device show': operation(
    One,
    Type.Object(
      {
        ...About,
        base: Type.Optional(Type.String({ description: 'The topic that its credential publishes under.' })),
        stopped: Stopped,
        hours: Type.Array(Type.Object({ id: Text, says: Text }), {
          description: 'Rules for hours in which nothing of it leaves.',
        }),
        fields: Type.Array(
          Type.Object(
            { field: Text, unit: Type.Optional(Text), ...Reveals, reason: Text, goes: Type.Array(Goes) },
            { title: 'DeviceField' },
          ),
        ),
      },
      { title: 'Device' },
    ),
    (hub, { device: id }, { language }) => {
      const words = speak(language);
      const device = known(hub, id);
      const byField = Map.groupBy(
        flows(hub, (route) => route.device === device.id, words),
        ({ field }) => field,
      );
      const fields = fieldsOf(hub, device).map((field) => ({
        field,
        ...unitOf(device, field),
        ...revealed(hub, device, field, words),
        goes: byField.get(field) ?? [],
      }));
      return {
        ...about(hub, device, words),
        ...baseOf(hub, device),
        ...stopOf(hub, { device: device.id }),
        hours: hoursOf(hub, device, words),
        fields: fields.sort(bySensitivity),
      };
    },
  ),
  'device looked': operation(One, Type.Object({ device: Text }), (hub, { device: id }) => {
    const device = known(hub, id);
    if (hub.registry.isNew(device.id)) {
      hub.registry.looked(device.id, hub.clock.now());
      hub.events.changed('devices');
    }
    return { device: device.id };
  }),
  'device values': operation(
    One,
    Type.Object({
      device: Text,
      at: Type.Optional(Time),
      values: Type.Array(Type.Object({ field: Text, value: DeviceValue, unit: Type.Optional(Text) })),
    }),
    (hub, { device: id }, { by }) => {
      const device = known(hub, id);
      const last = hub.line.recent.last(device.id);
      const values = last?.fields ?? [];
      if (last) recordOpened(hub, sensitiveIn(hub, [last]), by);
      return {
        device: device.id,
        ...(last === undefined ? {} : { at: new Date(last.at).toISOString() }),
        values: values.map(({ name, value }) => ({ field: name, value, ...unitOf(device, name) })),
      };
    },
  ),
};

/** How many of its fields leave at the moment, and to whom. */
function sharedOf(hub: Hub, { id }: KnownDevice) {
  const open = [...(hub.plan.devices.get(id)?.values() ?? [])]
    .map((routes) => routes.filter(({ held }) => held === undefined))
    .filter((routes) => routes.length > 0);
  const getters = new Set(open.flat().map(({ recipient }) => recipient));
  return {
    sharedFields: open.length,
    recipients: [...getters].map((recipient) => ({
      recipient,
      name: hub.manifests.get(recipient)?.controller.name ?? recipient,
    })),
  };
}

/** Those asked for, the new ones first, then by what people call them. */
function found(hub: Hub, { search, room, isNew }: Static<typeof Which>) {
  const part = search?.toLocaleLowerCase();
  return hub.registry
    .known()
    .filter((device) => room === undefined || device.room === room)
    .map((device) => ({
      device,
      isNew: hub.registry.isNew(device.id),
      called: hub.registry.described(device.id)?.name ?? device.id,
    }))
    .filter((each) => isNew === undefined || each.isNew === isNew)
    .filter(({ device, called }) => part === undefined || says(device, called).includes(part))
    .sort((a, b) => Number(b.isNew) - Number(a.isNew) || ORDER_OF_NAMES.compare(a.called, b.called))
    .map(({ device }) => device);
}

function says({ id, room = '', vendor = '', model = '' }: KnownDevice, called: string): string {
  return [called, id, room, vendor, model].join('\n').toLocaleLowerCase();
}

/** `lamp 2` stands before `lamp 10`. */
const ORDER_OF_NAMES = new Intl.Collator(undefined, { numeric: true });

function known(hub: Hub, id: string): KnownDevice {
  const device = hub.registry.known().find((each) => each.id === id);
  if (device === undefined) throw refusal('no-such-device', id);
  return device;
}

function about(hub: Hub, { id, dialect, vendor, model, room }: KnownDevice, words: Sentences) {
  const at = hub.line.recent.last(id)?.at;
  const { client = '', name } = hub.registry.described(id) ?? {};
  return {
    ...{ id, dialect, vendor, model, room, client, isNew: hub.registry.isNew(id), ...othersRead(hub, id, words) },
    // A name in letters that look like others says less than the id, which is plain.
    ...(name !== undefined && areOneAlphabetEach(name) ? { name } : {}),
    ...(at === undefined ? {} : { lastHeard: new Date(at).toISOString() }),
  };
}

/** What it declared, what it said since the hub was started, and what goes out. */
export function fieldsOf(hub: Hub, { id, units }: KnownDevice): FieldName[] {
  const said = hub.line.recent.last(id)?.fields.map(({ name }) => name) ?? [];
  return [...new Set([...units.keys(), ...said, ...(hub.plan.devices.get(id)?.keys() ?? [])])];
}

function unitOf({ units }: KnownDevice, field: FieldName): { readonly unit?: string } {
  const unit = units.get(field);
  return unit === undefined ? {} : { unit };
}

function baseOf(hub: Hub, { id }: KnownDevice): { readonly base?: string } {
  const base = hub.clients.client(hub.registry.described(id)?.client ?? '')?.base;
  return base === undefined ? {} : { base };
}

/** The household's rules for hours that are about this device alone. */
function hoursOf(hub: Hub, { id }: KnownDevice, words: Sentences) {
  return hub.standing
    .all()
    .filter((rule) => rule.rule === 'night' && rule.device === id)
    .map((rule) => ({ id: rule.id, says: describeRule(rule, words) }));
}

function revealed(hub: Hub, device: KnownDevice, field: FieldName, words: Sentences) {
  const { reason, ...known } = hub.reveals(device, field);
  return { ...known, reason: reasonWords(reason, words) };
}

const ORDER = ['high', 'medium', 'low'];

function bySensitivity(a: { readonly sensitivity: string }, b: { readonly sensitivity: string }): number {
  return ORDER.indexOf(a.sensitivity) - ORDER.indexOf(b.sensitivity);
}
