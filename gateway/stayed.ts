import type { DeviceId, FieldName } from '../rules/reading.ts';
import type { WhyStayed } from './why-stayed.ts';

type StayedRow = [statement: 'stayed add', day: string, DeviceId, FieldName, reason: string, count: number];
type Counts = Map<DeviceId, Map<FieldName, number>>;

/**
 * What stayed home since the last look: counts by device, field and reason, never values. A value that no route was for
 * is only counted; its reason is worked out when the counts are looked at, by the choices it was heard under.
 */
export class Stayed {
  #counts = new Map<string, Counts>();
  #unrouted: Counts = new Map();
  /** Counts from before the choices changed, with what tells their reasons. */
  #earlier: { readonly counts: Counts; readonly why: WhyStayed }[] = [];
  #total = 0;
  /** The names that each device has used so far; they outlive the counts. */
  readonly #names = new Map<DeviceId, Set<FieldName>>();

  get total(): number {
    return this.#total;
  }

  count(device: DeviceId, field: FieldName, reason: string): void {
    this.#total++;
    this.#add(device, field, reason, 1);
  }

  /** No route was for it. */
  countUnrouted(device: DeviceId, field: FieldName): void {
    this.#total++;
    add(this.#unrouted, device, this.#named(device, field), 1);
  }

  /** A whole message, or a part of one, that no dialect understood: it is nobody's field. */
  countNotUnderstood(): void {
    this.count('' as DeviceId, '' as FieldName, 'not understood');
  }

  /** The choices change: what was counted until now stayed for the reasons of those before. */
  settle(why: WhyStayed): void {
    if (this.#unrouted.size === 0) return;
    this.#earlier.push({ counts: this.#unrouted, why });
    this.#unrouted = new Map();
    if (this.#earlier.length > MOST_EARLIER) this.#resolve();
  }

  /** The counts as rows of this day, and starts over. */
  drain(day: string, why: WhyStayed): StayedRow[] {
    this.settle(why);
    this.#resolve();
    const operations: StayedRow[] = [];
    for (const [reason, devices] of this.#counts) {
      for (const [device, fields] of devices) {
        for (const [field, count] of fields) operations.push(['stayed add', day, device, field, reason, count]);
      }
    }
    this.#counts = new Map();
    return operations;
  }

  /** The rows could not be kept; they count with those to come. */
  putBack(rows: readonly StayedRow[]): void {
    for (const [, , device, field, reason, count] of rows) this.#add(device, field, reason, count);
  }

  #resolve(): void {
    for (const { counts, why } of this.#earlier) {
      for (const [device, fields] of counts) {
        for (const [field, count] of fields) this.#add(device, field, why(device, field), count);
      }
    }
    this.#earlier = [];
  }

  /** What was counted of a device since the last look is not written down. */
  forget(device: DeviceId): void {
    for (const counts of [...this.#counts.values(), this.#unrouted, ...this.#earlier.map((one) => one.counts)]) {
      counts.delete(device);
    }
    this.#names.delete(device);
  }

  #add(device: DeviceId, field: FieldName, reason: string, count: number): void {
    const counts: Counts = this.#counts.get(reason) ?? new Map();
    this.#counts.set(reason, counts);
    add(counts, device, this.#named(device, field), count);
  }

  /** A device that invents names must fill neither memory nor disk: past the bound they share one line. */
  #named(device: DeviceId, field: FieldName): FieldName {
    const names = this.#names.get(device) ?? new Set<FieldName>();
    this.#names.set(device, names);
    if (!names.has(field) && names.size >= MAX_FIELDS) return OTHERS;
    names.add(field);
    return field;
  }
}

const MAX_FIELDS = 300;
const OTHERS = 'others' as FieldName;
/** Changes of choices between two looks; with more, reasons are worked out at once, so that memory is bounded. */
const MOST_EARLIER = 10;

function add(counts: Counts, device: DeviceId, field: FieldName, count: number): void {
  const fields = counts.get(device) ?? new Map<FieldName, number>();
  counts.set(device, fields);
  fields.set(field, (fields.get(field) ?? 0) + count);
}
