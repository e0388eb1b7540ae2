import type { DeviceId, FieldName, Instant } from '../rules/reading.ts';

type StayedRow = [statement: 'stayed add', day: string, DeviceId, FieldName, reason: string, count: number];

/** What stayed home since the last look: counts by device, field and reason, never values. */
export class Stayed {
  #counts = new Map<string, Map<DeviceId, Map<FieldName, number>>>();
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

  /** A whole message, or a part of one, that no dialect understood: it is nobody's field. */
  countNotUnderstood(): void {
    this.count('' as DeviceId, '' as FieldName, 'not understood');
  }

  /** The counts as rows for the day `now` falls in (UTC), and starts over. */
  drain(now: Instant): StayedRow[] {
    const day = new Date(now).toISOString().slice(0, 10);
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

  /** What was counted of a device since the last look is not written down. */
  forget(device: DeviceId): void {
    for (const devices of this.#counts.values()) devices.delete(device);
    this.#names.delete(device);
  }

  #add(device: DeviceId, field: FieldName, reason: string, count: number): void {
    const fields = within(within(this.#counts, reason), device);
    const names = this.#names.get(device) ?? new Set<FieldName>();
    this.#names.set(device, names);
    // A device that invents names must fill neither memory nor disk: past the bound they share one line.
    const name = names.has(field) || names.size < MAX_FIELDS ? field : OTHERS;
    names.add(name);
    fields.set(name, (fields.get(name) ?? 0) + count);
  }
}

const MAX_FIELDS = 300;
const OTHERS = 'others' as FieldName;

function within<Outer, Key, Value>(map: Map<Outer, Map<Key, Value>>, key: Outer): Map<Key, Value> {
  let inner = map.get(key);
  if (!inner) {
    inner = new Map();
    map.set(key, inner);
  }
  return inner;
}
