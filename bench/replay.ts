import { ecosystemsWith } from '../gateway/devices/dialects/ecosystems.ts';
import type { Profile } from '../gateway/devices/dialects/profile.ts';
import { createRouter } from '../gateway/devices/dialects/router.ts';
import { sideBySide } from '../gateway/devices/dialects/side-by-side.ts';

export interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
}

/** A line as `mosquitto_sub -F '%t %x'` writes it: the topic, which may hold spaces, and the payload in hex. */
export function messageOf(line: string): Message | undefined {
  const at = line.lastIndexOf(' ');
  const hex = line.slice(at + 1);
  if (at < 1 || hex.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(hex)) return undefined;
  return { topic: line.slice(0, at), payload: Buffer.from(hex, 'hex') };
}

export interface Replayed {
  /** By what became of a message: `readings`, `devices`, `ignored` or why it was quarantined. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** `ecosystem field` → how often it was told. */
  readonly fields: ReadonlyMap<string, number>;
  /** Topics of what was not understood, each once, with the reason. */
  readonly unclear: ReadonlyMap<string, string>;
}

export interface Speaker {
  readonly dialect: string;
  readonly base?: string;
}

/** What all ecosystems side by side, or one of them, understand of a recording. Nothing of a value is kept. */
export function replay(messages: Iterable<Message>, profiles: readonly Profile[], speaker?: Speaker): Replayed {
  const router = createRouter([dialectOf(profiles, speaker)]);
  const outcomes = new Map<string, number>();
  const fields = new Map<string, number>();
  const unclear = new Map<string, string>();
  for (const { topic, payload } of messages) {
    const said = router.understand(topic, payload, 0);
    count(outcomes, said.kind === 'quarantine' ? `quarantined: ${said.reason}` : said.kind);
    if (said.kind === 'quarantine') unclear.set(topic, said.reason);
    if (said.kind !== 'readings') continue;
    for (const { device, fields: told } of said.readings)
      for (const { name } of told) count(fields, `${device.dialect ?? speaker?.dialect} ${name}`);
  }
  return { outcomes, fields, unclear };
}

function dialectOf(profiles: readonly Profile[], speaker: Speaker | undefined) {
  const all = ecosystemsWith(profiles);
  if (speaker === undefined) return sideBySide(all);
  const found = all.find(({ name }) => name === speaker.dialect);
  if (found === undefined) {
    throw new Error(`no dialect is called ${speaker.dialect}; there are ${all.map(({ name }) => name).join(', ')}`);
  }
  return found.dialect(speaker.base === undefined ? {} : { base: speaker.base });
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
