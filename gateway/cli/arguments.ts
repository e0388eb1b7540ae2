import { parse as parseYaml } from 'yaml';
import { type Given, UsageError } from './command.ts';

/** For commands that are told nothing more. */
export function none({ positionals: [first] }: Given): Record<string, never> {
  if (first !== undefined) throw new UsageError(`"${first}" is too many`);
  return {};
}

export function one(positionals: readonly string[], what: string): string {
  const [first, ...more] = positionals;
  if (first === undefined) throw new UsageError(`say which ${what}`);
  if (more.length > 0) throw new UsageError(`one ${what} at a time; "${more[0]}" is too many`);
  return first;
}

export function ask(positionals: readonly string[], values: Given['values']) {
  const [recipient, request, ...more] = positionals;
  if (!recipient || !request || more.length > 0)
    throw new UsageError('say the recipient and the request, for example: acme-heating tips');
  return { recipient, request, ...given(values, ['device', 'field']) };
}

/** A name and the topic filters that it may read and write. */
export function grants({ values, positionals }: Given) {
  return { name: one(positionals, 'name'), read: values.read ?? [], write: values.write ?? [] };
}

export function someGrants(words: Given) {
  if (!words.values.read && !words.values.write) throw new UsageError('say --read or --write');
  return grants(words);
}

export function given(values: Given['values'], names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));
}

export function whole(said: unknown, option: string): number {
  const number = Number(said);
  if (!Number.isInteger(number)) throw new UsageError(`${option} takes a whole number`);
  return number;
}

/** 30 days where nothing is said. */
export function lifetime(said: unknown): { lifetime?: 'once' | 'today' | 'until changed' | number } {
  if (said === undefined) return {};
  if (said === 'once' || said === 'today') return { lifetime: said };
  if (said === 'until-changed') return { lifetime: 'until changed' };
  return { lifetime: milliseconds(said, ', or once, today or until-changed') };
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(said: unknown, or = ''): number {
  const match = /^(\d{1,4})([mhd])$/.exec(String(said));
  const unit = UNITS[match?.[2] ?? ''];
  if (!match || !unit) throw new UsageError(`--for takes a time such as 30d, 12h or 45m${or}`);
  return Number(match[1]) * unit;
}

export function forMs(values: Given['values']): { forMs?: number } {
  return values.for === undefined ? {} : { forMs: milliseconds(values.for) };
}

/** `22:00-06:00`, on `--days` from 1, Monday. */
export function hours(values: Given['values']) {
  const [from, to] = String(values.hours).split('-');
  const days = values.days === undefined ? {} : { days: String(values.days).split(',').map(Number) };
  return { from, to, ...days };
}

export function standing(values: Given['values']) {
  const kinds = ['never', 'room', 'night', 'visitors'].filter((kind) => values[kind] !== undefined);
  if (kinds.length !== 1) throw new UsageError('say one of --never, --room, --night and --visitors');
  if (values.never !== undefined) return { rule: 'never this category', category: values.never };
  if (values.room !== undefined) return { rule: 'never from this room', room: values.room };
  if (values.night !== undefined) {
    const device = values.device === undefined ? {} : { device: values.device };
    return { rule: 'night', hours: hours({ ...values, hours: values.night }), ...device };
  }
  return { rule: 'visitors' };
}

export function posture(word: string): string {
  if (word === 'nothing') return 'share nothing until I say so';
  if (word === 'needed') return 'only what devices need to work';
  throw new UsageError('say nothing or needed');
}

export function yaml(text: string, what: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    const [first] = error instanceof Error ? error.message.split('\n') : [];
    throw new UsageError(`${what} is neither JSON nor YAML: ${first}`);
  }
}
