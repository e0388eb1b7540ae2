import { useAnswer } from '../api/answers.ts';
import type { LeftSum, StayedSum } from '../api/types.ts';
import { Answered } from '../parts/answer.tsx';
import { Flows } from '../pictures/flows.tsx';
import { Week } from '../pictures/week.tsx';
import { words } from '../words/words.ts';

const DAY_MS = 86_400_000;

/** A day of the calendar, so many days before another. */
function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}

/** How the last seven whole days were beside the seven before them, in words; today is not over yet. */
export function Trend({ day }: { readonly day: string }) {
  const asking = useAnswer('GET /left/sums', { query: { by: 'day', from: daysBefore(day, 14), to: day } }, ['left']);
  const sums = asking.now.value.answer;
  return <p>{sums ? trendWords(sums, day) : ' '}</p>;
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

export function ThisWeek({ day }: { readonly day: string }) {
  const { week } = words().pictures;
  const days = { from: daysBefore(day, 6), to: day };
  const left = useAnswer('GET /left/sums', { query: { by: 'day', ...days } }, ['left']);
  const stayed = useAnswer('GET /stayed', { query: { by: 'day', ...days } }, ['stayed']);
  return (
    <section>
      <h2>{week.title}</h2>
      <Answered of={left}>
        {(sums) => <Answered of={stayed}>{({ items }) => <Week days={dayByDay(days.from, sums, items)} />}</Answered>}
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

export function TodaysFlows({ day }: { readonly day: string }) {
  const { flows } = words().pictures;
  const asking = useAnswer('GET /left/flows', { query: { from: day, to: day } }, ['left']);
  return (
    <section>
      <h2>{flows.title}</h2>
      <Answered of={asking}>{(answer) => <Flows flows={answer} />}</Answered>
    </section>
  );
}
