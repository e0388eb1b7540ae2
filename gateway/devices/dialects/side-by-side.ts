import type { Dialect, FoundDevice, Interpreter, SourceDevice, Understood } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';

/** A broker with more bridges than this is no home's, and each of them is asked about every new topic. */
const MAX_BASES = 64;

/**
 * What speaks on a broker that a home already has: every ecosystem side by side, each under its usual topics and under
 * every base that it was recognised by. Devices keep to their ecosystem and base: what two of them call `lamp` is two.
 */
export function sideBySide(ecosystems: readonly Ecosystem[]): Dialect {
  const speakers: Speaker[] = ecosystems.map((ecosystem) => ({
    scope: ecosystem.name,
    ecosystem,
    dialect: ecosystem.dialect({ surer: surerThan(ecosystem) }),
  }));
  const scopes = new Set<string>();

  function route(topic: string): Interpreter | undefined {
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
    const scope = `${ecosystem.name} ${base}`;
    if (scopes.has(scope) || scopes.size >= MAX_BASES) return;
    scopes.add(scope);
    const at = speakers.findIndex((speaker) => speaker.ecosystem === ecosystem);
    speakers.splice(at, 0, { scope, ecosystem, dialect: ecosystem.dialect({ base, surer: surerThan(ecosystem) }) });
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
  readonly ecosystem: Ecosystem;
  readonly dialect: Dialect;
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
