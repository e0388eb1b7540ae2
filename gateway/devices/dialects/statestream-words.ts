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
