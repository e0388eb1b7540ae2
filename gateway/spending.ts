import { dayNumber, type Limits, maySpend, type Spend, stillCounts } from '../rules/budget.ts';
import { dayOf } from '../rules/calendar.ts';
import type { ConsentId } from '../rules/consent.ts';
import { MICRO } from '../rules/forms/noised.ts';
import { lengthSafe, partsOf } from '../rules/length-safe.ts';
import type { RecipientId } from '../rules/manifest.ts';
import type { RandomBytes } from '../rules/noise.ts';
import { consentOf, type Route } from '../rules/plan.ts';
import type { Instant } from '../rules/reading.ts';
import type { Known, KnownSpending } from './household/known-spending.ts';
import type { Flow, Operation } from './store/flow.ts';

export interface SpendingDeps {
  readonly flow: Flow;
  readonly clock: { readonly knowsTime: boolean; now(): Instant; accounting(): Instant | undefined };
  readonly random: RandomBytes;
  readonly timeZone: string;
  /** What the household set. */
  readonly limits: () => Limits;
  readonly known: Pick<KnownSpending, 'read' | 'keep'>;
}

/**
 * What noised values disclosed, asked before each is drawn and committed with it (0039). It is never forgotten within the month that
 * it counts in: flow.db has every spend, and household.db the total of each day, and where the two differ the more holds.
 */
export class Spending {
  readonly #deps: SpendingDeps;
  #spends: Spend[] = [];
  /** Drawn from, and not in a commit yet. */
  #drawn: Spend[] = [];
  /** Home-days up to this one are not drawn for: somebody may have had their noise already. */
  #forfeited = '';
  /** It is not in a commit yet. */
  #forfeits = false;
  /** What household.db knows was not looked at yet: which day it is was not known. */
  #unread = true;

  constructor(deps: SpendingDeps) {
    this.#deps = deps;
  }

  /** Reads what is on the disk, and forgets what was drawn and never committed: that left nowhere. */
  async read(): Promise<void> {
    const { flow } = this.#deps;
    const [spends, [forfeited]] = await Promise.all([
      flow.read<Spend>('spends'),
      flow.read<{ readonly day: string }>('forfeited'),
    ]);
    this.#spends = spends;
    this.#drawn = [];
    this.#forfeited = forfeited?.day ?? '';
    this.#forfeits = false;
    this.#unread = true;
    this.#compare();
  }

  /** With what household.db knows, as soon as it is known which day it is; until then nothing is drawn. */
  #compare(): void {
    const { clock, known } = this.#deps;
    if (!this.#unread || !clock.knowsTime) return;
    const all = known.read();
    this.#unread = false;
    for (const { recipient, day, epsilon } of all) {
      const missing = epsilon - this.spentOn(recipient, day);
      if (missing <= 0) continue;
      // flow.db is of an older backup than household.db: what was released since is not known one by one.
      this.#forfeit();
      this.#add({ recipient, day, way: lengthSafe(['known of', `${day}`]), epsilon: missing });
    }
  }

  /** Where the noise of the window that begins at `from` comes from; undefined where there is no budget for its home-day. */
  draw({ id, recipient, released }: Route, from: Instant): RandomBytes | undefined {
    const { timeZone, random } = this.#deps;
    this.#compare();
    if (this.#unread) return undefined;
    const [day, homeDay] = [this.day, dayOf(from, timeZone)];
    if (released.form !== 'noised' || day === undefined || homeDay <= this.#forfeited) return undefined;
    const spend = { recipient, day, way: lengthSafe([id, homeDay]), epsilon: released.microEpsilon };
    const may = maySpend(spend, this.#spends, this.limits);
    if (may === 'may') this.#add(spend);
    return may === 'may' || may === 'spent' ? random : undefined;
  }

  /** What was spent since the last call, to be committed with the values that it was spent on. */
  changes(): { readonly operations: readonly Operation[]; readonly spent: readonly Spend[] } {
    const spent = this.#drawn;
    this.#drawn = [];
    const [first] = spent;
    if (first === undefined) return NOTHING;
    this.#spends = stillCounts(this.#spends, first.day);
    const operations: Operation[] = spent.map(({ recipient, day, way, epsilon }) => [
      ...(['spend add', recipient, day, way, epsilon] as const),
    ]);
    operations.push(['spends trim', first.day]);
    if (this.#forfeits) operations.push(['forfeited put', this.#forfeited]);
    this.#forfeits = false;
    return { operations, spent };
  }

  /** These are on the disk now. */
  committed(spent: readonly Spend[]): void {
    if (spent.length === 0) return;
    const totals = new Map<string, Known>();
    for (const { recipient, day } of spent)
      totals.set(lengthSafe([recipient, `${day}`]), { recipient, day, epsilon: this.spentOn(recipient, day) });
    this.#deps.known.keep([...totals.values()]);
  }

  /** What was spent under one consent and still counts; undefined where that is nothing. */
  under(consent: ConsentId): { readonly epsilon: number; readonly homeDays: number } | undefined {
    const own = this.#spends.filter(({ way }) => consentOf(partsOf(way)[0] ?? '') === consent);
    if (own.length === 0) return undefined;
    return { epsilon: own.reduce((sum, { epsilon }) => sum + epsilon, 0) / MICRO, homeDays: own.length };
  }

  get limits(): Limits {
    return this.#deps.limits();
  }

  /** All that still counts. */
  get spends(): readonly Spend[] {
    return this.#spends;
  }

  /** The day that is spent on now; undefined before the time was known for the first time. */
  get day(): number | undefined {
    const at = this.#deps.clock.accounting();
    return at === undefined ? undefined : dayNumber(dayOf(at, this.#deps.timeZone));
  }

  spentOn(recipient: RecipientId, day: number): number {
    const own = this.#spends.filter((spend) => spend.recipient === recipient && spend.day === day);
    return own.reduce((sum, { epsilon }) => sum + epsilon, 0);
  }

  /**
   * Nothing noised leaves any more of today or the days before: after a restore the same day could be told twice, with noise
   * that averages out. It is committed with what counts as spent, or a start after that would know of no reason to be silent.
   */
  #forfeit(): void {
    const today = dayOf(this.#deps.clock.now(), this.#deps.timeZone);
    if (today > this.#forfeited) this.#forfeited = today;
    this.#forfeits = true;
  }

  #add(spend: Spend): void {
    this.#spends.push(spend);
    this.#drawn.push(spend);
  }
}

const NOTHING = { operations: [], spent: [] };
