import type { Asking } from '../api/answers.ts';
import type { FlowSum, LeftSum, StayedListPage, StayedSum } from '../api/types.ts';
import { Answered } from '../parts/answer.tsx';
import { Flows } from '../pictures/flows.tsx';
import { Week } from '../pictures/week.tsx';
import { words } from '../words/words.ts';

type Sums = Asking<readonly LeftSum[]>;
const DAY_MS = 86_400_000;

/** A day of the calendar, so many days before another. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}

/** How the last seven whole days were beside the seven before them, in words; today is not over yet. */
export function Trend({ sums, day }: { readonly sums: Sums; readonly day: string }) {
  return <Answered of={sums}>{(answer) => <p>{trendWords(answer, day)}</p>}</Answered>;
}

function trendWords(sums: readonly LeftSum[], day: string): string {
  const { trend } = words().home;
  const since = daysBefore(day, 7);
  const sum = (days: readonly LeftSum[]) => days.reduce((all, { records }) => all + records, 0);
  const now = sum(sums.filter(({ of }) => of >= since && of < day));
  const before = sum(sums.filter(({ of }) => of < since));
  if (now + before === 0) return trend.none;
  if (before === 0) return trend.first(now);
  if (now === 0) return trend.stopped(before);
  if (now > before * 1.1) return trend.more(now, before);
  return now < before * 0.9 ? trend.fewer(now, before) : trend.same(now);
}

interface ThisWeekProps {
  /** By day, of this week and longer. */
  readonly sums: Sums;
  readonly stayed: Asking<StayedListPage>;
  readonly day: string;
}

export function ThisWeek({ sums, stayed, day }: ThisWeekProps) {
  return (
    <section>
      <h2>{words().pictures.week.title}</h2>
      <Answered of={sums}>
        {(left) => (
          <Answered of={stayed}>{({ items }) => <Week days={dayByDay(daysBefore(day, 6), left, items)} />}</Answered>
        )}
      </Answered>
    </section>
  );
}

function dayByDay(from: string, left: readonly LeftSum[], stayed: readonly StayedSum[]) {
  return Array.from({ length: 7 }, (_, at) => {
    const day = daysBefore(from, -at);
    return {
      day,
      left: left.find(({ of }) => of === day)?.records ?? 0,
      stayed: stayed.find(({ of }) => of === day)?.count ?? 0,
    };
  });
}

export function TodaysFlows({ flows }: { readonly flows: Asking<readonly FlowSum[]> }) {
  return (
    <section>
      <h2>{words().pictures.flows.title}</h2>
      <Answered of={flows}>{(answer) => <Flows flows={answer} />}</Answered>
    </section>
  );
}
