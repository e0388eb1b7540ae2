import type { DeviceId, FieldName, Instant } from '../rules/reading.ts';
import type { Operation } from './store/flow.ts';

/** What stayed home since the last look: counts by device, field and reason, never values. */
export class Stayed {
  #counts = new Map<string, Map<DeviceId, Map<FieldName, number>>>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  count(device: DeviceId, field: FieldName, reason: string): void {
    this.#total++;
    const fields = within(within(this.#counts, reason), device);
    // A device that invents names must not fill the memory: past the bound they share one line.
    const name = fields.has(field) || fields.size < MAX_FIELDS ? field : OTHERS;
    fields.set(name, (fields.get(name) ?? 0) + 1);
  }

  /** The counts as rows for the day `now` falls in (UTC), and starts over. */
  drain(now: Instant): Operation[] {
    const day = new Date(now).toISOString().slice(0, 10);
    const operations: Operation[] = [];
    for (const [reason, devices] of this.#counts) {
      for (const [device, fields] of devices) {
        for (const [field, count] of fields) operations.push(['stayed add', day, device, field, reason, count]);
      }
    }
    this.#counts = new Map();
    return operations;
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
