import Type from 'typebox';
import { reasonWords } from '../../rules/classify.ts';
import { areOneAlphabetEach } from '../../rules/one-alphabet.ts';
import type { KnownDevice } from '../../rules/plan.ts';
import type { FieldName } from '../../rules/reading.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { Hub } from '../main.ts';
import { AlsoRead, othersRead } from './also-read.ts';
import { flows } from './flows.ts';
import { recordOpened, sensitiveIn } from './opened.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, DeviceValue, Goes, Reveals, Text, Texts, Time } from './shapes.ts';

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

/** The devices as a household looks at them: what each can tell, and who gets it. */
export const devicePage = {
  'device states': operation(
    Type.Object({}),
    Type.Array(
      Type.Object({ ...About, fields: Count, sharedFields: Count, recipients: Texts }, { title: 'DeviceState' }),
    ),
    (hub, _, { language }) => {
      const words = speak(language);
      const byDevice = Map.groupBy(
        flows(hub, ({ held }) => held === undefined, words),
        ({ device }) => device,
      );
      return hub.registry.known().map((device) => {
        const goes = byDevice.get(device.id) ?? [];
        return {
          ...about(hub, device, words),
          fields: fieldsOf(hub, device).length,
          sharedFields: new Set(goes.map(({ field }) => field)).size,
          recipients: [...new Set(goes.map(({ recipient }) => recipient))],
        };
      });
    },
  ),
  'device show': operation(
    One,
    Type.Object(
      {
        ...About,
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
      return { ...about(hub, device, words), fields: fields.sort(bySensitivity) };
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

function revealed(hub: Hub, device: KnownDevice, field: FieldName, words: Sentences) {
  const { reason, ...known } = hub.reveals(device, field);
  return { ...known, reason: reasonWords(reason, words) };
}

const ORDER = ['high', 'medium', 'low'];

function bySensitivity(a: { readonly sensitivity: string }, b: { readonly sensitivity: string }): number {
  return ORDER.indexOf(a.sensitivity) - ORDER.indexOf(b.sensitivity);
}
