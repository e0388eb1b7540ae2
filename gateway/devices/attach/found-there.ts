import { type DeviceId, deviceId } from '../../../rules/reading.ts';
import { baseIn } from '../dialects/side-by-side.ts';

/**
 * What devices that were found on an attached broker are called there, from the keys that `sideBySide` gives them:
 * ecosystem, base where it is not the usual one, and what the ecosystem itself calls the device.
 */
const NATIVE = /^native\/([^/]+)$/;
/** By its address alone: a friendly name is somebody's choice, and may be a topic of another. */
const ZIGBEE2MQTT = /^zigbee2mqtt(?: ([^/]+))?\/(0x[0-9a-f]{16})$/;

/** The id in the topics of a native device. */
export function nativeIdThere(key: string): DeviceId | undefined {
  const [, id] = NATIVE.exec(key) ?? [];
  return id === undefined ? undefined : deviceId(id);
}

/**
 * Where a device there is told something, or undefined where no topic is sure to be its own and nobody else's: of a
 * Tasmota, what is known on a broker is its address and not where it listens.
 */
export function commandTopicThere(key: string, order: { dialect: string; name: string }): string | undefined {
  if (order.dialect === 'native') {
    const id = nativeIdThere(key);
    return id === undefined ? undefined : `hearthgate/v1/devices/${id}/commands/${order.name}`;
  }
  if (order.dialect !== 'zigbee2mqtt') return undefined;
  const [, base = 'zigbee2mqtt', address] = ZIGBEE2MQTT.exec(key) ?? [];
  return address === undefined ? undefined : `${baseIn(base)}/${address}/set`;
}
