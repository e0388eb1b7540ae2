import { fullTopicOf } from '../full-topic.ts';

/** What a device is added with: its dialect, and the topic its rights are made from. */
export interface Ecosystem {
  readonly dialect: 'native' | 'zigbee2mqtt' | 'tasmota' | 'shelly-gen1' | 'shelly-gen2';
  readonly base?: string;
}

/**
 * What the topic of a last will says of who speaks, in the ecosystems that set one at first. A guess that a person sees
 * and may change: it only fills in a form.
 */
export function ecosystemOf(willTopic: string): Ecosystem | undefined {
  const levels = willTopic.split('/');
  const last = levels.at(-1);
  if (last === 'LWT') {
    const [first, second] = levels;
    if (levels.length === 3 && first === 'tele' && second) return { dialect: 'tasmota', base: second };
    if (levels.length === 3 && second === 'tele' && first) return { dialect: 'tasmota', base: first };
    const base = fullTopicOf(levels.at(-2) ?? '', willTopic);
    return base === undefined ? undefined : { dialect: 'tasmota', base };
  }
  if (levels.length === 3 && levels[0] === 'shellies' && last === 'online' && levels[1]) {
    return { dialect: 'shelly-gen1', base: levels[1] };
  }
  if (willTopic.endsWith('/bridge/state')) return { dialect: 'zigbee2mqtt', base: levels.slice(0, -2).join('/') };
  if (/^hearthgate\/v1\/devices\/[^/]+\/availability$/.test(willTopic)) return { dialect: 'native' };
  if (last === 'online' && levels.length >= 2) return { dialect: 'shelly-gen2', base: levels.slice(0, -1).join('/') };
  return undefined;
}
