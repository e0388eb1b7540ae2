import type { FoundField } from './dialect.ts';
import { shortText, textsOf } from './found-fields.ts';
import { ASPECTS, type Aspect, firstOf, option } from './home-assistant-keys.ts';
import { parseTemplate, type Template, WHOLE } from './home-assistant-template.ts';
import type { JsonObject } from './json.ts';

/** Where one value of an entity is found, and what it means. */
export interface Place {
  readonly topic: string;
  /** Undefined where it is more than a path: what it would make of the payload is not read. */
  readonly template: Template | undefined;
  /** What of the entity it tells; '' is its own state. */
  readonly aspect: string;
  /** All members of an object are fields of their own. */
  readonly isAttributes?: true;
  /** The payload may also be the bare value, where it is no JSON object. */
  readonly isBareToo?: true;
  /** Whatever is none of `values` says nothing: other triggers share the topic. */
  readonly isTrigger?: true;
  readonly type?: FoundField['type'];
  readonly unit?: string;
  readonly deviceClass?: string;
  readonly values?: readonly string[];
  /** The words that stand for true and false. */
  readonly on?: string;
  readonly off?: string;
}

/** A topic as a config writes it, with its base filled in; undefined where it is none. */
export type TopicOf = (raw: unknown) => string | undefined;

const MAX_VALUES = 100;

/** Everything that an entity tells, but its attributes. */
export function readPlaces(component: string, config: JsonObject, topicOf: TopicOf): Place[] {
  return [...ownPlaces(component, config, topicOf), ...aspectPlaces(component, config, topicOf)];
}

/** No template takes the payload as it is. */
export function templateOf(raw: unknown): Template | undefined {
  if (raw === undefined || raw === null || raw === '') return WHOLE;
  return typeof raw === 'string' ? parseTemplate(raw) : undefined;
}

/** What the entity is about itself: its state topic, and for some the members of the object that is published there. */
function ownPlaces(component: string, config: JsonObject, topicOf: TopicOf): Place[] {
  if (component === 'device_automation') return triggerPlaces(config, topicOf);
  const topic = topicOf(option(config, 'stateTopic'));
  if (topic === undefined) return [];
  const written = option(config, 'stateValueTemplate') ?? option(config, 'valueTemplate');
  const about = meaningOf(component, config);
  const at = (aspect: string, path: readonly string[], more: Partial<Place> = {}): Place => ({
    ...{ topic, template: { json: true, path }, aspect, type: 'category' },
    ...more,
  });
  if (component === 'light' && option(config, 'schema') === 'json') return lightPlaces(at);
  if (component === 'light' && option(config, 'schema') === 'template') return templateLight(topic, config);
  const main: Place = { topic, template: templateOf(written), aspect: '', ...about };
  if (written !== undefined && written !== null && written !== '') return [main];
  switch (component) {
    case 'event':
      return [at('event_type', ['event_type'], about)];
    case 'vacuum':
      return [
        at('state', ['state']),
        at('battery_level', ['battery_level'], { type: 'number', unit: '%' }),
        at('fan_speed', ['fan_speed']),
      ];
    case 'siren':
      return [
        at('state', ['state'], { ...about, isBareToo: true }),
        at('tone', ['tone']),
        at('volume_level', ['volume_level'], { type: 'number' }),
      ];
    case 'update':
      return [
        at('installed_version', ['installed_version'], { isBareToo: true }),
        at('latest_version', ['latest_version']),
        at('in_progress', ['in_progress'], { type: 'boolean' }),
        at('update_percentage', ['update_percentage'], { type: 'number', unit: '%' }),
      ];
    default:
      return [main];
  }
}

function lightPlaces(at: (aspect: string, path: readonly string[], more?: Partial<Place>) => Place): Place[] {
  const numbers = ['brightness', 'color_temp', 'white'].map((name) => at(name, [name], { type: 'number' }));
  const colors = [...'rgbwcxyhs'].map((name) => at(`color.${name}`, ['color', name], { type: 'number' }));
  const words = ['color_mode', 'effect'].map((name) => at(name, [name]));
  return [at('state', ['state'], { type: 'boolean', on: 'ON', off: 'OFF' }), ...numbers, ...colors, ...words];
}

function templateLight(topic: string, config: JsonObject): Place[] {
  const place = (aspect: string, raw: unknown, more: Partial<Place>): Place[] =>
    raw === undefined ? [] : [{ topic, template: templateOf(raw), aspect, ...more }];
  const number = { type: 'number' } as const;
  return [
    ...place('state', option(config, 'stateTemplate'), { type: 'boolean', on: 'on', off: 'off' }),
    ...place('brightness', option(config, 'brightnessTemplate'), number),
    ...place('color.r', option(config, 'redTemplate'), number),
    ...place('color.g', option(config, 'greenTemplate'), number),
    ...place('color.b', option(config, 'blueTemplate'), number),
    ...place('color_temp', option(config, 'colorTemperatureTemplate'), number),
    ...place('effect', option(config, 'effectTemplate'), { type: 'category' }),
  ];
}

/** Many triggers of one device share a topic, each with the payload that it waits for. */
function triggerPlaces(config: JsonObject, topicOf: TopicOf): Place[] {
  const topic = topicOf(option(config, 'topic'));
  const payload = wordOf(option(config, 'payload'));
  if (topic === undefined || payload === undefined) return [];
  const template = templateOf(option(config, 'valueTemplate'));
  return [{ topic, template, aspect: 'action', isTrigger: true, type: 'category', values: [payload] }];
}

function aspectPlaces(component: string, config: JsonObject, topicOf: TopicOf): Place[] {
  // A climate's value template stands in for each one that is not given.
  const fallback = CLIMATES.has(component) ? option(config, 'valueTemplate') : undefined;
  return ASPECTS.flatMap((aspect): Place[] => {
    const topic = topicOf(firstOf(config, aspect.topic));
    if (topic === undefined) return [];
    const template = templateOf(firstOf(config, aspect.template) ?? fallback);
    return [{ topic, template, aspect: aspect.name, ...aboutAspect(aspect, component, config) }];
  });
}

const CLIMATES = new Set(['climate', 'water_heater', 'humidifier']);

function aboutAspect({ type, isTemperature }: Aspect, component: string, config: JsonObject): Partial<Place> {
  if (type === 'boolean') return { type, ...onAndOff(component, config) };
  if (isTemperature !== true) return { type };
  const unit = option(config, 'temperatureUnit');
  return { type, deviceClass: 'temperature', ...(unit === 'C' || unit === 'F' ? { unit: `°${unit}` } : {}) };
}

/** Components whose own state is on or off. */
const SWITCHED = new Set(['binary_sensor', 'switch', 'fan', 'light', 'siren', 'humidifier', 'remote']);

/** Components that open or guard a home, whatever their values are called. */
const GUARDING = new Set(['lock', 'alarm_control_panel']);

/** What an entity's own state is: its type, unit, class and words. */
function meaningOf(component: string, config: JsonObject): Partial<Place> {
  const own = wordOf(option(config, 'deviceClass'), /^[a-z0-9_]{1,40}$/);
  const deviceClass = own ?? (GUARDING.has(component) ? component : undefined);
  const classed = deviceClass === undefined ? {} : { deviceClass };
  if (SWITCHED.has(component)) return { ...classed, type: 'boolean', ...onAndOff(component, config) };
  if (component === 'device_tracker') {
    const on = wordOf(option(config, 'payloadHome')) ?? 'home';
    return { aspect: 'presence', type: 'boolean', on, off: wordOf(option(config, 'payloadNotHome')) ?? 'not_home' };
  }
  const unit = shortText(option(config, 'unit'))?.trim() || undefined;
  const united = unit === undefined ? classed : { ...classed, unit };
  if (component === 'number') return { ...united, type: 'number' };
  if (component === 'sensor') {
    const isMeasured = unit !== undefined || option(config, 'stateClass') !== undefined;
    if (isMeasured) return { ...united, type: 'number' };
  }
  const values = textsOf(option(config, component === 'event' ? 'eventTypes' : 'options')).slice(0, MAX_VALUES);
  if (values.length > 0) return { ...united, type: 'category', values };
  return component === 'sensor' ? united : { ...united, type: 'category' };
}

function onAndOff(component: string, config: JsonObject): { readonly on: string; readonly off: string } {
  const isSensor = component === 'binary_sensor';
  const on = wordOf(option(config, 'payloadOn')) ?? 'ON';
  const off = wordOf(option(config, 'payloadOff')) ?? 'OFF';
  if (isSensor) return { on, off };
  return { on: wordOf(option(config, 'stateOn')) ?? on, off: wordOf(option(config, 'stateOff')) ?? off };
}

/** An option that may be written as text, number or boolean, as text. */
function wordOf(raw: unknown, pattern?: RegExp): string | undefined {
  const text = typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : shortText(raw);
  return text !== undefined && (pattern === undefined || pattern.test(text)) ? text : undefined;
}
