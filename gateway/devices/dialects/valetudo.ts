import { choose, type Documented, measures, scalarOf, words } from './chosen.ts';
import type { Dialect, Interpreter, SourceDevice, Understood } from './dialect.ts';
import { DISCOVERY, type Ecosystem } from './ecosystem.ts';
import { isObject, type JsonObject } from './json.ts';
import { ignore, oneReading, quarantine, withObject } from './outcome.ts';
import { parseText } from './scalar.ts';

const USUAL = 'valetudo';

export const valetudoEcosystem = {
  name: 'valetudo',
  title: 'Valetudo',
  kind: 'device',
  base: 'its topic, for example "valetudo/robot"',
  dialect: valetudo,
  rights: ({ base }) => ({
    write: [`${base}/#`, ...DISCOVERY],
    read: [`${base}/+/+/set`, `${base}/+/+/+/set`, 'homeassistant/status'],
  }),
  ofWill: (topic) => /^(valetudo\/[^/]+)\/\$state$/.exec(topic)?.[1],
  recognise(topic) {
    const base = /^(.+)\/(?:StatusStateAttribute|BatteryStateAttribute)\/[^/]+$/.exec(topic)?.[1];
    return base?.startsWith(`${USUAL}/`) ? undefined : base;
  },
} as const satisfies Ecosystem;

/**
 * Valetudo (valetudo.cloud/pages/integrations/mqtt): `valetudo/<robot>/<capability or attribute>/<property>`, one scalar a
 * topic. How the robot is, what it does and how it is set become fields. The map, the names of rooms, where it was sent
 * and the network never do.
 */
export function valetudo(source: { readonly base?: string } = {}): Dialect {
  function route(topic: string): Interpreter | undefined {
    const base = source.base ?? /^valetudo\/[^/]+(?=\/)/.exec(topic)?.[0];
    if (base === undefined || !topic.startsWith(`${base}/`)) return undefined;
    return interpreterOf({ key: base.split('/').at(-1) ?? base }, topic.slice(base.length + 1));
  }

  return { name: 'valetudo', generation: 0, route };
}

const INTENSITIES = ['off', 'min', 'low', 'medium', 'high', 'turbo', 'max', 'custom'] as const;
const DOCK = ['ok', 'missing', 'empty', 'full', 'unknown'] as const;
const STATUS = ['error', 'docked', 'idle', 'returning', 'cleaning', 'paused', 'manual_control', 'moving'] as const;

const VALUES: Documented = new Map<string, string | ReadonlySet<string>>([
  words('StatusStateAttribute/status', ...STATUS),
  words('StatusStateAttribute/flag', 'none', 'zone', 'segment', 'spot', 'target', 'resumable', 'mapping'),
  words('BatteryStateAttribute/status', 'none', 'charging', 'discharging', 'charged'),
  words('DockStatusStateAttribute/status', 'error', 'idle', 'pause', 'emptying', 'cleaning', 'drying'),
  words('DockComponentStateAttribute/detergent', ...DOCK),
  words('DockComponentStateAttribute/dustbag', ...DOCK),
  words('DockComponentStateAttribute/water_tank_clean', ...DOCK),
  words('DockComponentStateAttribute/water_tank_dirty', ...DOCK),
  words('FanSpeedControlCapability/preset', ...INTENSITIES),
  words('WaterUsageControlCapability/preset', ...INTENSITIES),
  words('OperationModeControlCapability/preset', 'vacuum', 'mop', 'vacuum_and_mop', 'vacuum_then_mop'),
  words('CarpetSensorModeControlCapability/mode', 'lift', 'avoid', 'off', 'detach'),
  words('WifiConfigurationCapability/frequency', '2.4ghz', '5ghz'),
  ...measures(
    'BatteryStateAttribute/level %, AttachmentStateAttribute/dustbin, AttachmentStateAttribute/mop',
    'AttachmentStateAttribute/watertank, CurrentStatisticsCapability/area cm², CurrentStatisticsCapability/time s',
    'TotalStatisticsCapability/area cm², TotalStatisticsCapability/time s, TotalStatisticsCapability/count',
    'CarpetModeControlCapability/enabled, KeyLockCapability/enabled, ObstacleAvoidanceControlCapability/enabled',
    'PetObstacleAvoidanceControlCapability/enabled, SpeakerVolumeControlCapability/value %',
    'WifiConfigurationCapability/signal dBm',
  ),
]);

/** Parts that wear out are of a few kinds; what is left of them is in seconds or per cent, as the robot likes. */
const CONSUMABLE =
  /^ConsumableMonitoringCapability\/((?:filter|brush|mop|detergent|bin|cleaning|sensor)-(?:none|all|main|secondary|side_left|side_right|dock|sensor|wheel))$/;

/** Nodes that hold commands, the map, messages and everything whose name ends in `Capability` or `Attribute`. */
const NODE = /^(?:\$[^/]+|MapData|ValetudoEvents|hass|\w+(?:Capability|Attribute))(?:\/|$)/;

function interpreterOf(device: SourceDevice, path: string): Interpreter | undefined {
  const about = VALUES.get(path);
  if (about !== undefined) return scalarOf(device, path.replace('/', '.'), about);
  const part = CONSUMABLE.exec(path)?.[1];
  if (part !== undefined) return scalarOf(device, `ConsumableMonitoringCapability.${part}`, '');
  switch (path) {
    case '$name':
      return named(device);
    case 'StatusStateAttribute/error':
      return withObject((body) => errorOf(device, body));
    case 'state':
      // Versions before 2021 put everything on one topic.
      return withObject((body) => oneReading(device, choose(body, OLD_STATE, { prefix: 'vacuum' })));
    default:
      return NODE.test(path) || OLD.has(path) ? ignore : undefined;
  }
}

const SEVERITY: Documented = new Map([
  words('kind', 'none', 'transient', 'permanent', 'catastrophic', 'unknown'),
  words('level', 'none', 'info', 'warning', 'error', 'catastrophic', 'unknown'),
]);

/** How serious an error is; its message is prose, and can name a room. */
function errorOf(device: SourceDevice, { severity }: JsonObject): Understood {
  return oneReading(
    device,
    choose(isObject(severity) ? severity : {}, SEVERITY, { prefix: 'StatusStateAttribute.error' }),
  );
}

const OLD_STATE: Documented = new Map<string, string | ReadonlySet<string>>([
  words('state', ...STATUS),
  words('fan_speed', ...INTENSITIES, 'quiet', 'balanced', 'mop'),
  ...measures('battery_level %'),
]);
const OLD = new Set(['attributes', 'map_data', 'map', 'command', 'set_fan_speed', 'custom_command', 'command_status']);

function named(device: SourceDevice): Interpreter {
  return (payload) => {
    const parsed = parseText(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    return { kind: 'devices', devices: [{ ...device, name: parsed.text }] };
  };
}
