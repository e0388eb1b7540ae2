import { shortText } from './found-fields.ts';
import { firstOf, isOfNoInterest, objectAt, option } from './home-assistant-keys.ts';
import { type Place, readPlaces, type TopicOf, templateOf } from './home-assistant-places.ts';
import { isObject, type JsonObject } from './json.ts';

export interface Entity {
  readonly component: string;
  readonly id: string;
  readonly places: readonly Place[];
  /** Topics that are known and say nothing: commands, availability, pictures. */
  readonly ignored: readonly string[];
}

/** Which entity a discovery topic is about; `device` stands for several. */
export interface About {
  readonly component: string;
  readonly node: string | undefined;
  readonly id: string;
}

const MAX_COMPONENTS = 500;
const MAX_TOPIC = 1_024;

/** The entities that a discovery payload describes: one, or all of a device. What makes no sense is left out. */
export function readEntities({ component, id }: About, config: JsonObject): readonly Entity[] {
  const components = objectAt(config, 'components');
  if (component !== 'device') return [readEntity(component, id, config)];
  return Object.entries(components ?? {})
    .slice(0, MAX_COMPONENTS)
    .flatMap(([each, own]) => {
      // One with nothing but its platform was taken out of the device.
      const platform = isObject(own) && Object.keys(own).length > 1 ? shortText(option(own, 'platform')) : undefined;
      return platform !== undefined && isObject(own) ? [readEntity(platform, each, withShared(own, config))] : [];
    });
}

/** What the components of a device have in common, in either spelling: the base of their topics, and some topics. */
const SHARED = [
  ['~'],
  ['state_topic', 'stat_t'],
  ['command_topic', 'cmd_t'],
  ['availability_topic', 'avty_t'],
  ['availability', 'avty'],
] as const;

function withShared(own: JsonObject, config: JsonObject): JsonObject {
  const missing = SHARED.filter((spellings) => firstOf(own, spellings) === undefined);
  return { ...own, ...Object.fromEntries(missing.map((spellings) => [spellings[0], firstOf(config, spellings)])) };
}

function readEntity(component: string, id: string, config: JsonObject): Entity {
  const topicOf = topicsUnder(config['~']);
  const places = SILENT.has(component) ? [] : readPlaces(component, config, topicOf);
  const attributes = topicOf(option(config, 'attributesTopic'));
  if (attributes !== undefined) {
    const template = templateOf(option(config, 'attributesTemplate'));
    places.push({ topic: attributes, template, aspect: 'attributes', isAttributes: true });
  }
  const told = new Set(places.map(({ topic }) => topic));
  return {
    component,
    id,
    places,
    ignored: ignoredTopics(component, config, topicOf).filter((topic) => !told.has(topic)),
  };
}

/** `~` at the beginning or the end of a topic stands for the base. */
function topicsUnder(raw: unknown): TopicOf {
  const base = typeof raw === 'string' ? raw : '~';
  return (value) => {
    if (typeof value !== 'string' || value === '' || value.length > MAX_TOPIC) return undefined;
    const begun = value.startsWith('~') ? base + value.slice(1) : value;
    const topic = begun.endsWith('~') ? begun.slice(0, -1) + base : begun;
    // What is under wildcards (a tracker of many) says nothing about whose it is.
    return topic.length > MAX_TOPIC || /[#+]/.test(topic) ? undefined : topic;
  };
}

/** Nothing that they publish is a reading: pictures, scanned tags, what somebody wrote. */
const SILENT = new Set(['camera', 'image', 'tag', 'text', 'notify', 'button', 'scene']);

function ignoredTopics(component: string, config: JsonObject, topicOf: TopicOf): string[] {
  const found = Object.entries(config).flatMap(([key, value]) => (isOfNoInterest(key) ? [topicOf(value)] : []));
  if (SILENT.has(component) || component === 'device_automation')
    found.push(topicOf(option(config, 'stateTopic')), topicOf(option(config, 'topic')));
  const availability = firstOf(config, ['availability', 'avty']);
  for (const each of Array.isArray(availability) ? availability.slice(0, 10) : [availability]) {
    if (isObject(each)) found.push(topicOf(option(each, 'topic')));
  }
  return [...new Set(found.filter((topic) => topic !== undefined))];
}
