import { isHubs } from '../hub-topics.ts';
import type { Dialect, FoundDevice, Interpreter, SourceDevice, Understood } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { ignore } from './outcome.ts';

/** A broker with more bridges than this is no home's, and each of them is asked about every new topic. */
const MAX_BASES = 64;

/**
 * What speaks on a broker that a home already has: every ecosystem side by side, each under its usual topics and under
 * every base that it was recognised by. Devices keep to their ecosystem and base: what two of them call `lamp` is two.
 */
export function sideBySide(ecosystems: readonly Ecosystem[]): Dialect {
  const speakers: Speaker[] = ecosystems.map((ecosystem) => ({
    scope: ecosystem.name,
    base: '',
    ecosystem,
    dialect: ecosystem.dialect({ surer: surerThan(ecosystem) }),
  }));
  const scopes = new Set<string>();

  function route(topic: string): Interpreter | undefined {
    // A hub is no device, neither this one nor another.
    if (isHubs(topic)) return ignore;
    for (const ecosystem of ecosystems) {
      const base = ecosystem.recognise?.(topic);
      if (base !== undefined) add(ecosystem, base);
    }
    for (const { scope, ecosystem, dialect } of speakers) {
      const found = dialect.route(topic);
      if (found) return within(scope, ecosystem.name, found);
    }
    return undefined;
  }

  function add(ecosystem: Ecosystem, base: string): void {
    const scope = scopeOf(ecosystem.name, base);
    if (scopes.has(scope) || scopes.size >= MAX_BASES) return;
    scopes.add(scope);
    // The nearest base is asked first: whoever may write to `home/bridge` must not speak for what is below `home/attic`.
    const at = speakers.findIndex((one) => one.ecosystem === ecosystem && one.base.length <= base.length);
    const dialect = ecosystem.dialect({ base, surer: surerThan(ecosystem) });
    speakers.splice(at, 0, { scope, base, ecosystem, dialect });
  }

  function surerThan(ecosystem: Ecosystem): (topic: string) => boolean {
    return (topic) => {
      const before = speakers.findIndex((speaker) => speaker.ecosystem === ecosystem);
      return speakers.slice(0, before).some(({ dialect }) => dialect.route(topic) !== undefined);
    };
  }

  return {
    name: 'side by side',
    get generation() {
      return speakers.reduce((sum, { dialect }) => sum + dialect.generation, speakers.length);
    },
    route,
    cleared(topic) {
      for (const { dialect } of speakers) dialect.cleared?.(topic);
    },
  };
}

interface Speaker {
  readonly scope: string;
  /** Empty for the usual one. */
  readonly base: string;
  readonly ecosystem: Ecosystem;
  readonly dialect: Dialect;
}

/** Without any `/` of its own, so that no base and device together make the key of another base's device. */
function scopeOf(ecosystem: string, base: string): string {
  return `${ecosystem} ${base.replaceAll('%', '%25').replaceAll('/', '%2F')}`;
}

/** The base in a scope's second word. */
export function baseIn(word: string): string {
  return word.replaceAll('%2F', '/').replaceAll('%25', '%');
}

function within(scope: string, dialect: string, interpret: Interpreter): Interpreter {
  const keyed = (key: string) => `${scope}/${key}`;
  const device = (source: SourceDevice): SourceDevice => ({ dialect, ...source, key: keyed(source.key) });
  const found = (each: FoundDevice): FoundDevice => ({
    ...each,
    ...device(each),
    ...(each.formerKey === undefined ? {} : { formerKey: keyed(each.formerKey) }),
  });
  return (payload, receivedAt): Understood => {
    const said = interpret(payload, receivedAt);
    if (said.kind === 'devices') return { kind: 'devices', devices: said.devices.map(found) };
    if (said.kind !== 'readings') return said;
    const readings = said.readings.map((each) => ({ ...each, device: device(each.device) }));
    return said.devices ? { ...said, readings, devices: said.devices.map(found) } : { ...said, readings };
  };
}
