/** Most levels a topic or filter may have; aedes' matcher throws above 100, and nothing in a home has more than 20. */
export const MAX_LEVELS = 100;
/** Most bytes of a topic or filter. */
export const MAX_TOPIC_BYTES = 1024;

const SLASH = 47;
const DOLLAR = 36;

/**
 * Whether the filter is well formed: `#` only as the last level, `+` only as a whole level (MQTT-4.7.1-2, MQTT-4.7.1-3).
 * Names of Object.prototype are refused as whole filters: the broker keeps subscriptions of one packet in a plain object.
 */
export function validFilter(filter: string): boolean {
  if (filter.length === 0 || filter.includes('\0') || filter in Object.prototype) return false;
  const levels = filter.split('/');
  if (levels.length > MAX_LEVELS) return false;
  return levels.every((level, index) => {
    if (level === '#') return index === levels.length - 1;
    return level === '+' || !(level.includes('#') || level.includes('+'));
  });
}

/** First levels that are the broker's own, or a subscription syntax. Others that begin with `$` (`$aws`) are devices' topics. */
const BROKERS_OWN = new Set(['$SYS', '$share', '$queue']);

/** Whether nobody may write, read or subscribe to it, whatever was granted. */
export function isBrokersOwn(topic: string): boolean {
  return topic.charCodeAt(0) === DOLLAR && BROKERS_OWN.has(topic.slice(0, levelEnd(topic, 0)));
}

/**
 * Whether a topic matches a filter (MQTT 4.7). Topics that start with `$` match no filter that starts with a wildcard
 * (MQTT-4.7.2-1). Walks both without allocating: it runs for every message.
 */
export function matches(filter: string, topic: string): boolean {
  const first = filter.charCodeAt(0);
  if (topic.charCodeAt(0) === 36 && (first === 35 || first === 43)) return false;
  let f = 0;
  let t = 0;
  for (;;) {
    const filterEnd = levelEnd(filter, f);
    if (isLevel(filter, f, filterEnd, '#')) return true;
    const topicEnd = levelEnd(topic, t);
    if (!isLevel(filter, f, filterEnd, '+') && !sameLevel(filter, f, filterEnd, topic, t, topicEnd)) return false;
    const filterDone = filterEnd === filter.length;
    const topicDone = topicEnd === topic.length;
    if (filterDone) return topicDone;
    f = filterEnd + 1;
    // `a/#` also matches `a`: the topic ended one level before the `#`.
    if (topicDone) return f === filter.length - 1 && filter[f] === '#';
    t = topicEnd + 1;
  }
}

/** Whether every topic that `filter` matches is matched by `grant` too; both are well formed. */
export function covers(grant: string, filter: string): boolean {
  const granted = grant.split('/');
  const asked = filter.split('/');
  // A wildcard at the start never reaches `$` topics (MQTT-4.7.2-1), so it does not cover a filter that names one.
  if (asked[0]?.startsWith('$') && (granted[0] === '#' || granted[0] === '+')) return false;
  for (let index = 0; ; index++) {
    const have = granted[index];
    const want = asked[index];
    if (have === '#') return true;
    if (have === undefined) return want === undefined;
    // `a/#` matches `a` as well, so a grant of `a/#` covers it.
    if (want === undefined) return have === '#' && index === granted.length - 1;
    if (want === '#') return false;
    if (have !== '+' && have !== want) return false;
  }
}

/** Whether there is a topic that both match; both are well formed. */
export function meet(one: string, other: string): boolean {
  const [a, b] = [one.split('/'), other.split('/')];
  for (let index = 0; ; index++) {
    const [left, right] = [a[index], b[index]];
    // `a/#` also matches `a`.
    if (left === '#' || right === '#' || (left === undefined && right === undefined)) return true;
    if (left === undefined || right === undefined) return false;
    if (left !== right && left !== '+' && right !== '+') return false;
  }
}

function levelEnd(text: string, from: number): number {
  const end = text.indexOf('/', from);
  return end === -1 ? text.length : end;
}

function isLevel(text: string, from: number, end: number, wildcard: '#' | '+'): boolean {
  return end - from === 1 && text[from] === wildcard;
}

function sameLevel(a: string, aFrom: number, aEnd: number, b: string, bFrom: number, bEnd: number): boolean {
  if (aEnd - aFrom !== bEnd - bFrom) return false;
  for (let index = 0; index < aEnd - aFrom; index++) {
    if (a.charCodeAt(aFrom + index) !== b.charCodeAt(bFrom + index)) return false;
  }
  return true;
}

/** Levels of a topic's bytes, counted without decoding. */
export function countLevels(bytes: Uint8Array, from: number, end: number): number {
  let levels = 1;
  for (let index = from; index < end; index++) if (bytes[index] === SLASH) levels++;
  return levels;
}
