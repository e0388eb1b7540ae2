import type { Field, FieldName, Value } from '../../../rules/reading.ts';
import type { JsonObject } from './json.ts';

/** What this device writes for on and off (StateText can change it). */
export interface Words {
  readonly on: string;
  readonly off: string;
}

export const DEFAULT_WORDS: Words = { on: 'ON', off: 'OFF' };

/** Tasmota's Time has no zone, so it places nothing; the units describe other fields and are no data themselves. */
export const SENSOR_ENVELOPE = new Set(['Time', 'TempUnit', 'PressureUnit', 'SpeedUnit']);

const POWER = /^POWER\d{0,2}$/;

/** Units by the last word of a name, as Tasmota's documentation gives them; temperature and pressure say theirs beside. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['Humidity', '%'],
  ['Illuminance', 'lx'],
  ['CarbonDioxide', 'ppm'],
  ['RSSI', '%'],
  ['Signal', 'dBm'],
]);
const ENERGY_UNITS: ReadonlyMap<string, string> = new Map([
  ['Power', 'W'],
  ['ApparentPower', 'VA'],
  ['ReactivePower', 'VAr'],
  ['Voltage', 'V'],
  ['Current', 'A'],
  ['Frequency', 'Hz'],
  ['Total', 'kWh'],
  ['Yesterday', 'kWh'],
  ['Today', 'kWh'],
]);

/** Gives the fields of one STATE or SENSOR their units, and POWER its boolean. */
export function describeSensor(body: JsonObject, words: Words): (name: FieldName, value: Value) => Field {
  const { TempUnit: temperature, PressureUnit: pressure } = body;
  return (name, raw) => {
    const value = POWER.test(name) ? powerOf(raw, words) : raw;
    const unit = typeof value === 'number' ? unitOf(name, temperature, pressure) : undefined;
    return unit === undefined ? { name, value } : { name, value, unit };
  };
}

export function isPower(name: string): boolean {
  return POWER.test(name);
}

export function powerOf(value: Value, words: Words): Value {
  if (value === words.on) return true;
  return value === words.off ? false : value;
}

function unitOf(name: string, temperature: unknown, pressure: unknown): string | undefined {
  const parts = name.split('.');
  // Meters with several phases publish lists: `ENERGY.Power.0`.
  const last = parts.findLast((part) => !/^\d+$/.test(part)) ?? '';
  if (parts[0] === 'ENERGY') return ENERGY_UNITS.get(last);
  if (last === 'Temperature' || last === 'DewPoint')
    return temperature === 'C' || temperature === 'F' ? `°${temperature}` : undefined;
  if (last === 'Pressure' || last === 'SeaPressure') return typeof pressure === 'string' ? pressure : undefined;
  return UNITS.get(last);
}
