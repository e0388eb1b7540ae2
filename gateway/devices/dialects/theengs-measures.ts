import { type Documented, measures, words } from './chosen.ts';

type About = string | ReadonlySet<string>;

/** Bluetooth sensors, as Theengs Decoder names what they measure, and the small sensors wired to a gateway. */
export const MEASURED: Documented = new Map<string, About>([
  ...measures(
    'tempc °C, tempc1 °C, tempc2 °C, tempc3 °C, tempc4 °C, tempc5 °C, tempc6 °C, tempc_min °C, tempc_max °C, tempc2_dp °C',
    'tempf °F, tempf1 °F, tempf2 °F, tempf3 °F, tempf4 °F, tempf5 °F, tempf6 °F, tempf_min °F, tempf_max °F, tempf2_dp °F',
    'temp, hum %, pres hPa, pa Pa, lux lx, ilux lx, darkness lx, moi %, fer µS/cm, co2 ppm, for mg/m³, voc, wbgt °C',
    'pm25 µg/m³, pm10 µg/m³, gravity, level %, lvl_cm cm, lvl_in in, quality, batt %, lowbatt, volt V, plugged-in',
    'power W, energy kWh, current A, avg, sum, litres l, seconds s, status, alarm, open, motion, moving, presence',
    'hcsr501, hcsr04, shake, wake, accx m/s², accy m/s², accz m/s², x_axis, y_axis, z_axis, position %, calibrated',
    'extprobe, scopetested, led, button, button1, button2, button3, button4, rot °, mov, count, push_ct, in_ct, out_ct',
    'weight, impedance Ω, bpm bpm, act_bpm bpm, steps, pressure, sector, duration s, adc, touch, onoff, rssi dBm',
  ),
  words('unit', 'kg', 'lb', 'jin', 'st', 'g', 'C', 'F'),
  words('weighing_mode', 'person', 'object'),
  words('avgu', 'kW', 'm³'),
  words('sumu', 'kWh', 'm³'),
  words('contact', 'open', 'closed', 'timeout not closed'),
  words('direction', 'up', 'down', '—'),
  words('lightlevel', 'dark', 'bright', ...Array.from({ length: 21 }, (_, step) => String(step))),
  words('sensingdistance', 'long', 'middle', 'short'),
  words('state', 'on', 'off', 'idle', 'initialising', 'running', 'charging', 'setup', 'sleeping', 'flight menu'),
  words(
    'mode',
    'off',
    'onestate',
    'on/off',
    'daily clean',
    'sensitive',
    'massage',
    'deep clean',
    'tongue cleaning',
    'turbo',
  ),
  words('gpio', 'HIGH', 'LOW'),
]);

/** Weather stations, meters and detectors on 433 MHz, as rtl_433 names what they measure; most names end in the unit. */
const RADIO: Documented = new Map<string, About>([
  ...measures(
    'humidity %, humidity_1 %, humidity_2 %, moisture %, battery_ok, battery_pct %, uv, uvi, strike_count, storm_dist',
    'wind_dir, tamper, alarm, motion, contact_open, reed_open, closed, smoke, detect_wet, water, test, supply_ok',
    'heartbeat, consumption, consumption_data, depth cm, co2 ppm, rssi dB, snr dB, noise dB',
  ),
  words('state', 'open', 'closed'),
]);

const SUFFIXES: ReadonlyMap<string, string> = new Map(
  measures(
    'C °C, F °F, hPa hPa, kPa kPa, PSI psi, inHg inHg, mm mm, in in, cm cm, km km, mm_h mm/h, in_h in/h, km_h km/h',
    'm_s m/s, mi_h mi/h, deg °, lux lx, klx klx, W W, kW kW, kWh kWh, Wh Wh, A A, V V, mV mV, ppm ppm, ug_m3 µg/m³',
    'm3 m³, L l, percent %, pct %',
  ),
);
const QUANTITY =
  /^(?:temperature|dewpoint|pressure|wind_avg|wind_max|wind_dir|wind_speed|gust|rain|rain_rate|light|depth|storm_dist|power|energy|current|voltage|battery|co2|pm1|pm2_5|pm4|pm10|volume|humidity)[\d_]{0,4}_([A-Za-z][A-Za-z_0-9]{0,5})$/;

/** What rtl_433 says of one member, or undefined where it is none of its measures. */
export function radioMeasure(name: string): About | undefined {
  return RADIO.get(name) ?? SUFFIXES.get(QUANTITY.exec(name)?.[1] ?? '');
}

/** What a gateway says of itself that is no network, address or name. */
export const OF_GATEWAY: Documented = new Map(
  measures(
    'uptime s, rssi dBm, freemem B, freeMem B, freestack B, tempc °C, eth, lowpowermode, powermode, discovery, interval ms',
    'scanbcnct, onlysensors, adaptivescan, hasspresence, bleconnect, actRec, mhz MHz, volt V, batt %',
  ),
);
