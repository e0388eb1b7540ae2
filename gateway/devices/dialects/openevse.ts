import { choose, type Documented, measures, scalarOf, words } from './chosen.ts';
import type { Dialect, Interpreter, SourceDevice } from './dialect.ts';
import { DISCOVERY, type Ecosystem } from './ecosystem.ts';
import { shortText } from './found-fields.ts';
import { ignore, oneReading, withObject } from './outcome.ts';

const ANNOUNCE = /^openevse\/announce\/[^/]+$/;
/** The base that a charger comes with, the older ones without a part of its id. */
const FACTORY = /^((?:.+\/)?openevse(?:-\w{1,20})?)\//i;
const MAX_CHARGERS = 100;

export const openevseEcosystem = {
  name: 'openevse',
  title: 'OpenEVSE',
  kind: 'device',
  base: 'its base topic, for example "openevse-55ad"',
  dialect: openevse,
  rights: ({ base }) => ({
    write: [`${base}/#`, 'openevse/announce/+', ...DISCOVERY],
    read: [`${base}/+/set`, `${base}/rapi/in/#`, `${base}/schedule/clear`, `${base}/restart`, 'homeassistant/status'],
  }),
  ofWill: (topic) => (ANNOUNCE.test(topic) ? '' : undefined),
} as const satisfies Ecosystem;

/**
 * OpenEVSE (its docs/mqtt.md): one value a topic under a base that is announced on `openevse/announce/<id>`. What the charger
 * measures and how charging is controlled become fields. Its networks, its configuration with account names, the cards held
 * to it and the household's schedule never do.
 */
export function openevse(source: { readonly base?: string } = {}): Dialect {
  const chargers = new Set<string>();
  let generation = 0;

  function route(topic: string): Interpreter | undefined {
    if (ANNOUNCE.test(topic)) return announced;
    const base = source.base ?? FACTORY.exec(topic)?.[1] ?? announcedBase(topic);
    if (base === undefined || !topic.startsWith(`${base}/`)) return undefined;
    return interpreterOf({ key: base }, topic.slice(base.length + 1));
  }

  /** The longest announced base that the topic is under. */
  function announcedBase(topic: string): string | undefined {
    const words = topic.split('/');
    for (let length = words.length - 1; length > 0; length--) {
      const base = words.slice(0, length).join('/');
      if (chargers.has(base)) return base;
    }
    return undefined;
  }

  const announced = withObject((body) => {
    const key = shortText(body.mqtt) ?? shortText(body.name);
    if (key === undefined || (source.base !== undefined && key !== source.base)) return { kind: 'ignored' };
    if (!chargers.has(key) && chargers.size < MAX_CHARGERS) {
      chargers.add(key);
      generation++;
    }
    return { kind: 'devices', devices: [{ key, vendor: 'OpenEVSE' }] };
  });

  return {
    name: 'openevse',
    get generation() {
      return generation;
    },
    route,
  };
}

const VALUES: Documented = new Map<string, string | ReadonlySet<string>>([
  ...measures(
    // Charging.
    'amp, pilot A, voltage V, power W, wh, watthour Wh, wattsec Ws, total_energy kWh, total_day kWh, total_week kWh',
    'total_month kWh, total_year kWh, session_energy Wh, session_elapsed s, elapsed s, charge_rate A, max_current A',
    'max_current_hard A, max_current_soft A, min_current_hard A, available_current A, smoothed_available_current A',
    'charger_voltage V, total_switches, zero_cross',
    // The car, the roof and the house.
    'vehicle, battery_level %, battery_range, time_to_full_charge s, vehicle_soc %, vehicle_range, vehicle_eta s',
    'vehicle_charge_limit %, vehicle_state_update s, solar W, grid_ie W, home_battery_soc %, home_battery_power W',
    // How it is controlled.
    'state, colour, manual_override, divertmode, divert_active, divert_update s, trigger_current A, min_charge_end s',
    'shaper, shaper_live_pwr W, shaper_smoothed_live_pwr W, shaper_cur A, shaper_max_pwr W, shaper_updated, limit',
    'service_level, boot_lock',
    // The charger itself.
    'temp, temp1, temp2, temp3, temp4, temp_max, freeram B, free_heap B, uptime s, srssi dBm, gfcicount, nogndcount',
    'stuckcount, packets_sent, packets_success, comm_sent, comm_success, config_version, claims_version, flags',
    'override_version, schedule_version, limit_version, schedule_plan_version, rfid_failure, rfid_reader, ota_update',
    'evse_connected, rapi_connected, wifi_client_connected, eth_connected, net_connected, mqtt_connected',
    'emoncms_connected, ocpp_connected, littlefs_free B, littlefs_used B',
  ),
  words('status', 'active', 'disabled', 'none'),
]);

/** An override, a claim and a limit, as far as they say how charging is controlled. */
const CONTROL: Documented = new Map<string, string | ReadonlySet<string>>([
  words('state', 'active', 'disabled', 'null'),
  words('type', 'none', 'time', 'energy', 'soc', 'range'),
  ...measures('charge_current A, max_current A, energy_limit Wh, time_limit s, auto_release, value'),
]);
const CONTROLS = new Set(['override', 'claim', 'limit']);

/** Networks, times, accounts, the schedule, the cards and what the firmware says of itself. */
const WITHHELD = new Set([
  ...[
    'config',
    'schedule',
    'ipaddress',
    'ipv6address',
    'macaddress',
    'ssid',
    'hostname',
    'time',
    'local_time',
    'offset',
  ],
  ...['time_zone', 'mode', 'mqtt_status', 'mqtt_error', 'mqtt_error_detail', 'mqtt_broker_ip', 'mqtt_broker_version'],
  ...['mqtt_connected_since', 'mqtt_last_rx', 'mqtt_close_code', 'mqtt_close_reason', 'rfid_auth', 'rfid_input'],
  ...['rfid_waiting', 'ota', 'ota_progress', 'ota_error', 'ohm_hour', 'firmware', 'version', 'buildenv', 'protocol'],
  ...[
    'espflash',
    'espinfo',
    'wifi_serial',
    'evse_serial',
    'chip_id',
    'emoncms_message',
    'restart',
    'rapi',
    'tesla_error',
  ],
  ...['ntp_status', 'ntp_server_ip', 'ntp_next_sync_ms', 'ntp_last_sync', 'coredump', 'id', 'name', 'http'],
]);

function interpreterOf(device: SourceDevice, path: string): Interpreter | undefined {
  const [first = '', ...rest] = path.split('/');
  if (rest.length > 0)
    return first === 'rapi' || rest[0] === 'set' || rest[0] === 'clear' || rest[0] === '' ? ignore : undefined;
  const about = VALUES.get(first);
  const scalar = about === undefined ? undefined : scalarOf(device, first, about);
  if (CONTROLS.has(first)) {
    const object = withObject((body) => oneReading(device, choose(body, CONTROL, { prefix: first })));
    return (payload, receivedAt) =>
      (scalar !== undefined && payload[0] !== 0x7b ? scalar : object)(payload, receivedAt);
  }
  return scalar ?? (WITHHELD.has(first) ? ignore : undefined);
}
