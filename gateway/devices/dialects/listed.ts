import { choose, type Documented, scalarOf } from './chosen.ts';
import type { Dialect, Interpreter, SourceDevice } from './dialect.ts';
import type { Source } from './ecosystem.ts';
import { ignore, oneReading, withObject } from './outcome.ts';

/** An ecosystem that says one documented value a topic, and of which everything else is to stay where it is. */
export interface Listed {
  readonly name: string;
  /** What its topics begin with by default; a source's base stands for it. */
  readonly usual: readonly string[];
  /** How many words behind that name the device; with none the beginning is the device. */
  readonly depth: 0 | 1;
  /** By the rest of the topic. */
  readonly values: Documented;
  /** Topics with a JSON object, of which the documented members are read. */
  readonly objects?: ReadonlyMap<string, Documented>;
}

/**
 * A dialect of such an ecosystem. Under its beginning all topics are its own, so what is not listed is ignored: names,
 * addresses, plans, logs, commands and whatever a later version says.
 */
export function listed({ name, usual, depth, values, objects }: Listed, source: Source): Dialect {
  const bases = source.base === undefined ? usual : [source.base];

  function route(topic: string): Interpreter | undefined {
    const base = bases.find((each) => topic.startsWith(`${each}/`));
    if (base === undefined) return undefined;
    const words = topic.slice(base.length + 1).split('/');
    const key = depth === 0 ? base : (words[0] ?? '');
    const path = words.slice(depth).join('/');
    return key === '' || path === '' ? undefined : interpreterOf({ key }, path);
  }

  function interpreterOf(device: SourceDevice, path: string): Interpreter {
    const named = path.replaceAll('/', '.');
    const about = values.get(path);
    if (about !== undefined) return scalarOf(device, named, about);
    const members = objects?.get(path);
    return members === undefined
      ? ignore
      : withObject((body) => oneReading(device, choose(body, members, { prefix: named })));
  }

  return { name, generation: 0, route };
}
