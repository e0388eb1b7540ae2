import type { Dialect, Interpreter, Understood } from './dialect.ts';
import { MAX_BYTES, MAX_LIST_BYTES } from './json.ts';
import { IGNORED, quarantine } from './outcome.ts';

export interface Router {
  /** What a payload says. Total: whatever the topic and the bytes, it returns. */
  understand(topic: string, payload: Uint8Array, receivedAt: number): Understood;
}

/** Longer topics are none of a home's; finding a name among ten thousand levels would be work for an attacker's sake. */
const MAX_TOPIC = 1_024;

/**
 * Finds for each topic the dialect that knows it and remembers it, because asking is string work and a home's topics
 * repeat. What is remembered is bounded (a source can invent topics without end) and forgotten as soon as any dialect
 * learned something that may change its answer. The first dialect that routes a topic has it.
 */
export function createRouter(dialects: readonly Dialect[], options: { readonly maxRoutes?: number } = {}): Router {
  // Two half-size maps instead of an ordered one: a route that is used moves to the new half before the old is dropped.
  const half = Math.max(1, Math.floor((options.maxRoutes ?? 10_000) / 2));
  let recent = new Map<string, Interpreter>();
  let older = new Map<string, Interpreter>();
  let seenGenerations = -1;

  function understand(topic: string, payload: Uint8Array, receivedAt: number): Understood {
    // Dialects keep the smaller limit of ordinary messages; above this one nothing is even looked at.
    if (payload.byteLength > MAX_LIST_BYTES) return quarantine('too large', payload);
    try {
      return payload.byteLength === 0 ? cleared(topic) : routeOf(topic)(payload, receivedAt);
    } catch {
      return quarantine('unexpected shape', payload);
    }
  }

  /** An empty payload is how MQTT deletes a retained message (MQTT-3.3.1-10): there is nothing in it to understand. */
  function cleared(topic: string): Understood {
    if (topic.length <= MAX_TOPIC) for (const dialect of dialects) dialect.cleared?.(topic);
    return IGNORED;
  }

  function routeOf(topic: string): Interpreter {
    forgetOutdated();
    const known = recent.get(topic);
    if (known !== undefined) return known;
    const route = older.get(topic) ?? askDialects(topic);
    if (recent.size >= half) {
      older = recent;
      recent = new Map();
    }
    recent.set(topic, route);
    return route;
  }

  function askDialects(topic: string): Interpreter {
    if (topic.length > MAX_TOPIC) return unknownTopic;
    for (const dialect of dialects) {
      const route = dialect.route(topic);
      if (route !== undefined) return route;
    }
    return unknownTopic;
  }

  function forgetOutdated(): void {
    let generations = 0;
    for (const dialect of dialects) generations += dialect.generation;
    if (generations === seenGenerations) return;
    seenGenerations = generations;
    recent = new Map();
    older = new Map();
  }

  return { understand };
}

function unknownTopic(payload: Uint8Array): Understood {
  return quarantine(payload.byteLength > MAX_BYTES ? 'too large' : 'unknown topic', payload);
}
