export type TasmotaPrefix = 'cmnd' | 'stat' | 'tele';

/** Words of a FullTopic that stand for something of the device; in a base they have to be filled in. */
export const NOT_FILLED_IN = /%(topic|hostname|id)%/;

/**
 * Where one Tasmota device's words are, each with `%prefix%` in it: its FullTopic where the base is one
 * (`home/%prefix%/attic-fan`), else the two usual orders of the base, which then is its `%topic%`.
 */
export function fullTopicsOf(base: string): readonly string[] {
  return base.includes('%prefix%') ? [base] : [`%prefix%/${base}`, `${base}/%prefix%`];
}

/** What the topics begin with, up to and with the last `/`. */
export function under(fullTopic: string, prefix: TasmotaPrefix): string {
  return `${fullTopic.replaceAll('%prefix%', prefix)}/`;
}

/** The FullTopic by which a device with this `%topic%` made the topic, as `home/%prefix%/fan` made `home/tele/fan/LWT`. */
export function fullTopicOf(base: string, topic: string): string | undefined {
  const levels = topic.split('/').slice(0, -1);
  const at = levels.findIndex((level) => level === 'tele' || level === 'stat');
  if (at === -1 || !`/${levels.join('/')}/`.includes(`/${base}/`)) return undefined;
  return levels.with(at, '%prefix%').join('/');
}
