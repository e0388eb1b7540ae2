/** Home Assistant's own kinds of entities; what stands in their place in another's topic is no domain. */
export const DOMAINS: ReadonlySet<string> = new Set([
  ...[
    'air_quality',
    'ai_task',
    'alarm_control_panel',
    'alert',
    'assist_satellite',
    'automation',
    'binary_sensor',
    'button',
  ],
  ...[
    'calendar',
    'camera',
    'climate',
    'conversation',
    'counter',
    'cover',
    'date',
    'datetime',
    'device_tracker',
    'event',
  ],
  ...['fan', 'geo_location', 'group', 'humidifier', 'image', 'image_processing', 'input_boolean', 'input_button'],
  ...['input_datetime', 'input_number', 'input_select', 'input_text', 'lawn_mower', 'light', 'lock', 'media_player'],
  ...['notify', 'number', 'person', 'plant', 'proximity', 'remote', 'scene', 'schedule', 'script', 'select', 'sensor'],
  ...['siren', 'stt', 'sun', 'switch', 'tag', 'text', 'time', 'timer', 'todo', 'tts', 'update', 'vacuum', 'valve'],
  ...['wake_word', 'water_heater', 'weather', 'zone', 'persistent_notification'],
]);

/** Of these, what no other system has: where their state is published, Home Assistant streams. */
export const ITS_OWN: ReadonlySet<string> = new Set([
  ...[
    'automation',
    'device_tracker',
    'input_boolean',
    'input_button',
    'input_datetime',
    'input_number',
    'input_select',
  ],
  ...['input_text', 'media_player', 'person', 'script', 'sun', 'weather', 'zone'],
]);

/** What people write, say or look at, and cards that were scanned: nothing of it is a reading. */
const WRITTEN: ReadonlySet<string> = new Set([
  ...['ai_task', 'assist_satellite', 'camera', 'conversation', 'image', 'image_processing', 'input_text', 'notify'],
  ...['persistent_notification', 'stt', 'tag', 'text', 'todo', 'tts', 'wake_word', 'calendar', 'alert'],
]);

export function isWritten(domain: string): boolean {
  return WRITTEN.has(domain);
}

const SWITCHED: ReadonlySet<string> = new Set([
  ...['automation', 'binary_sensor', 'fan', 'group', 'humidifier', 'input_boolean', 'light', 'remote', 'schedule'],
  ...['script', 'siren', 'switch', 'update'],
]);

/** Whether `on` and `off` are its states. */
export function isSwitched(domain: string): boolean {
  return SWITCHED.has(domain);
}

/** Attributes that draw an entity, list what it can do, or name other entities, persons, pictures and secrets. */
export const ATTRIBUTES_OF_NO_INTEREST: ReadonlySet<string> = new Set([
  ...['icon', 'entity_picture', 'entity_picture_local', 'attribution', 'state_class', 'supported_features'],
  ...['supported_color_modes', 'assumed_state', 'restored', 'editable', 'hidden', 'initial', 'options', 'event_types'],
  ...[
    'effect_list',
    'fan_modes',
    'hvac_modes',
    'preset_modes',
    'swing_modes',
    'swing_horizontal_modes',
    'operation_list',
  ],
  ...['speed_list', 'fan_speed_list', 'source_list', 'sound_mode_list', 'available_tones', 'available_modes'],
  ...['min', 'max', 'step', 'mode_list', 'min_temp', 'max_temp', 'target_temp_step', 'min_humidity', 'max_humidity'],
  ...['min_mireds', 'max_mireds', 'min_color_temp_kelvin', 'max_color_temp_kelvin', 'precision', 'pattern'],
  ...['id', 'user_id', 'entity_id', 'entity_ids', 'device_trackers', 'source', 'persons', 'group_members', 'order'],
  ...['access_token', 'token', 'code_format', 'changed_by', 'title', 'release_summary', 'release_url', 'message'],
  ...['description', 'location_name', 'forecast', 'code_arm_required'],
]);
