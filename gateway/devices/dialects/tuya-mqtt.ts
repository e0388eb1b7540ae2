import { type Documented, measures } from './chosen.ts';
import { bridgeRights, type Ecosystem } from './ecosystem.ts';
import { listed } from './listed.ts';

/** The topics that the device templates of tuya-mqtt (its docs/DEVICES.md) give a meaning to. */
const VALUES: Documented = new Map(measures('state, brightness_state, white_brightness_state, color_temp_state'));

/**
 * tuya-mqtt: what a raw data point (`DPS/…`) means is said nowhere, so none becomes a field. Topics of old versions hold
 * the device's local key.
 */
export const tuyaMqttEcosystem = {
  name: 'tuya-mqtt',
  title: 'tuya-mqtt',
  kind: 'bridge',
  base: 'usually "tuya"',
  dialect: (source) => listed({ name: 'tuya-mqtt', usual: ['tuya'], depth: 1, values: VALUES }, source),
  rights: bridgeRights,
} as const satisfies Ecosystem;
