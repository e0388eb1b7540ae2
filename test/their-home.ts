import type { MqttClient } from 'mqtt';
import type { HttpsCloud } from '../device-sim/vendors/https-cloud.ts';
import type { Vendor } from '../device-sim/vendors/start-vendors.ts';

/** A home that has had its broker for years: zigbee2mqtt with a plug and a sensor, and a Tasmota, as they publish. */
const MAC = '0000A1B2C3D4';
const PLUG = '0x00124b0000000001';
const SENSOR = '0x00124b0000000002';

/** What their bridges left retained on the broker: who is there, and what each said last. */
export async function furnish(client: MqttClient): Promise<void> {
  const keep = (topic: string, payload: object | string) =>
    client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), {
      qos: 1,
      retain: true,
    });
  const numeric = (property: string, unit: string) => ({ type: 'numeric', name: property, property, unit, access: 1 });
  await keep('zigbee2mqtt/bridge/state', { state: 'online' });
  await keep('zigbee2mqtt/bridge/devices', [
    { ieee_address: '0x00124b00000000ff', type: 'Coordinator', friendly_name: 'Coordinator' },
    {
      ...{ ieee_address: PLUG, type: 'Router', friendly_name: 'küche/kühlschrank' },
      definition: { vendor: 'Acme', model: 'P1', exposes: [numeric('power', 'W'), numeric('energy', 'kWh')] },
    },
    {
      ...{ ieee_address: SENSOR, type: 'EndDevice', friendly_name: 'bad' },
      definition: { vendor: 'Acme', model: 'T1', exposes: [numeric('temperature', '°C'), numeric('humidity', '%')] },
    },
  ]);
  await keep('tasmota/discovery/0000A1B2C3D4/config', {
    ...{ ip: '192.0.2.7', dn: 'Waschmaschine', fn: ['Wasch', null], hn: 'tasmota-C3D4', mac: MAC, md: 'Plug S' },
    ...{ sw: '14.1.0', t: 'wasch', ft: '%prefix%/%topic%/', tp: ['cmnd', 'stat', 'tele'] },
    ...{ state: ['OFF', 'ON', 'TOGGLE', 'HOLD'], rl: [1, 0] },
  });
  await keep('tele/wasch/LWT', 'Online');
  await keep('zigbee2mqtt/bad', { temperature: 1, humidity: 1, linkquality: 90 });
}

export const THEIRS = {
  plug: (value: number) =>
    ['zigbee2mqtt/küche/kühlschrank', JSON.stringify({ power: value, linkquality: 120 })] as const,
  sensor: (value: number) => ['zigbee2mqtt/bad', JSON.stringify({ temperature: value, linkquality: 90 })] as const,
  tasmota: (value: number) =>
    ['tele/wasch/SENSOR', JSON.stringify({ Time: '2026-11-02T08:00:00', ENERGY: { Power: value } })] as const,
};

/** What a company asks of such a home: single values, at once, so that each can be found again. */
export function manifestFor({ recipient, manifest: { controller, endpoint }, keys }: Vendor<HttpsCloud>): object {
  const request = (id: string, field: string) => ({
    ...{ id, purpose: 'dpv:ServiceProvision', sentence: 'For a test.' },
    fields: [{ name: field, form: { form: 'exact', grain: 'PT1S' } }],
    release: { release: 'live', within: 'PT0.05S' },
    ...{ retention: 'P1D', necessity: 'optional', ifRefused: 'Nothing.' },
  });
  const product = (dialect: string, ...fields: string[]) => ({
    match: { dialect },
    fields: fields.map((name) => ({ name, type: 'number' })),
  });
  return {
    ...{ v: 1, recipient, version: 1, origin: 'household', controller, endpoint },
    keys: { encryption: [keys.encryption.jwk] },
    products: [
      product('zigbee2mqtt', 'power', 'temperature'),
      product('tasmota', 'ENERGY.Power'),
      product('native', 'temperature'),
    ],
    requests: [request('power', 'power'), request('temperature', 'temperature'), request('wash', 'ENERGY.Power')],
  };
}

/** Every single value that the company opened, of one field. */
export function valuesAt({ receiver }: Vendor<HttpsCloud>, field: string): number[] {
  return receiver.records.flatMap(({ fields }) => {
    const shaped = fields[field];
    return shaped && 'value' in shaped ? [Number(shaped.value)] : [];
  });
}
