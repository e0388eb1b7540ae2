import type { Dialect, Interpreter, Understood } from './dialect.ts';
import { bridgeRights, type Ecosystem, type Source } from './ecosystem.ts';
import { esphomeName } from './esphome-names.ts';
import { type About, readEntities } from './home-assistant-config.ts';
import { type ConfigDevice, isZigbee2mqtts, readDevice } from './home-assistant-device.ts';
import { type Config, Entities } from './home-assistant-entities.ts';
import { readPayload } from './home-assistant-values.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import { IGNORED, ignore, quarantine } from './outcome.ts';

const COMPONENTS = [
  ...['alarm_control_panel', 'binary_sensor', 'button', 'camera', 'climate', 'cover', 'date', 'datetime'],
  ...['device_automation', 'device_tracker', 'event', 'fan', 'humidifier', 'image', 'lawn_mower', 'light', 'lock'],
  ...['notify', 'number', 'remote', 'scene', 'select', 'sensor', 'siren', 'switch', 'tag', 'text', 'time', 'update'],
  ...['vacuum', 'valve', 'water_heater'],
];
/** `<prefix>/<component>/[<node>/]<object>/config`; ids are of these letters only, so that nothing else is taken for one. */
const CONFIG = new RegExp(`^(.+?)/(device|${COMPONENTS.join('|')})/(?:([\\w-]+)/)?([\\w-]+)/config$`);
const USUAL = 'homeassistant';
const MAX_PREFIXES = 16;

export const homeAssistantEcosystem = {
  name: 'home-assistant',
  title: 'Home Assistant MQTT discovery',
  kind: 'bridge',
  base: 'the topic that its states are published under',
  dialect: homeAssistant,
  rights: bridgeRights,
} as const satisfies Ecosystem;

/**
 * What speaks Home Assistant's MQTT discovery: retained configs say whose a topic is and where in its payload which value
 * stands. It has the topics that configs named and no other, so that a device without one is never guessed. On another's
 * broker it comes after everything that knows a topic by itself: discovery repeats what zigbee2mqtt or Tasmota say, and
 * anybody may publish it.
 */
export function homeAssistant({ surer = () => false }: Pick<Source, 'surer'> = {}): Dialect {
  const entities = new Entities();
  const prefixes = new Set([USUAL]);
  let generation = 0;

  function route(topic: string): Interpreter | undefined {
    const about = aboutOf(topic);
    if (about !== undefined) return (payload) => learn(topic, about, payload);
    const listeners = entities.at(topic);
    if (listeners === undefined) return isBirth(topic) ? ignore : undefined;
    return listeners.length === 0 ? ignore : (payload) => readPayload(listeners, payload);
  }

  /** `device` is a word of many, so that it counts only under a prefix that has other configs, too. */
  function aboutOf(topic: string): (About & { readonly prefix: string }) | undefined {
    const [, prefix, component, node, id] = CONFIG.exec(topic) ?? [];
    if (prefix === undefined || component === undefined || id === undefined) return undefined;
    return component === 'device' && !prefixes.has(prefix) ? undefined : { prefix, component, node, id };
  }

  function isBirth(topic: string): boolean {
    return topic.endsWith('/status') && prefixes.has(topic.slice(0, -'/status'.length));
  }

  function learn(topic: string, about: About & { readonly prefix: string }, payload: Uint8Array): Understood {
    const parsed = parseJson(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    if (!isObject(parsed.value)) return quarantine('unexpected shape', payload);
    if (isZigbee2mqtts(parsed.value)) return IGNORED;
    const config = readConfig(about, parsed.value);
    const learned = entities.learn(topic, config);
    if (learned === 'full') return quarantine('too large', payload);
    if (learned === 'learned') generation++;
    if (prefixes.size < MAX_PREFIXES) prefixes.add(about.prefix);
    const isOurs = config.placed.some(({ place }) => !surer(place.topic));
    return isOurs ? { kind: 'devices', devices: [entities.found(config.device, (each) => !surer(each))] } : IGNORED;
  }

  return {
    name: 'home-assistant',
    get generation() {
      return generation;
    },
    route,
    cleared(topic) {
      if (entities.forget(topic)) generation++;
    },
  };
}

/** A discovery payload as it is kept. ESPHome is known by the topics that it builds from its own names. */
function readConfig(about: About, body: JsonObject): Config {
  const entities = readEntities(about, body);
  const device = readDevice(about, body, entities);
  const placed = entities.flatMap((entity) =>
    entity.places.map((place) => {
      const ownName = esphomeName(about, place);
      return ownName === undefined ? { entity, place } : { entity, place, ownName };
    }),
  );
  const isEsphome = placed.some(({ ownName }) => ownName !== undefined);
  return { device: isEsphome ? spokenBy(device, 'esphome') : device, entities, placed };
}

function spokenBy(device: ConfigDevice, dialect: string): ConfigDevice {
  return { ...device, source: { ...device.source, dialect }, found: { ...device.found, dialect } };
}
