import { type Documented, measures, scalarOf } from './chosen.ts';
import type { Dialect, Interpreter, SourceDevice } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { addValue, type Flat } from './fields.ts';
import { ignore, oneReading, quarantine } from './outcome.ts';
import { parseText } from './scalar.ts';

const USUAL = 'wled/';

export const wledEcosystem = {
  name: 'wled',
  title: 'WLED',
  kind: 'device',
  base: 'its device topic, for example "wled/a1b2c3"',
  dialect: wled,
  rights: ({ base }) => ({ write: [`${base}/#`], read: [base, `${base}/col`, `${base}/api`] }),
  ofWill: (topic) => /^(wled\/[^/]+)\/status$/.exec(topic)?.[1],
} as const satisfies Ecosystem;

/**
 * WLED (kno.wled.ge/interfaces/mqtt): a lamp says one value a topic, `wled/<lamp>/g` its brightness and `…/c` its colour;
 * usermods add sensors. `…/v` repeats it all in XML together with the name that people gave the lamp, so it is ignored.
 */
export function wled(source: { readonly base?: string } = {}): Dialect {
  function route(topic: string): Interpreter | undefined {
    if (source.base !== undefined) {
      if (topic === source.base) return ignore;
      const isOwn = topic.startsWith(`${source.base}/`);
      return isOwn ? interpreterOf({ key: source.base }, topic.slice(source.base.length + 1)) : undefined;
    }
    if (!topic.startsWith(USUAL)) return undefined;
    const [lamp = '', ...path] = topic.slice(USUAL.length).split('/');
    if (lamp === '') return undefined;
    // A topic without more is a command, and `all` are all lamps.
    return path.length === 0 || lamp === 'all' ? ignore : interpreterOf({ key: lamp }, path.join('/'));
  }

  return { name: 'wled', generation: 0, route };
}

const OF_NO_INTEREST = new Set(['v', 'status', 'col', 'api']);

/** What a lamp and its usermods say, by topic. */
const VALUES: Documented = new Map(
  measures(
    'g, brightness lx, luminance lx, motion, motion/0, motion/1, ld2410/movement, ld2410/stationary, temperature °C',
    'temperature_f °F, humidity %, pressure hPa, heat_index, dew_point, absolute_humidity, si7021_temperature',
    'si7021_humidity %, tvoc, eco2 ppm, iaq, voltage V, battery %, batteryPercent %, relay/0, relay/1, relay/2, relay/3',
    'button/0, button/1, button/2',
  ),
);
/** Topics that are not called as what they say: `brightness` is what a light sensor measures. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['g', 'brightness'],
  ['brightness', 'illuminance'],
  ['ld2410/movement', 'presence.moving'],
  ['ld2410/stationary', 'presence.still'],
]);

function interpreterOf(device: SourceDevice, path: string): Interpreter | undefined {
  if (path === 'c') return colorOf(device);
  const about = VALUES.get(path);
  if (about !== undefined) return scalarOf(device, NAMES.get(path) ?? path.replace('/', '.'), about);
  return OF_NO_INTEREST.has(path) || path.endsWith('/set') ? ignore : undefined;
}

function colorOf(device: SourceDevice): Interpreter {
  return (payload) => {
    const parsed = parseText(payload);
    if (!('text' in parsed) || !/^#[0-9A-F]{6,8}$/i.test(parsed.text)) return quarantine('unexpected shape', payload);
    const flat: Flat = { fields: [], leftOver: [] };
    addValue(flat, 'color', parsed.text);
    return oneReading(device, flat);
  };
}
