import type { DeviceId, Field, FieldName, Instant, Reading, Value } from '../rules/reading.ts';

const SAMPLE_MS = 30 * 60_000;
const DAY_MS = 86_400_000;
/** Values kept in all; a home that says more is sampled as far as this goes. */
const MOST = 20_000;

/**
 * What devices said last, and one value of every half hour of the last day: for previews, so that people decide about
 * their own home and not about an example. In memory alone, and within a bound.
 */
export class Recent {
  readonly #devices = new Map<DeviceId, Said>();
  #kept = 0;

  heard({ device, at, fields }: Reading): void {
    let said = this.#devices.get(device);
    if (said === undefined) {
      said = { last: new Map(), samples: new Map() };
      this.#devices.set(device, said);
    }
    const { last } = said;
    for (const { name, value } of fields) {
      const known = last.get(name);
      if (known) {
        // Changed in place: what is replaced each time a device speaks is old before it is garbage.
        known.value = value;
        known.at = at;
      } else if (this.#kept < MOST) {
        this.#kept++;
        last.set(name, { value, at });
      }
    }
    this.#sample(said.samples, at, fields);
  }

  forget(device: DeviceId): void {
    const said = this.#devices.get(device);
    if (said === undefined) return;
    for (const values of [said.last, ...said.samples.values()]) this.#kept -= values.size;
    this.#devices.delete(device);
  }

  /** The last value of every field, as one reading. */
  last(device: DeviceId): Reading | undefined {
    const known = this.#devices.get(device)?.last;
    if (known === undefined || known.size === 0) return undefined;
    const at = Math.max(...[...known.values()].map((each) => each.at));
    return { device, at, fields: [...known].map(([name, { value }]) => ({ name, value })) };
  }

  /** The samples of the last day, oldest first. */
  day(device: DeviceId, now: Instant): Reading[] {
    return [...(this.#devices.get(device)?.samples ?? [])]
      .filter(([at]) => at > now - DAY_MS)
      .sort(([a], [b]) => a - b)
      .map(([at, fields]) => ({ device, at, fields: [...fields].map(([name, value]) => ({ name, value })) }));
  }

  #sample(samples: Said['samples'], at: Instant, fields: readonly Field[]): void {
    const slot = Math.floor(at / SAMPLE_MS) * SAMPLE_MS;
    let values = samples.get(slot);
    if (values === undefined) {
      for (const [old, gone] of samples) {
        if (old > slot - DAY_MS) break;
        samples.delete(old);
        this.#kept -= gone.size;
      }
      values = new Map();
      samples.set(slot, values);
    }
    for (const { name, value } of fields) {
      if (values.has(name) || this.#kept >= MOST) continue;
      values.set(name, value);
      this.#kept++;
    }
  }
}

interface Said {
  readonly last: Map<FieldName, { value: Value; at: Instant }>;
  readonly samples: Map<Instant, Map<FieldName, Value>>;
}
