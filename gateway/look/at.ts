import { createHmac } from 'node:crypto';
import type { Catalogue } from '../../rules/field-catalogue.ts';
import type { Needs } from '../../rules/needs.ts';
import { type Network, network } from '../devices/attach/address.ts';
import type { Target } from '../devices/attach/connection.ts';
import type { Problem } from '../devices/attach/problem.ts';
import type { Ecosystem } from '../devices/dialects/ecosystem.ts';
import { ecosystemsWith } from '../devices/dialects/ecosystems.ts';
import { shippedProfiles } from '../devices/dialects/shipped-profiles.ts';
import { shippedCatalogue, shippedNeeds } from '../runtime/knowledge.ts';
import { type Random, systemRandom } from '../runtime/random.ts';
import { eachOf } from './each.ts';
import { Gathered, type Message } from './gathered.ts';
import { listen } from './listen.ts';
import type { Look } from './look.ts';
import { messagesOf } from './recording.ts';
import { createUnderstanding } from './understanding.ts';

/** What is looked with: everything that is shipped. */
export interface Sight {
  readonly ecosystems: readonly Ecosystem[];
  readonly catalogue: Catalogue;
  readonly needs: Needs;
  readonly random: Random;
  readonly network: Network;
}

export function shippedSight(): Sight {
  const ecosystems = ecosystemsWith(shippedProfiles());
  return { ecosystems, catalogue: shippedCatalogue(), needs: shippedNeeds(), random: systemRandom, network };
}

export interface BrokerLook {
  readonly look: Look;
  /** Filters that this user may not read. */
  readonly refused: readonly string[];
  /** Why it ended before its time. */
  readonly problem?: Problem;
}

interface AtBroker {
  readonly filters: readonly string[];
  readonly forMs: number;
  /** Ends it early; what was heard counts. */
  readonly signal: AbortSignal;
  readonly progress?: (secondsLeft: number, messages: number) => void;
}

/** Listens on a broker for a while, sends and stores nothing. */
export async function lookAtBroker(
  target: Target,
  { filters, forMs, signal, progress }: AtBroker,
  sight = shippedSight(),
): Promise<BrokerLook | Problem> {
  const eyes = open(sight);
  let ticking: NodeJS.Timeout | undefined;
  const begin = () => {
    const until = performance.now() + forMs;
    const tick = () => progress?.(Math.max(0, Math.round((until - performance.now()) / 1_000)), eyes.gathered.messages);
    if (progress) ticking = setInterval(tick, 1_000);
  };
  const { random, network } = sight;
  const listened = await listen(target, {
    ...{ filters, forMs, signal, random, network },
    ...{ onMessage: eyes.take, onBegin: begin },
  });
  clearInterval(ticking);
  if ('why' in listened) return listened;
  const { seconds, refused, problem } = listened;
  return { look: eyes.gathered.told(seconds), refused, ...(problem === undefined ? {} : { problem }) };
}

interface AtRecording {
  readonly signal: AbortSignal;
  /** A line that is no message. */
  readonly unread: (line: number) => void;
  /** Is told of every message what is understood of it; the next is read when it resolves. */
  readonly each?: (line: object) => Promise<void>;
}

/** Reads a recording as if its messages were heard now, a line at a time. */
export async function lookAtRecording(
  input: AsyncIterable<Buffer>,
  { signal, unread, each }: AtRecording,
  sight = shippedSight(),
): Promise<{ readonly look: Look; readonly lines: number }> {
  const eyes = open(sight);
  const { catalogue } = sight;
  const about = (key: string, field: string) => eyes.gathered.about(key, field);
  let [first, last, lines] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for await (const { line, message, timed } of messagesOf(input, Date.now)) {
    if (signal.aborted) break;
    lines = line;
    if (message === undefined) {
      unread(line);
      continue;
    }
    // What was kept was told when the recording began, whatever time it has.
    if (timed && !message.kept) [first, last] = [Math.min(first, message.at), Math.max(last, message.at)];
    const told = eyes.take(message);
    if (each) await each(eachOf(message, told, { catalogue, about }));
  }
  return { look: eyes.gathered.told(last > first ? (last - first) / 1_000 : undefined), lines };
}

function open({ ecosystems, catalogue, needs, random }: Sight) {
  const key = random(32);
  const mark = (text: string) => createHmac('sha256', key).update(text).digest('base64').slice(0, 16);
  const understand = createUnderstanding(ecosystems);
  const gathered = new Gathered({ ecosystems, catalogue, needs, mark });
  const take = (message: Message) => {
    const told = understand(message.topic, message.payload, message.at);
    gathered.take(message, told);
    return told;
  };
  return { gathered, take };
}
