import type { Arguments, CommandSpec } from './command.ts';
import type { FieldName, Value } from './reading.ts';

/** A command as one dialect says it, built from typed values alone; where its topic is, the shell knows. */
export type Order =
  | { readonly dialect: 'native'; readonly name: string; readonly payload: string }
  | { readonly dialect: 'zigbee2mqtt'; readonly payload: string }
  | { readonly dialect: 'tasmota'; readonly word: string; readonly payload: string };

/** How an ecosystem that is not Hearthgate's own can be told one thing, with one argument in these bounds. */
interface Way {
  readonly command: string;
  readonly argument: string;
  /** Absent: a boolean. */
  readonly bounds?: readonly [number, number];
  /** The field that it changes: what standing rules judge it by. */
  readonly field: string;
  readonly zigbee2mqtt: (value: Value) => Readonly<Record<string, Value>>;
  readonly tasmota?: readonly [word: string, say: (value: Value) => string];
}

const onOff = (value: Value) => (value === true ? 'ON' : 'OFF');

/**
 * All that can be said outside the native dialect (zigbee2mqtt.io/guide/usage/exposes.html, tasmota.github.io/docs/Commands):
 * an allow-list, without locks and alarms. Nothing that is not here has a way.
 */
const WAYS: readonly Way[] = [
  {
    ...{ command: 'switch', argument: 'on', field: 'state' },
    zigbee2mqtt: (value) => ({ state: onOff(value) }),
    tasmota: ['POWER', onOff],
  },
  {
    ...{ command: 'brightness', argument: 'percent', bounds: [1, 100], field: 'brightness' },
    zigbee2mqtt: (value) => ({ brightness: Math.round(Number(value) * 2.54) }),
    tasmota: ['Dimmer', (value) => String(Math.round(Number(value)))],
  },
  {
    ...{ command: 'target-temperature', argument: 'celsius', bounds: [5, 30], field: 'occupied_heating_setpoint' },
    zigbee2mqtt: (value) => ({ occupied_heating_setpoint: Math.round(Number(value) * 2) / 2 }),
  },
  {
    ...{ command: 'cover-position', argument: 'percent', bounds: [0, 100], field: 'position' },
    zigbee2mqtt: (value) => ({ position: Math.round(Number(value)) }),
    tasmota: ['ShutterPosition', (value) => String(Math.round(Number(value)))],
  },
];

/** Whether a command as it is declared can be said in the dialect at all. */
export function hasWay(dialect: string, command: CommandSpec): boolean {
  return dialect === 'native' || wayOf(dialect, command) !== undefined;
}

/** The field that a command changes, by which it is judged like what that field says. */
export function fieldOf(dialect: string, command: CommandSpec): FieldName {
  return (wayOf(dialect, command)?.field ?? command.name) as FieldName;
}

/** The command in the device's dialect, or undefined where there is no way to say it, or not with this value. */
export function orderOf(dialect: string, command: CommandSpec, given: Arguments): Order | undefined {
  if (dialect === 'native') return { dialect, name: command.name, payload: JSON.stringify(Object.fromEntries(given)) };
  const way = wayOf(dialect, command);
  const [argument] = given;
  if (way === undefined || argument === undefined || !takes(way, argument[1])) return undefined;
  const [, value] = argument;
  if (dialect === 'zigbee2mqtt') return { dialect, payload: JSON.stringify(way.zigbee2mqtt(value)) };
  if (dialect !== 'tasmota' || way.tasmota === undefined) return undefined;
  const [word, say] = way.tasmota;
  return { dialect, word, payload: say(value) };
}

function wayOf(dialect: string, command: CommandSpec): Way | undefined {
  const way = WAYS.find((one) => one.command === command.name);
  const [argument, ...more] = command.arguments;
  if (way === undefined || argument === undefined || more.length > 0 || argument.name !== way.argument)
    return undefined;
  if (argument.type !== (way.bounds === undefined ? 'boolean' : 'number')) return undefined;
  if (dialect === 'tasmota') return way.tasmota && way;
  return dialect === 'zigbee2mqtt' ? way : undefined;
}

function takes({ bounds }: Way, value: Value): boolean {
  if (bounds === undefined) return typeof value === 'boolean';
  return typeof value === 'number' && bounds[0] <= value && value <= bounds[1];
}
