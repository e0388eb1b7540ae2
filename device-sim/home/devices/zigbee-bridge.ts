import type { Calendar } from '../calendar.ts';
import { type Device, type Message, type Parts, type Source, says } from '../device.ts';

/** One entry of a definition's `exposes`. Access is a bit mask: 1 published, 2 settable, 4 gettable. */
export interface Expose {
  readonly type: 'numeric' | 'binary' | 'enum' | 'text' | 'composite';
  readonly name: string;
  readonly property: string;
  readonly access: number;
  readonly unit?: string;
  readonly values?: readonly string[];
  readonly value_on?: boolean | string;
  readonly value_off?: boolean | string;
  readonly features?: readonly Expose[];
}

/** A Zigbee device behind the bridge: what the coordinator knows of it and what it says in a day. */
export interface ZigbeeDevice {
  readonly id: string;
  readonly ieee: string;
  readonly friendlyName: string;
  readonly vendor: string;
  readonly model: string;
  readonly description: string;
  readonly exposes: readonly Expose[];
  /** Whole states by time; `last_seen` is added here. */
  day(day: number): readonly { readonly at: number; readonly state: Readonly<Record<string, unknown>> }[];
}

const ZIGBEE_SOURCE: Source = {
  id: 'zigbee2mqtt',
  dialect: 'zigbee2mqtt',
  protocol: 4,
  base: 'zigbee2mqtt',
  will: { topic: 'zigbee2mqtt/bridge/state', payload: '{"state":"offline"}' },
};

const say = says(ZIGBEE_SOURCE);

/** The bridge's own messages: its state, its configuration with all that leaks in it, and the devices' definitions. */
export function createZigbeeBridge({ planter }: Parts, devices: readonly ZigbeeDevice[]): Device {
  const id = 'zigbee bridge';
  const coordinator = `0x${planter.eui64(id, 'coordinator.ieee_address')}`;
  const config = {
    mqtt: {
      base_topic: 'zigbee2mqtt',
      server: `mqtt://${planter.text(id, 'config.mqtt.server')}:1883`,
      user: planter.text(id, 'config.mqtt.user'),
    },
    serial: { adapter: 'zstack', port: `/dev/serial/by-id/${planter.text(id, 'config.serial.port')}` },
    advanced: {
      channel: 11,
      pan_id: 6754,
      ext_pan_id: planter.text(id, 'config.advanced.ext_pan_id'),
      last_seen: 'ISO_8601_local',
    },
    devices: Object.fromEntries(
      devices.map((device) => [
        device.ieee,
        { friendly_name: device.friendlyName, description: planter.text(device.id, 'config description') },
      ]),
    ),
  };
  const groups = [
    {
      id: 1,
      friendly_name: planter.text(id, 'group name'),
      members: devices.map((d) => ({ ieee_address: d.ieee, endpoint: 1 })),
    },
  ];

  return {
    id,
    source: ZIGBEE_SOURCE,
    key: coordinator,
    greetings: (at) => [
      say.retained(at, 'zigbee2mqtt/bridge/state', { state: 'online' }),
      say.retained(at, 'zigbee2mqtt/bridge/info', {
        version: '2.6.1',
        commit: 'unknown',
        coordinator: { ieee_address: coordinator, type: 'zStack3x0', meta: { revision: 20240710 } },
        network: { channel: 11, pan_id: 6754 },
        log_level: 'info',
        permit_join: false,
        config,
      }),
      say.retained(at, 'zigbee2mqtt/bridge/devices', [
        {
          ieee_address: coordinator,
          type: 'Coordinator',
          network_address: 0,
          supported: true,
          disabled: false,
          friendly_name: 'Coordinator',
          definition: null,
        },
        ...devices.map(described),
      ]),
      say.retained(at, 'zigbee2mqtt/bridge/groups', groups),
      ...devices.map((device) =>
        say.retained(at, `zigbee2mqtt/${device.friendlyName}/availability`, { state: 'online' }),
      ),
    ],
    day: () => [],
  };
}

/** The Zigbee device as the home sees it: its states as JSON, and the bridge's log that repeats them as text. */
export function behindBridge(device: ZigbeeDevice, calendar: Calendar): Device {
  const topic = `zigbee2mqtt/${device.friendlyName}`;
  return {
    id: device.id,
    source: ZIGBEE_SOURCE,
    vendor: device.vendor,
    model: device.model,
    key: device.ieee,
    greetings: () => [],
    day: (day) =>
      device.day(day).flatMap(({ at, state }): Message[] => {
        const payload = JSON.stringify({ ...state, last_seen: calendar.localWithOffset(at) });
        const message = `z2m:mqtt: MQTT publish: topic '${topic}', payload '${payload}'`;
        return [say.now(at, topic, payload), say.now(at, 'zigbee2mqtt/bridge/logging', { level: 'info', message })];
      }),
  };
}

function described(device: ZigbeeDevice, index: number) {
  return {
    ieee_address: device.ieee,
    type: 'EndDevice',
    network_address: 12_000 + index,
    supported: true,
    disabled: false,
    friendly_name: device.friendlyName,
    manufacturer: device.vendor,
    model_id: device.model,
    power_source: 'Battery',
    interview_completed: true,
    definition: {
      model: device.model,
      vendor: device.vendor,
      description: device.description,
      exposes: device.exposes.map((expose) => ({ ...expose, label: expose.name })),
      supports_ota: false,
    },
  };
}

export const NUMERIC = (name: string, unit?: string): Expose => ({
  type: 'numeric',
  name,
  property: name,
  access: 1,
  ...(unit === undefined ? {} : { unit }),
});

export const BINARY = (name: string): Expose => ({
  type: 'binary',
  name,
  property: name,
  access: 1,
  value_on: true,
  value_off: false,
});
