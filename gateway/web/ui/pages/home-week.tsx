import type { DayCounts, FlowSum } from '../api/types.ts';
import { Flows } from '../pictures/flows.tsx';
import { Week } from '../pictures/week.tsx';
import { words } from '../words/words.ts';

/** Two weeks before today, and today; the oldest first. */
interface DaysProps {
  readonly days: readonly DayCounts[];
}

/** How the last seven whole days were beside the seven before them, in words; today is not over yet. */
export function Trend({ days }: DaysProps) {
  return <p>{trendWords(days)}</p>;
}

function trendWords(days: readonly DayCounts[]): string {
  const { trend } = words().home;
  const sum = (some: readonly DayCounts[]) => some.reduce((all, { left }) => all + left, 0);
  const now = sum(days.slice(-8, -1));
  const before = sum(days.slice(0, -8));
  if (now + before === 0) return trend.none;
  if (before === 0) return trend.first(now);
  if (now === 0) return trend.stopped(before);
  if (now > before * 1.1) return trend.more(now, before);
  return now < before * 0.9 ? trend.fewer(now, before) : trend.same(now);
}

export function ThisWeek({ days }: DaysProps) {
  return (
    <section>
      <h2>{words().pictures.week.title}</h2>
      <Week days={days.slice(-7)} />
    </section>
  );
}

export function TodaysFlows({ flows }: { readonly flows: readonly FlowSum[] }) {
  return (
    <section>
      <h2>{words().pictures.flows.title}</h2>
      <Flows flows={flows} />
    </section>
  );
}
