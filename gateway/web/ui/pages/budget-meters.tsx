import type { Budget, BudgetSpan } from '../api/types.ts';
import { useId } from '../framework.ts';
import { words } from '../words/words.ts';

interface MetersProps {
  readonly of: Pick<Budget['all'], 'day' | 'month'>;
  readonly dayEnds: string | undefined;
}

/** How much of a day, and of any 31 of them, is used; how full a bar is stands beside it in words. */
export function Meters({ of: { day, month }, dayEnds }: MetersProps) {
  const { budget } = words();
  const ends = dayEnds === undefined ? undefined : Date.parse(dayEnds);
  return (
    <div class="meters">
      <Meter label={budget.today} of={day} then={budget.again(ends)} />
      <Meter label={budget.inDays(31)} of={month} then={budget.againLater} />
    </div>
  );
}

interface MeterProps {
  readonly label: string;
  readonly of: BudgetSpan;
  readonly then: string;
}

function Meter({ label, of: { spent, cap }, then }: MeterProps) {
  const { budget } = words();
  const id = useId();
  const most = Math.max(cap, spent);
  return (
    <div>
      <label for={id}>
        <strong>{label}</strong> {budget.used(spent, cap)}
      </label>
      {/* Drawn by us, as no two browsers draw one alike. */}
      <meter id={id} class="unseen" max={most || 1} value={spent} />
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width={most === 0 ? 0 : (100 * spent) / most} height="1" />
      </svg>
      <span class="quiet">{then}</span>
    </div>
  );
}
