import type { Value } from '../../../rules/reading.ts';
import { choose, type Documented, measures, words } from './chosen.ts';
import type { Dialect, Interpreter, SourceReading, Understood } from './dialect.ts';
import { DISCOVERY, type Ecosystem } from './ecosystem.ts';
import { addValue, type Flat, flatten } from './fields.ts';
import { shortText } from './found-fields.ts';
import { isObject, type JsonObject } from './json.ts';
import { ignore, oneReading, quarantine, readingOf, readings, withObject } from './outcome.ts';
import { parseText, toBoolean, toNumber } from './scalar.ts';

const USUAL = 'ems-esp';

export const emsEspEcosystem = {
  name: 'ems-esp',
  title: 'EMS-ESP',
  kind: 'bridge',
  base: 'its base, usually "ems-esp"',
  dialect: emsEsp,
  rights: ({ base }) => ({ write: [`${base}/#`, ...DISCOVERY], read: [`${base}/#`, 'homeassistant/status'] }),
  ofWill: (topic) => (topic === `${USUAL}/status` ? USUAL : undefined),
  recognise(topic) {
    const base = /^(.+)\/(?:boiler|thermostat|heatpump)_data(?:_\w+)?$/.exec(topic)?.[1];
    return base === USUAL ? undefined : base;
  },
} as const satisfies Ecosystem;

const KINDS =
  'boiler|thermostat|mixer|solar|heatpump|heatsource|ventilation|water|pool|switch|controller|connect|alert|extension|generic';
const DATA = new RegExp(`^(${KINDS})_data(?:_([a-z]+\\d?))?$`);
const SINGLE = new RegExp(`^(${KINDS})((?:/[a-z]{2,4}\\d?)?/[\\w-]+)$`);
/** Answers, messages, what people made on its own page, settings of the gateway and commands to it. */
const OF_NO_INTEREST =
  /^(?:(?:boiler|thermostat|mixer|solar|heatpump|ventilation|water|pool)(?:_cmd(?:_\w+)?)?|start|status|response|message|(?:system|system_data|custom|custom_data|scheduler|scheduler_data|temperaturesensor|analogsensor)(?:\/.+)?)$/;
const SENSORS = /^(temperature|dallas|analog)sensor_data$/;

/**
 * EMS-ESP (emsesp.org): `<base>/<kind>_data[_<circuit>]` with a JSON object, or one value a topic. Each part of a heating is
 * a device. Temperatures have no unit, as a setting makes them Fahrenheit. Texts are fields where they are one of the
 * firmware's own words; programs of the week, holidays and what people named do not leave.
 */
export function emsEsp(source: { readonly base?: string } = {}): Dialect {
  const base = source.base ?? USUAL;

  function route(topic: string): Interpreter | undefined {
    if (!topic.startsWith(`${base}/`) || topic.length === base.length + 1) return undefined;
    const path = topic.slice(base.length + 1);
    if (path === 'heartbeat') return withObject((body) => oneReading({ key: base }, choose(body, HEARTBEAT, NO_TIMES)));
    if (path === 'info') return withObject((body) => about(base, body));
    if (path === 'shower_data')
      return withObject((body) =>
        oneReading({ key: 'shower' }, choose(body, SHOWER, { ...NO_TIMES, prefix: 'shower' })),
      );
    if (path === 'shower_active') return single('shower', 'shower_active');
    const sensor = SENSORS.exec(path)?.[1];
    if (sensor !== undefined) return withObject((body) => sensors(sensor, body));
    const data = DATA.exec(path);
    if (data?.[1] !== undefined) return ofPart(data[1], data[2]);
    const value = SINGLE.exec(path);
    if (value?.[1] !== undefined) return single(value[1], (value[2] ?? '').slice(1).replaceAll('/', '.'));
    return OF_NO_INTEREST.test(path) ? ignore : undefined;
  }

  return { name: 'ems-esp', generation: 0, route };
}

const NO_TIMES = { withheld: new Set(['uptime', 'timestamp', 'time', 'bootTime', 'resolution', 'color']) };

const HEARTBEAT: Documented = new Map<string, string | ReadonlySet<string>>([
  words('bus_status', 'connected', 'connecting', 'disconnected', 'txerror'),
  ...measures(
    'uptime_sec s, rxreceived, rxfails, txreads, txwrites, txfails, mqttcount, mqttfails, mqttreconnects, apicalls',
    'apifails, sensorreads, sensorfails, freemem KB, max_alloc KB, temperature °C, rssi dBm, wifistrength %',
    'wifi_strength %, wifireconnects, dallasreads, dallasfails, tempsensorreads, tempsensorfails, analogreads',
    'analogfails, busstatus',
  ),
]);
const SHOWER: Documented = new Map(measures('duration s'));

/** The gateway's networks and addresses stand beside its version. */
function about(key: string, body: JsonObject): Understood {
  const firmware = shortText(body.version);
  return { kind: 'devices', devices: [{ key, vendor: 'EMS-ESP', ...(firmware === undefined ? {} : { firmware }) }] };
}

/** Fields whose text is one of the firmware's words, in whichever language it speaks. */
const WORDED = new Set([
  ...['mode', 'modetype', 'summermode', 'hpmode', 'hpoperatingmode', 'hpoperatingstate', 'controlmode', 'program'],
  ...['heatingtype', 'fastheatup', 'circmode', 'comfort', 'comfort1', 'chargetype', 'building', 'reducemode'],
  ...[
    'nofrostmode',
    'roominfluence',
    'switchonoptimization',
    'hybridstrategy',
    'silentmode',
    'lownoisemode',
    'hpactivity',
  ],
  ...['pumpmode', 'hppumpmode', 'heatingpumpmode', 'wwmode', 'wwmodetype', 'wwcomfort', 'wwcomfort1', 'wwcircmode'],
  ...['wwchargetype', 'wwcirc', 'wwcircpump', 'disinfectday', 'blowermode', 'ventmode', 'poolshuntstatus'],
]);
const WORD = /^\p{L}[\p{L}\p{M}\d /+-]{0,23}$/u;

/** What is the same in all homes: everything but temperatures, which can be set to be in either unit. */
const UNITS: ReadonlyMap<string, string> = new Map(
  measures(
    'syspress bar, curburnpow %, selburnpow %, setburnpow %, burnminpower %, burnmaxpower %, heatingpumpmod %, flamecurr µA',
    'burnworkmin min, heatworkmin min, burn2workmin min, ubauptime min, workm min, wwworkm min, hpworkmin min',
    'nrgtotal kWh, nrgheat kWh, nrgww kWh, nrg kWh, nrgconstotal kWh, nrgconscomptotal kWh, meterheat kWh, meterww kWh',
    'metertotal kWh, metercomp kWh, nrgsupptotal kWh, pumpmod %, solarpumpmod %, valvestatus %, hum %, humidity %',
  ),
);

function ofPart(kind: string, circuit: string | undefined): Interpreter {
  return withObject((body) => {
    const all = flatten(body, {
      ...(circuit === undefined ? {} : { prefix: circuit }),
      describe: (name, raw) => {
        const value = meant(name, raw);
        const unit = typeof value === 'number' ? UNITS.get(name.split('.').at(-1) ?? '') : undefined;
        return unit === undefined ? { name, value } : { name, value, unit };
      },
    });
    const fields = all.fields.filter(({ name, value }) => typeof value !== 'string' || isWord(name, value));
    const texts = all.fields.slice(fields.length).map(() => 'text' as const);
    return oneReading({ key: kind }, { fields, leftOver: [...all.leftOver, ...texts] });
  });
}

/** A switch says `on` or `off` unless a setting makes it say otherwise; a mode that is off is one of its words. */
function meant(name: string, value: Value): Value {
  return typeof value === 'string' && !isWord(name, value) ? (toBoolean(value) ?? value) : value;
}

function isWord(name: string, value: string): boolean {
  return WORDED.has(name.split('.').at(-1) ?? '') && WORD.test(value);
}

function single(kind: string, name: string): Interpreter {
  return (payload) => {
    const parsed = parseText(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const { text } = parsed;
    const value = isWord(name, text) ? text : (toBoolean(text) ?? toNumber(text));
    const flat: Flat = { fields: [], leftOver: value === undefined ? ['text'] : [] };
    const unit = UNITS.get(name.split('.').at(-1) ?? '');
    if (value !== undefined)
      addValue(flat, name, value, (known, checked) =>
        unit === undefined || typeof checked !== 'number'
          ? { name: known, value: checked }
          : { name: known, value: checked, unit },
      );
    return oneReading({ key: kind }, flat);
  };
}

const MAX_SENSORS = 100;

/**
 * Sensors stand in it as members called by their serial numbers or as people named them; each is a device. What is wired
 * to an analog input can be anything, so nothing is said of what it measures.
 */
function sensors(kind: string, body: JsonObject): Understood {
  const all = Object.entries(body)
    .slice(0, MAX_SENSORS)
    .flatMap(([key, said]): readonly SourceReading[] => {
      const flat: Flat = { fields: [], leftOver: [] };
      const value = isObject(said) ? (said.temp ?? said.value) : said;
      if (typeof value !== 'string') addValue(flat, kind === 'analog' ? 'analog' : 'temp', value);
      const reading = key === '' ? undefined : readingOf({ key: `sensor/${key}` }, flat);
      return reading === undefined ? [] : [reading];
    });
  return readings(all, []);
}
