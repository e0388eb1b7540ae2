/**
 * The command classes of Z-Wave that measure, switch or set something, by number (SDS13781), called as Z-Wave JS UI
 * calls them in topics by name, so that a value has one name whichever topics a home chose.
 */
const NAMES: ReadonlyMap<number, string> = new Map([
  ...([
    [32, 'basic'],
    [37, 'switch_binary'],
    [38, 'switch_multilevel'],
    [39, 'switch_all'],
  ] as const),
  ...([
    [40, 'switch_toggle_binary'],
    [43, 'scene_activation'],
    [48, 'sensor_binary'],
    [49, 'sensor_multilevel'],
  ] as const),
  ...([
    [50, 'meter'],
    [51, 'color'],
    [53, 'meter_pulse'],
    [56, 'thermostat_heating'],
    [64, 'thermostat_mode'],
  ] as const),
  ...([
    [66, 'thermostat_operating_state'],
    [67, 'thermostat_setpoint'],
    [68, 'thermostat_fan_mode'],
  ] as const),
  ...([
    [69, 'thermostat_fan_state'],
    [71, 'thermostat_setback'],
    [91, 'central_scene'],
  ] as const),
  ...([
    [98, 'door_lock'],
    [102, 'barrier_operator'],
    [106, 'window_covering'],
    [108, 'supervision'],
  ] as const),
  ...([
    [112, 'configuration'],
    [113, 'notification'],
    [114, 'manufacturer_specific'],
    [115, 'powerlevel'],
  ] as const),
  ...([
    [117, 'protection'],
    [118, 'lock'],
    [121, 'sound_switch'],
    [128, 'battery'],
    [132, 'wake_up'],
  ] as const),
  ...([
    [134, 'version'],
    [135, 'indicator'],
    [144, 'energy_production'],
    [156, 'sensor_alarm'],
  ] as const),
  ...([
    [157, 'silence_alarm'],
    [158, 'sensor_configuration'],
    [100, 'humidity_control_setpoint'],
  ] as const),
  ...([
    [109, 'humidity_control_mode'],
    [110, 'humidity_control_operating_state'],
  ] as const),
]);

/**
 * Classes that hold codes, names, places, times and networks: who may open what, where a thing stands, which keys it
 * has. Nothing of them becomes a field.
 */
const WITHHELD: ReadonlySet<string> = new Set([
  ...['user_code', 'user_credential', 'door_lock_logging', 'schedule_entry_lock', 'authentication', 'entry_control'],
  ...['node_naming', 'grouping_name', 'geographic_location', 'language', 'time', 'time_parameters', 'clock'],
  ...['security', 'security_2', 'ip_configuration', 'proprietary', 'manufacturer_proprietary', 'firmware_update_md'],
  ...['association', 'multi_instance_association', 'association_command_configuration', 'zip_services', 'antitheft'],
]);
const WITHHELD_NUMBERS: ReadonlySet<number> = new Set([
  ...[
    99, 131, 76, 78, 161, 162, 111, 119, 123, 140, 137, 138, 139, 129, 152, 159, 154, 136, 145, 122, 133, 142, 155, 93,
  ],
]);

/** What the word for a class in a topic means: a name to use, nothing to be used, or no class at all. */
export function classOf(word: string): { readonly name: string; readonly withheld: boolean } | undefined {
  if (/^\d{2,3}$/.test(word)) {
    const number = Number(word);
    if (number < 32 || number > 255) return undefined;
    return { name: NAMES.get(number) ?? `cc${number}`, withheld: WITHHELD_NUMBERS.has(number) };
  }
  return /^[a-z][a-z0-9_]{2,40}$/i.test(word) ? { name: word, withheld: WITHHELD.has(word) } : undefined;
}
