import { roundTo } from './forms/step.ts';
import type { Manifest, RecipientId } from './manifest.ts';
import type { DeviceId, FieldName, Instant, Value } from './reading.ts';
import type { WeeklyHours } from './schedule.ts';
import type { Sentences } from './words/speak.ts';

/** Something a recipient wants to be able to make devices do, as its manifest declares it. */
export interface CommandSpec {
  readonly name: string;
  /** The recipient's plain words. */
  readonly sentence: string;
  /** A command has all of these and no other. */
  readonly arguments: readonly ArgumentSpec[];
}

export type ArgumentSpec = { readonly name: FieldName } & (
  | {
      readonly type: 'number';
      /** Outside of these it is refused, not clipped: what was meant is not known. */
      readonly bounds: readonly [number, number];
      readonly resolution?: number;
      readonly unit?: string;
    }
  | { readonly type: 'boolean' }
  | { readonly type: 'category'; readonly values: readonly string[] }
);

/** The arguments of one command in the order of its declaration, each a value that its declaration takes. */
export type Arguments = readonly (readonly [FieldName, Value])[];

/** All that a recipient says about one command: what a household's answer is an answer to. */
export interface CommandTerms {
  readonly controller: Manifest['controller'];
  readonly endpoint: Manifest['endpoint'];
  /** Ids and points of the keys that may sign it. */
  readonly keys: readonly string[];
  readonly command: CommandSpec;
}

export type AllowanceId = string & { readonly __brand: 'AllowanceId' };

/** The household's answer to one command of one recipient for one device, as a durable record. */
export interface Allowance {
  readonly id: AllowanceId;
  readonly recipient: RecipientId;
  readonly command: string;
  readonly device: DeviceId;
  readonly state: 'given' | 'refused' | 'withdrawn' | 'expired';
  readonly since: Instant;
  /** Allows nothing from this instant on; absent: until changed. */
  readonly until?: Instant;
  /** When it was withdrawn or expired. */
  readonly ended?: Instant;
  /** Only in these hours; absent: always. */
  readonly schedule?: WeeklyHours;
  readonly terms: CommandTerms;
}

/** The terms of one command, or undefined where the manifest does not declare it. */
export function commandTerms(manifest: Manifest, name: string): CommandTerms | undefined {
  const command = manifest.commands?.find((one) => one.name === name);
  if (command === undefined) return undefined;
  const keys = (manifest.keys.commands ?? []).map(({ kid, x, y }) => `${kid} ${x} ${y}`);
  return { controller: manifest.controller, endpoint: manifest.endpoint, keys, command };
}

/** Whether an answer to these terms is one to those: any difference is to be looked at by a person. */
export function sameTerms(a: CommandTerms, b: CommandTerms): boolean {
  return canonical(a) === canonical(b);
}

/** The arguments as declared, or undefined where one is missing, too many, of another type or out of bounds. */
export function argumentsFrom(command: CommandSpec, given: Readonly<Record<string, unknown>>): Arguments | undefined {
  if (Object.keys(given).length !== command.arguments.length) return undefined;
  const found: (readonly [FieldName, Value])[] = [];
  for (const spec of command.arguments) {
    const value = Object.hasOwn(given, spec.name) ? valueFrom(spec, given[spec.name]) : undefined;
    if (value === undefined) return undefined;
    found.push([spec.name, value]);
  }
  return found;
}

function valueFrom(spec: ArgumentSpec, value: unknown): Value | undefined {
  switch (spec.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'category':
      // The declaration's own word, never what came.
      return spec.values.find((word) => word === value);
    case 'number': {
      const [least, most] = spec.bounds;
      if (typeof value !== 'number' || !(least <= value && value <= most)) return undefined;
      const rounded = spec.resolution === undefined ? value : roundTo(value, spec.resolution);
      // The grid may lie beside the bounds; and -0 is 0.
      return Math.min(most, Math.max(least, rounded)) + 0;
    }
  }
}

/** What it may do, as the end of a sentence that begins with the recipient's name and "may". */
export function describeCommand({ name, arguments: given }: CommandSpec, words: Sentences): string {
  return words.commands.does(
    name,
    given.map((spec) => describeArgument(spec, words)),
  );
}

function describeArgument(spec: ArgumentSpec, { commands }: Sentences): string {
  switch (spec.type) {
    case 'boolean':
      return commands.yesOrNo(spec.name);
    case 'category':
      return commands.oneOf(spec.name, spec.values);
    case 'number':
      return commands.between(spec.name, ...spec.bounds, spec.unit);
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
