import { dayOf, localTimeAt, windowOf } from './calendar.ts';
import type { ShapedField } from './forms/form.ts';
import { WINDOW_MS } from './forms/time.ts';
import { entry } from './length-safe.ts';
import type { KnownHour } from './own-home.ts';
import type { Instant } from './reading.ts';

/** One value as it left, as history keeps it. */
export interface KeptValue {
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly shaped: ShapedField;
}

/** What is known of one field in one hour. */
interface Cell {
  count: number;
  sum: number;
  squares: number;
  low: number;
  high: number;
  readonly words: Map<string, number>;
  firstAt: Instant;
  last: number | string;
  lastAt: Instant;
}

const HOUR_MS = WINDOW_MS.PT1H;
const NEVER_SAID: readonly number[] = [];
/** What was said last holds so long, and no longer: a sensor may be gone. */
const HOLDS_MS = 24 * HOUR_MS;
const WORDS = 4;

/** Gathers what left hour by hour, whatever its number: from each field a few numbers are kept of every hour. */
export class KeptHours {
  readonly #timeZone: string;
  /** By sensor that says whether somebody is there. */
  readonly #truth = new Map<string, Map<Instant, Cell>>();
  /** By field that the recipient gets. */
  readonly #seen = new Map<string, Map<Instant, Cell>>();

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  /** Of a field that says by itself whether somebody is there; what is noised, or of more than an hour, says it of none. */
  saysWhetherSomebodyIsThere(field: string, values: readonly KeptValue[]): void {
    const short = values.filter(({ from, to }) => Date.parse(to) - Date.parse(from) <= HOUR_MS);
    for (const { from, shaped } of short) {
      const is = shaped.form === 'noised' ? undefined : isThere(shaped);
      // What is of a time is over after it.
      if (is !== undefined) this.#add(this.#truth, field, Date.parse(from), Number(is), shaped.form !== 'summary');
    }
  }

  /** Of a field that the recipient gets. */
  isSeen(field: string, values: readonly KeptValue[]): void {
    for (const { from, shaped } of values) {
      const value = toldBy(shaped);
      if (value !== undefined) this.#add(this.#seen, field, Date.parse(from), value);
      for (const bound of boundsOf(shaped)) this.#reach(field, Date.parse(from), bound);
    }
  }

  /** The hours of which it is known whether somebody was there, and of which the recipient got anything before or in them. */
  known(): KnownHour[] {
    const starts = [...this.#truth.values()].flatMap((cells) => [...cells.keys()]);
    if (starts.length === 0) return [];
    const [first, last] = [starts.reduce(least), starts.reduce(most)];
    const sensors = [...this.#truth.values()].map(sensorOf);
    const fields = [...this.#seen.values()].map(fieldOf);
    const hours: KnownHour[] = [];
    for (let from = first; from <= last; from = windowOf('PT1H', from, this.#timeZone).to) {
      const said = sensors.flatMap((sensor) => sensor(from) ?? []);
      const seen = fields.map((field) => field(from));
      if (said.length === 0 || seen.some((numbers) => numbers === NEVER_SAID)) continue;
      const { weekday, minute } = localTimeAt(from, this.#timeZone);
      const day = Date.parse(dayOf(from, this.#timeZone)) / (24 * HOUR_MS);
      hours.push({
        day,
        hour: Math.floor(minute / 60),
        weekend: weekday > 5,
        is: said.includes(true),
        seen: seen.flat(),
      });
    }
    return hours;
  }

  #add(to: Map<string, Map<Instant, Cell>>, field: string, at: Instant, value: number | string, holds = true): void {
    const cell = this.#cell(to, field, at);
    cell.count++;
    cell.firstAt = Math.min(cell.firstAt, at);
    if (typeof value === 'number') {
      cell.sum += value;
      cell.squares += value ** 2;
      this.#reach(field, at, value, to);
    } else cell.words.set(value, (cell.words.get(value) ?? 0) + 1);
    if (holds && at >= cell.lastAt) Object.assign(cell, { last: value, lastAt: at });
  }

  #reach(field: string, at: Instant, value: number, to = this.#seen): void {
    const cell = this.#cell(to, field, at);
    cell.low = Math.min(cell.low, value);
    cell.high = Math.max(cell.high, value);
  }

  #cell(to: Map<string, Map<Instant, Cell>>, field: string, at: Instant): Cell {
    const cells = entry(to, field, () => new Map<Instant, Cell>());
    return entry(cells, windowOf('PT1H', at, this.#timeZone).from, () => ({
      ...{ count: 0, sum: 0, squares: 0, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY },
      ...{ words: new Map(), firstAt: Number.POSITIVE_INFINITY, last: 0, lastAt: Number.NEGATIVE_INFINITY },
    }));
  }
}

/** Asked hour after hour: whether somebody was there by this sensor; undefined where it does not say. */
function sensorOf(cells: ReadonlyMap<Instant, Cell>): (hour: Instant) => boolean | undefined {
  // One that only ever says yes does not say when that is over.
  const saysNo = [...cells.values()].some(({ low }) => low === 0);
  let last: Cell | undefined;
  return (hour) => {
    const cell = cells.get(hour);
    const before = last;
    last = cell ?? last;
    if (cell?.high === 1) return true;
    const holds = before !== undefined && hour - before.lastAt <= HOLDS_MS;
    if (holds && saysNo && before.last === 1 && cell?.firstAt !== hour) return true;
    return cell !== undefined || holds ? false : undefined;
  };
}

/** Asked hour after hour: what the field tells of it, in numbers. */
function fieldOf(cells: ReadonlyMap<Instant, Cell>): (hour: Instant) => readonly number[] {
  const words = new Map<string, number>();
  for (const cell of cells.values())
    for (const [word, count] of cell.words) words.set(word, (words.get(word) ?? 0) + count);
  const usual = [...words].sort(([, a], [, b]) => b - a).slice(0, WORDS);
  const starts = [...cells.keys()].sort((a, b) => a - b);
  let next = 0;
  let last: Cell | undefined;
  return (hour) => {
    // What came before the first hour that is asked for holds, too.
    for (let start = starts[next]; start !== undefined && start <= hour; start = starts[++next])
      last = cells.get(start);
    if (last === undefined) return NEVER_SAID;
    const cell = cells.get(hour);
    const came = Math.log1p(cell?.count ?? 0);
    const of = cell ?? only(last.last);
    if (usual.length > 0) return [came, ...usual.map(([word]) => (of.words.get(word) ?? 0) / of.count)];
    const mean = of.sum / of.count;
    const deviation = Math.sqrt(Math.max(0, of.squares / of.count - mean ** 2));
    return [came, mean, Math.sign(mean) * Math.log1p(Math.abs(mean)), deviation, Math.log1p(of.high - of.low)];
  };
}

function only(value: number | string): Pick<Cell, 'count' | 'sum' | 'squares' | 'low' | 'high' | 'words'> {
  return typeof value === 'number'
    ? { count: 1, sum: value, squares: value ** 2, low: value, high: value, words: new Map() }
    : { count: 1, sum: 0, squares: 0, low: 0, high: 0, words: new Map([[value, 1]]) };
}

/** The one number or word of it that tells most. */
function toldBy(shaped: ShapedField): number | string | undefined {
  if (shaped.form === 'exact' || shaped.form === 'rounded' || shaped.form === 'category') return plain(shaped.value);
  const value = shaped.mean ?? shaped.sum ?? shaped.last ?? boundsOf(shaped)[0];
  if (value !== undefined) return plain(value);
  const parts = ('timeInState' in shaped ? shaped.timeInState : undefined) ?? shaped.histogram;
  return parts === undefined ? shaped.count : longest(parts);
}

/** Of two states how long it was the one; of more, the one that it was longest. */
function longest(parts: Readonly<Record<string, number>>): number | string | undefined {
  const [yes, all] = [shareOf(parts, YES), Object.values(parts).reduce((sum, each) => sum + each, 0)];
  if (yes !== undefined && all > 0) return yes / all;
  return Object.entries(parts).sort(([, a], [, b]) => b - a)[0]?.[0];
}

function boundsOf(shaped: ShapedField): number[] {
  if (shaped.form !== 'summary') return [];
  return [shaped.min, shaped.max].filter((bound) => bound !== undefined);
}

function plain(value: number | boolean | string): number | string {
  if (typeof value !== 'string') return Number(value);
  return YES.has(value) ? 1 : NO.has(value) ? 0 : value;
}

const YES: ReadonlySet<string> = new Set(['true', 'on', 'ON', 'home', 'occupied', 'present', 'detected']);
const NO: ReadonlySet<string> = new Set(['false', 'off', 'OFF', 'not_home', 'away', 'unoccupied', 'absent', 'clear']);

function isThere(shaped: Exclude<ShapedField, { form: 'noised' }>): boolean | undefined {
  if (shaped.form !== 'summary') return yesOrNo(shaped.value);
  const { timeInState, histogram, max, mean, sum, last } = shaped;
  const parts = timeInState ?? histogram;
  if (parts !== undefined) {
    const [yes, no] = [shareOf(parts, YES), shareOf(parts, NO)];
    return yes === undefined && no === undefined ? undefined : (yes ?? 0) > 0;
  }
  const value = max ?? mean ?? sum ?? last;
  return value === undefined ? undefined : yesOrNo(value);
}

function yesOrNo(value: number | boolean | string): boolean | undefined {
  const is = plain(value);
  return typeof is === 'number' ? is > 0 : undefined;
}

function shareOf(parts: Readonly<Record<string, number>>, words: ReadonlySet<string>): number | undefined {
  const own = Object.entries(parts).filter(([word]) => words.has(word));
  return own.length === 0 ? undefined : own.reduce((sum, [, each]) => sum + each, 0);
}

function least(a: number, b: number): number {
  return Math.min(a, b);
}

function most(a: number, b: number): number {
  return Math.max(a, b);
}
