import Type from 'typebox';
import type { Added, AddRefused } from '../devices/clients.ts';
import { DIALECTS } from '../devices/sources.ts';
import { operation, Refusal } from './operation.ts';

const Name = Type.String({ minLength: 1, maxLength: 64 });
const Filters = Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { maxItems: 100 });

export const devices = {
  'device add': operation(
    Type.Object({
      name: Name,
      dialect: Type.Union(DIALECTS.map((dialect) => Type.Literal(dialect))),
      base: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
      read: Filters,
      write: Filters,
    }),
    (hub, { name, dialect, base, read, write }) => {
      if (dialect !== 'native' && dialect !== 'profile' && !base) {
        throw new Refusal(`a ${dialect} device needs --base, the topic it publishes under (${EXAMPLE[dialect]})`);
      }
      return added(
        hub.clients.addClient(
          {
            name,
            kind: dialect === 'zigbee2mqtt' ? 'bridge' : 'device',
            dialect,
            ...(base ? { base } : {}),
            grants: { read, write },
          },
          hub.random,
          hub.clock.now(),
        ),
      );
    },
  ),
  'device list': operation(Type.Object({}), (hub) => ({
    clients: hub.clients.listClients().map(({ name, kind, dialect, base }) => ({ name, kind, dialect, base })),
    devices: hub.registry.known().map(({ id, dialect, vendor, model, units }) => ({
      id,
      dialect,
      vendor,
      model,
      fields: [...units.keys()],
    })),
  })),
  'device remove': operation(Type.Object({ name: Name }), async (hub, { name }) => {
    if (!hub.clients.removeClient(name)) throw new Refusal(`there is no device or app "${name}"`);
    await hub.broker.forget(name);
    const devices = new Set(hub.registry.of(name));
    await hub.withdraw((consent) => devices.has(consent.device));
    hub.registry.retire(name);
    return { removed: name };
  }),
};

export const apps = {
  'app add': operation(Type.Object({ name: Name, read: Filters, write: Filters }), (hub, { name, read, write }) =>
    added(hub.clients.addClient({ name, kind: 'app', grants: { read, write } }, hub.random, hub.clock.now())),
  ),
};

const EXAMPLE: Readonly<Record<string, string>> = {
  zigbee2mqtt: 'usually "zigbee2mqtt"',
  tasmota: 'its %topic%, for example "tasmota_49A3BC"',
  'shelly-gen1': 'its id, for example "shellyswitch25-98CDAC38E9F5"',
  'shelly-gen2': 'its MQTT prefix, for example "shellyplus1pm-4417939341dc"',
};

const WHY: Readonly<Record<AddRefused, string>> = {
  'name not allowed': 'a name has lower-case letters, digits and dashes, at most 64, and is none of the reserved words',
  'name taken': 'that name is taken; see "hearthgate device list"',
  'base not allowed': 'a base topic has no wildcards and does not begin with "hearthgate/" or "$SYS/"',
  'grant not allowed':
    'a grant is a topic filter without "$SYS" or "$share"; an app may not write what devices or the hub write',
};

function added(answer: Added): { name: string; password: string } {
  if (answer.kind === 'refused') throw new Refusal(WHY[answer.reason]);
  return { name: answer.name, password: answer.password };
}
