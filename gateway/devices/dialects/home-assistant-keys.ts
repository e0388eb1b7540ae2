import { isObject, type JsonObject } from './json.ts';

/**
 * Home Assistant's abbreviations of what is read here (homeassistant/components/mqtt/abbreviations.py), the long name
 * first. Each name may be written either way; all others say how to command a device or how to draw it.
 */
const SPELLINGS = {
  device: ['device', 'dev'],
  origin: ['origin', 'o'],
  components: ['components', 'cmps'],
  platform: ['platform', 'p'],
  identifiers: ['identifiers', 'ids'],
  connections: ['connections', 'cns'],
  manufacturer: ['manufacturer', 'mf'],
  model: ['model', 'mdl'],
  modelId: ['model_id', 'mdl_id'],
  firmware: ['sw_version', 'sw'],
  serial: ['serial_number', 'sn'],
  area: ['suggested_area', 'sa'],
  name: ['name'],
  schema: ['schema'],
  deviceClass: ['device_class', 'dev_cla'],
  stateClass: ['state_class', 'stat_cla'],
  unit: ['unit_of_measurement', 'unit_of_meas'],
  temperatureUnit: ['temperature_unit', 'temp_unit'],
  options: ['options', 'ops'],
  eventTypes: ['event_types', 'evt_typ'],
  stateTopic: ['state_topic', 'stat_t'],
  valueTemplate: ['value_template', 'val_tpl'],
  stateValueTemplate: ['state_value_template', 'stat_val_tpl'],
  stateTemplate: ['state_template', 'stat_tpl'],
  attributesTopic: ['json_attributes_topic', 'json_attr_t', 'json_attributes', 'json_attr'],
  attributesTemplate: ['json_attributes_template', 'json_attr_tpl'],
  topic: ['topic', 't'],
  payload: ['payload', 'pl'],
  payloadOn: ['payload_on', 'pl_on'],
  payloadOff: ['payload_off', 'pl_off'],
  stateOn: ['state_on', 'stat_on'],
  stateOff: ['state_off', 'stat_off'],
  payloadHome: ['payload_home', 'pl_home'],
  payloadNotHome: ['payload_not_home', 'pl_not_home'],
  brightnessTemplate: ['brightness_template', 'bri_tpl'],
  redTemplate: ['red_template', 'r_tpl'],
  greenTemplate: ['green_template', 'g_tpl'],
  blueTemplate: ['blue_template', 'b_tpl'],
  colorTemperatureTemplate: ['color_temp_template', 'clr_temp_tpl'],
  effectTemplate: ['effect_template', 'fx_tpl'],
} as const;

export type Key = keyof typeof SPELLINGS;

/** One option of a discovery payload, however it is spelt. */
export function option(config: JsonObject, key: Key): unknown {
  return firstOf(config, SPELLINGS[key]);
}

export function firstOf(config: JsonObject, spellings: readonly string[]): unknown {
  for (const spelling of spellings) if (Object.hasOwn(config, spelling)) return config[spelling];
  return undefined;
}

export function objectAt(config: JsonObject, key: Key): JsonObject | undefined {
  const value = option(config, key);
  return isObject(value) ? value : undefined;
}

/** Topics under which an entity tells one aspect of itself, with the templates that go with them, long and short. */
export interface Aspect {
  readonly name: string;
  readonly topic: readonly string[];
  readonly template: readonly string[];
  readonly type: 'number' | 'boolean' | 'category';
  /** A temperature, in the entity's own unit. */
  readonly isTemperature?: true;
}

export const ASPECTS: readonly Aspect[] = [
  aspect('brightness', 'number', 'brightness_state_topic bri_stat_t', 'brightness_value_template bri_val_tpl'),
  aspect(
    'color_temp',
    'number',
    'color_temp_state_topic clr_temp_stat_t',
    'color_temp_value_template clr_temp_val_tpl',
  ),
  aspect('color_mode', 'category', 'color_mode_state_topic clrm_stat_t', 'color_mode_value_template clrm_val_tpl'),
  aspect('effect', 'category', 'effect_state_topic fx_stat_t', 'effect_value_template fx_val_tpl'),
  aspect('color.hs', 'category', 'hs_state_topic hs_stat_t', 'hs_value_template hs_val_tpl'),
  aspect('color.rgb', 'category', 'rgb_state_topic rgb_stat_t', 'rgb_value_template rgb_val_tpl'),
  aspect('color.rgbw', 'category', 'rgbw_state_topic rgbw_stat_t', 'rgbw_value_template rgbw_val_tpl'),
  aspect('color.rgbww', 'category', 'rgbww_state_topic rgbww_stat_t', 'rgbww_value_template rgbww_val_tpl'),
  aspect('color.xy', 'category', 'xy_state_topic xy_stat_t', 'xy_value_template xy_val_tpl'),
  aspect('white', 'number', 'white_value_state_topic whit_val_stat_t', 'white_value_template whit_val_tpl'),
  aspect('position', 'number', 'position_topic pos_t', 'position_template pos_tpl'),
  aspect('tilt', 'number', 'tilt_status_topic tilt_status_t', 'tilt_status_template tilt_status_tpl'),
  aspect('percentage', 'number', 'percentage_state_topic pct_stat_t', 'percentage_value_template pct_val_tpl'),
  aspect('speed', 'category', 'speed_state_topic spd_stat_t', 'speed_value_template spd_val_tpl'),
  aspect('oscillation', 'category', 'oscillation_state_topic osc_stat_t', 'oscillation_value_template osc_val_tpl'),
  aspect('direction', 'category', 'direction_state_topic dir_stat_t', 'direction_value_template dir_val_tpl'),
  temperature(
    'current_temperature',
    'current_temperature_topic curr_temp_t',
    'current_temperature_template curr_temp_tpl',
  ),
  temperature('target_temperature', 'temperature_state_topic temp_stat_t', 'temperature_state_template temp_stat_tpl'),
  temperature(
    'target_temperature_high',
    'temperature_high_state_topic temp_hi_stat_t',
    'temperature_high_state_template temp_hi_stat_tpl',
  ),
  temperature(
    'target_temperature_low',
    'temperature_low_state_topic temp_lo_stat_t',
    'temperature_low_state_template temp_lo_stat_tpl',
  ),
  aspect('current_humidity', 'number', 'current_humidity_topic curr_hum_t', 'current_humidity_template curr_hum_tpl'),
  aspect(
    'target_humidity',
    'number',
    'target_humidity_state_topic hum_stat_t',
    'target_humidity_state_template hum_state_tpl',
  ),
  aspect('mode', 'category', 'mode_state_topic mode_stat_t', 'mode_state_template mode_stat_tpl'),
  aspect('fan_mode', 'category', 'fan_mode_state_topic fan_mode_stat_t', 'fan_mode_state_template fan_mode_stat_tpl'),
  aspect(
    'swing_mode',
    'category',
    'swing_mode_state_topic swing_mode_stat_t',
    'swing_mode_state_template swing_mode_stat_tpl',
  ),
  aspect(
    'swing_horizontal_mode',
    'category',
    'swing_horizontal_mode_state_topic swing_h_mode_stat_t',
    'swing_horizontal_mode_state_template swing_h_mode_stat_tpl',
  ),
  aspect(
    'preset_mode',
    'category',
    'preset_mode_state_topic pr_mode_stat_t',
    'preset_mode_value_template pr_mode_val_tpl preset_mode_state_template',
  ),
  aspect('hold_mode', 'category', 'hold_state_topic hold_stat_t', 'hold_state_template hold_stat_tpl'),
  aspect(
    'away_mode',
    'category',
    'away_mode_state_topic away_mode_stat_t',
    'away_mode_state_template away_mode_stat_tpl',
  ),
  aspect('aux_heat', 'boolean', 'aux_state_topic aux_stat_t', 'aux_state_template aux_stat_tpl'),
  aspect('power', 'boolean', 'power_state_topic pow_stat_t', 'power_state_template pow_stat_tpl'),
  aspect('action', 'category', 'action_topic act_t', 'action_template act_tpl'),
  aspect('activity', 'category', 'activity_state_topic act_stat_t', 'activity_value_template act_val_tpl'),
  aspect('battery_level', 'number', 'battery_level_topic bat_lev_t', 'battery_level_template bat_lev_tpl'),
  aspect('charging', 'boolean', 'charging_topic chrg_t', 'charging_template chrg_tpl'),
  aspect('cleaning', 'boolean', 'cleaning_topic cln_t', 'cleaning_template cln_tpl'),
  aspect('docked', 'boolean', 'docked_topic dock_t', 'docked_template dock_tpl'),
  aspect('error', 'category', 'error_topic err_t', 'error_template err_tpl'),
  aspect('fan_speed', 'category', 'fan_speed_topic fanspd_t', 'fan_speed_template fanspd_tpl'),
  aspect('latest_version', 'category', 'latest_version_topic l_ver_t', 'latest_version_template l_ver_tpl'),
];

/** What goes to a device, whether it is there, and pictures: known, and no reading. */
const OF_NO_INTEREST =
  /(?:command_topic|cmd_t|availability_topic|avty_t|^set_(?:position|fan_speed)_topic|^set_(?:pos|fan_spd)_t|^image_topic|^img_t|^url_topic|^url_t|last_reset_topic|^lrst_t)$/;

export function isOfNoInterest(key: string): boolean {
  return OF_NO_INTEREST.test(key);
}

function aspect(name: string, type: Aspect['type'], topic: string, template: string): Aspect {
  return { name, type, topic: topic.split(' '), template: template.split(' ') };
}

function temperature(name: string, topic: string, template: string): Aspect {
  return { ...aspect(name, 'number', topic, template), isTemperature: true };
}
