import { type Documented, measures } from './chosen.ts';
import { DISCOVERY, type Ecosystem } from './ecosystem.ts';
import { listed } from './listed.ts';
import { ignore } from './outcome.ts';

/** What a node in a room measures beside whom it hears. */
const VALUES: Documented = new Map(
  measures(
    'temperature °C, humidity %, co2 ppm, tvoc ppb, lux lx, bh1750_lux lx, tsl2561_lux lx, ahtx0_temperature °C',
    'ahtx0_humidity %, bme280_temperature °C, bme280_humidity %, bme280_pressure hPa, bmp180_temperature °C',
    'bmp180_pressure hPa, bmp280_temperature °C, bmp280_pressure hPa, motion, pir, radar, button, button_1, button_2',
    'switch, switch_1, switch_2, raw_weight, ds18b20_temperature_1 °C, ds18b20_temperature_2 °C',
  ),
);
const TELEMETRY: Documented = new Map(
  measures('uptime s, rssi dBm, firm, freeHeap B, maxHeap B, scanStack B, loopStack B, bleStack B, eth'),
);
/** Which phone or tag is how near to which node, their keys and addresses, and settings. */
const OF_PEOPLE = /^espresense\/(?:devices|settings|companion|ips)\//;

/** ESPresense: a node is a device. Where phones and tags are, whosever they are, stays home. */
export const espresenseEcosystem = {
  name: 'espresense',
  title: 'ESPresense',
  kind: 'device',
  base: 'usually "espresense/rooms"',
  dialect(source) {
    const objects = new Map([['telemetry', TELEMETRY]]);
    const rooms = listed(
      { name: 'espresense', usual: ['espresense/rooms'], depth: 1, values: VALUES, objects },
      source,
    );
    return { ...rooms, route: (topic) => rooms.route(topic) ?? (OF_PEOPLE.test(topic) ? ignore : undefined) };
  },
  rights: ({ base }) => ({
    write: [`${base}/#`, 'espresense/devices/#', ...DISCOVERY],
    read: [`${base}/+/+/set`, 'espresense/settings/#'],
  }),
} as const satisfies Ecosystem;
