import type { DeviceId } from '../../rules/reading.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Db, tookIn } from '../store/database.ts';

/** As stored; `fields` is JSON. */
export interface Description {
  readonly vendor: string | undefined;
  readonly model: string | undefined;
  readonly name: string | undefined;
  readonly fields: string;
}

export interface DescriptionsDeps {
  readonly db: Db;
  readonly clock: Pick<Clock, 'after'>;
  /** What is known of a device now; undefined when it was forgotten meanwhile. */
  readonly now: (id: DeviceId) => Description | undefined;
}

/** So long a description is in memory alone. Where the hub is killed meanwhile, its device says it again. */
const WITHIN_MS = 2_000;

/**
 * Writes what devices say that they are, all of a while at once: each write waits for the disk, and whoever may publish
 * somewhere could say something else a hundred times a second.
 */
export class Descriptions {
  readonly #deps: DescriptionsDeps;
  readonly #changed = new Set<DeviceId>();
  #cancel: (() => void) | undefined;

  constructor(deps: DescriptionsDeps) {
    this.#deps = deps;
  }

  changed(id: DeviceId): void {
    this.#changed.add(id);
    this.#cancel ??= this.#deps.clock.after(WITHIN_MS, () => this.write());
  }

  /** Writes what is not on the disk yet; what that does not take is tried again with the next change. */
  write(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#changed.size === 0) return;
    const { db, now } = this.#deps;
    const update = db.prepare('UPDATE devices SET vendor = ?, model = ?, name = ?, fields = ? WHERE id = ?');
    const all = db.transaction(() => {
      for (const id of this.#changed) {
        const { vendor = null, model = null, name = null, fields } = now(id) ?? {};
        if (fields !== undefined) update.run(vendor, model, name, fields, id);
      }
    });
    if (tookIn(all)) this.#changed.clear();
  }
}
