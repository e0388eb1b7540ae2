import { lengthSafe } from '../../rules/length-safe.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { DeviceId, FieldName } from '../../rules/reading.ts';
import type { Db } from '../store/database.ts';
import type { Actor } from './ledger/entries.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Saver } from './saver.ts';

export const POSTURES = ['share nothing until I say so', 'only what devices need to work'] as const;
export type PostureName = (typeof POSTURES)[number];

/** One field that was agreed to by the posture, not by itself. */
export interface AgreedByIt {
  readonly recipient: RecipientId;
  readonly request: string;
  readonly device: DeviceId;
  readonly field: FieldName;
}

interface Kept {
  readonly posture: PostureName;
  readonly agreed: readonly AgreedByIt[];
}

/** How a home begins. */
const FIRST: Kept = { posture: 'share nothing until I say so', agreed: [] };

/** The starting answer for everything, and what was agreed to by it: each change in the ledger. */
export class Posture {
  readonly #db: Db;
  readonly #ledger: Ledger;
  readonly #saver: Saver;
  #kept: Kept = FIRST;

  constructor(db: Db, ledger: Ledger, saver: Saver) {
    this.#db = db;
    this.#ledger = ledger;
    this.#saver = saver;
  }

  start(): void {
    const json = this.#db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'posture'`).pluck().get();
    // Only ever written below.
    if (json !== undefined) this.#kept = JSON.parse(json);
  }

  get name(): PostureName {
    return this.#kept.posture;
  }

  /** Whether this was agreed to by the posture. */
  agreedTo(about: AgreedByIt): boolean {
    return this.#kept.agreed.some((one) => keyOf(one) === keyOf(about));
  }

  /** Back to sharing nothing; it is in force before it is on the disk. Returns what was agreed to by the posture. */
  reset(by: Actor = 'household'): readonly AgreedByIt[] {
    const { agreed } = this.#kept;
    if (this.#kept.posture !== FIRST.posture) {
      const write = this.#write(FIRST, by);
      this.#kept = FIRST;
      this.#saver.save(write);
    }
    return agreed;
  }

  /** Agrees to these from now on, besides those before. */
  agree(anew: readonly AgreedByIt[], by: Actor = 'household'): void {
    const all = new Map([...this.#kept.agreed, ...anew].map((one) => [keyOf(one), one]));
    const next: Kept = { posture: 'only what devices need to work', agreed: [...all.values()] };
    this.#write(next, by)();
    this.#kept = next;
  }

  #write(next: Kept, by: Actor): () => void {
    const was = this.#kept.posture;
    return this.#db.transaction(() => {
      this.#db
        .prepare(
          `INSERT INTO meta (key, value) VALUES ('posture', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
        )
        .run(JSON.stringify(next));
      if (was !== next.posture)
        this.#ledger.append([{ type: 'policy.changed', policy: 'posture', was, is: next.posture }], by);
    });
  }
}

function keyOf({ recipient, request, device, field }: AgreedByIt): string {
  return lengthSafe([recipient, request, device, field]);
}
