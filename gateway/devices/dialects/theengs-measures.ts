import type { Documented } from './chosen.ts';

type About = string | ReadonlySet<string>;

const words = (...all: readonly string[]): About => new Set(all);

/** Bluetooth sensors, as Theengs Decoder names what they measure, and the small sensors wired to a gateway. */
const SENSORS: readonly (readonly [string, About])[] = [
  ...(['tempc', 'tempc1', 'tempc2', 'tempc3', 'tempc4', 'tempc5', 'tempc6'] as const).map(
    (name) => [name, '°C'] as const,
  ),
  ...(['tempf', 'tempf1', 'tempf2', 'tempf3', 'tempf4', 'tempf5', 'tempf6'] as const).map(
    (name) => [name, '°F'] as const,
  ),
  ...([
    ['tempc_min', '°C'],
    ['tempc_max', '°C'],
    ['tempc2_dp', '°C'],
    ['tempf_min', '°F'],
  ] as const),
  ...([
    ['tempf_max', '°F'],
    ['tempf2_dp', '°F'],
    ['temp', ''],
    ['hum', '%'],
    ['pres', 'hPa'],
    ['pa', 'Pa'],
  ] as const),
  ...([
    ['lux', 'lx'],
    ['ilux', 'lx'],
    ['moi', '%'],
    ['fer', 'µS/cm'],
    ['co2', 'ppm'],
    ['for', 'mg/m³'],
  ] as const),
  ...([
    ['pm25', 'µg/m³'],
    ['pm10', 'µg/m³'],
    ['voc', ''],
    ['wbgt', '°C'],
    ['gravity', ''],
    ['level', '%'],
  ] as const),
  ...([
    ['lvl_cm', 'cm'],
    ['lvl_in', 'in'],
    ['quality', ''],
    ['batt', '%'],
    ['lowbatt', ''],
    ['volt', 'V'],
  ] as const),
  ...([
    ['power', 'W'],
    ['energy', 'kWh'],
    ['current', 'A'],
    ['avg', ''],
    ['sum', ''],
    ['litres', 'l'],
  ] as const),
  ...([
    ['seconds', 's'],
    ['status', ''],
    ['alarm', ''],
    ['open', ''],
    ['motion', ''],
    ['moving', ''],
  ] as const),
  ...([
    ['presence', ''],
    ['hcsr501', ''],
    ['hcsr04', ''],
    ['shake', ''],
    ['wake', ''],
    ['darkness', 'lx'],
  ] as const),
  ...([
    ['accx', 'm/s²'],
    ['accy', 'm/s²'],
    ['accz', 'm/s²'],
    ['x_axis', ''],
    ['y_axis', ''],
    ['z_axis', ''],
  ] as const),
  ...([
    ['position', '%'],
    ['calibrated', ''],
    ['extprobe', ''],
    ['scopetested', ''],
    ['led', ''],
  ] as const),
  ...([
    ['button', ''],
    ['button1', ''],
    ['button2', ''],
    ['button3', ''],
    ['button4', ''],
    ['rot', '°'],
  ] as const),
  ...([
    ['mov', ''],
    ['count', ''],
    ['push_ct', ''],
    ['in_ct', ''],
    ['out_ct', ''],
  ] as const),
  ...([
    ['weight', ''],
    ['impedance', 'Ω'],
    ['bpm', 'bpm'],
    ['act_bpm', 'bpm'],
    ['steps', ''],
  ] as const),
  ...([
    ['pressure', ''],
    ['sector', ''],
    ['duration', 's'],
    ['adc', ''],
    ['touch', ''],
    ['onoff', ''],
  ] as const),
  ['unit', words('kg', 'lb', 'jin', 'st', 'g', 'C', 'F')],
  ['weighing_mode', words('person', 'object')],
  ['avgu', words('kW', 'm³')],
  ['sumu', words('kWh', 'm³')],
  ['contact', words('open', 'closed', 'timeout not closed')],
  ['direction', words('up', 'down', '—')],
  ['lightlevel', words('dark', 'bright', ...Array.from({ length: 21 }, (_, step) => String(step)))],
  ['sensingdistance', words('long', 'middle', 'short')],
  [
    'state',
    words('on', 'off', 'idle', 'initialising', 'running', 'charging', 'setup', 'sleeping', 'flight menu', 'transport'),
  ],
  [
    'mode',
    words(
      ...['off', 'onestate', 'on/off', 'daily clean', 'sensitive', 'massage', 'whitening', 'deep clean'],
      ...['tongue cleaning', 'turbo', 'unknown'],
    ),
  ],
  ['gpio', words('HIGH', 'LOW')],
];

export const MEASURED: Documented = new Map([...SENSORS, ['rssi', 'dBm']]);

/** Weather stations, meters and detectors on 433 MHz, as rtl_433 names what they measure; most names end in the unit. */
const RADIO: Documented = new Map<string, About>([
  ...([
    ['humidity', '%'],
    ['humidity_1', '%'],
    ['humidity_2', '%'],
    ['moisture', '%'],
    ['battery_ok', ''],
  ] as const),
  ...([
    ['battery_pct', '%'],
    ['uv', ''],
    ['uvi', ''],
    ['strike_count', ''],
    ['storm_dist', ''],
    ['wind_dir', ''],
  ] as const),
  ...([
    ['tamper', ''],
    ['alarm', ''],
    ['motion', ''],
    ['contact_open', ''],
    ['reed_open', ''],
    ['closed', ''],
  ] as const),
  ...([
    ['smoke', ''],
    ['detect_wet', ''],
    ['water', ''],
    ['test', ''],
    ['supply_ok', ''],
    ['heartbeat', ''],
  ] as const),
  ...([
    ['consumption', ''],
    ['consumption_data', ''],
    ['depth', 'cm'],
    ['co2', 'ppm'],
    ['state', words('open', 'closed')],
  ] as const),
  ...([
    ['rssi', 'dB'],
    ['snr', 'dB'],
    ['noise', 'dB'],
  ] as const),
]);

const SUFFIXES: ReadonlyMap<string, string> = new Map([
  ...([
    ['C', '°C'],
    ['F', '°F'],
    ['hPa', 'hPa'],
    ['kPa', 'kPa'],
    ['PSI', 'psi'],
    ['inHg', 'inHg'],
  ] as const),
  ...([
    ['mm', 'mm'],
    ['in', 'in'],
    ['cm', 'cm'],
    ['km', 'km'],
    ['mm_h', 'mm/h'],
    ['in_h', 'in/h'],
  ] as const),
  ...([
    ['km_h', 'km/h'],
    ['m_s', 'm/s'],
    ['mi_h', 'mi/h'],
    ['deg', '°'],
    ['lux', 'lx'],
    ['klx', 'klx'],
  ] as const),
  ...([
    ['W', 'W'],
    ['kW', 'kW'],
    ['kWh', 'kWh'],
    ['Wh', 'Wh'],
    ['A', 'A'],
    ['V', 'V'],
    ['mV', 'mV'],
  ] as const),
  ...([
    ['ppm', 'ppm'],
    ['ug_m3', 'µg/m³'],
    ['m3', 'm³'],
    ['L', 'l'],
    ['percent', '%'],
    ['pct', '%'],
  ] as const),
]);
const QUANTITY =
  /^(?:temperature|dewpoint|pressure|wind_avg|wind_max|wind_dir|wind_speed|gust|rain|rain_rate|light|depth|storm_dist|power|energy|current|voltage|battery|co2|pm1|pm2_5|pm4|pm10|volume|humidity)[\d_]{0,4}_([A-Za-z][A-Za-z_0-9]{0,5})$/;

/** What rtl_433 says of one member, or undefined where it is none of its measures. */
export function radioMeasure(name: string): About | undefined {
  return RADIO.get(name) ?? SUFFIXES.get(QUANTITY.exec(name)?.[1] ?? '');
}

/** What a gateway says of itself that is no network, address or name. */
export const OF_GATEWAY: Documented = new Map<string, About>([
  ...([
    ['uptime', 's'],
    ['rssi', 'dBm'],
    ['freemem', 'B'],
    ['freestack', 'B'],
    ['tempc', '°C'],
    ['eth', ''],
  ] as const),
  ...([
    ['lowpowermode', ''],
    ['powermode', ''],
    ['discovery', ''],
    ['interval', 'ms'],
    ['scanbcnct', ''],
  ] as const),
  ...([
    ['onlysensors', ''],
    ['adaptivescan', ''],
    ['hasspresence', ''],
    ['bleconnect', ''],
    ['actRec', ''],
  ] as const),
  ...([
    ['mhz', 'MHz'],
    ['volt', 'V'],
    ['batt', '%'],
  ] as const),
]);
