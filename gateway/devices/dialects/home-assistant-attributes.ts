/**
 * Attributes of Home Assistant's entities that are no readings: they draw an entity, list what it can do, or are what
 * people wrote, names of other entities and persons, pictures and secrets.
 */
export const NO_ATTRIBUTES: ReadonlySet<string> = new Set([
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
  ...['description', 'location_name', 'forecast', 'friendly_name', 'summary', 'status_message', 'code_arm_required'],
]);
