import { visible } from '../../../../rules/visible.ts';
import type { PreviewLook } from '../api/types.ts';
import { shapedText, valueText } from '../parts/shaped-value.ts';
import { words } from '../words/words.ts';
import { Picture } from './as-table.tsx';

interface DayTimelineProps {
  /** A look at a typical day of one device. */
  readonly of: Pick<PreviewLook, 'before' | 'after'>;
  readonly field: string;
  /** What the recipient calls itself. */
  readonly recipient: string;
}

type Value = PreviewLook['before'][number]['value'];
type Shaped = PreviewLook['after'][number]['shaped'];

const ROWS = 50;
const [WIDTH, HEIGHT] = [600, 120];

/** A day of one field: what was said at home as dots, and below it what a company sees of it as bars of time. */
export function DayTimeline({ of, field, recipient }: DayTimelineProps) {
  const { timeline } = words().pictures;
  const said = of.before.filter((each) => each.field === field).map(({ at, value }) => ({ at: Date.parse(at), value }));
  const sees = of.after
    .filter((each) => each.field === field)
    .map(({ from, to, shaped }) => ({ from: Date.parse(from), to: Date.parse(to), shaped }));
  const times = [...said.map(({ at }) => at), ...sees.flatMap(({ from, to }) => [from, to])];
  const [begin, end] = [Math.min(...times), Math.max(...times)];
  const x = (at: number) => (end === begin ? WIDTH / 2 : Math.round((WIDTH * (at - begin)) / (end - begin)));
  const y = scale([...said.map(({ value }) => value), ...sees.flatMap(({ shaped }) => middleOf(shaped) ?? [])]);
  const name = visible(recipient);
  const rows = sees.map(({ from, to, shaped }) => [
    timeline.time(from),
    timeline.time(to),
    saidIn(said, from, to),
    shapedText(shaped),
  ]);
  return (
    <Picture
      says={`${timeline.says(visible(field), said.length, name, sees.length)}${sees.length === 0 ? ` ${timeline.nothing(name)}` : ''}`}
      heads={[timeline.from, timeline.to, timeline.atHome, timeline.sees(name)]}
      rows={rows.slice(0, ROWS)}
      note={rows.length > ROWS ? timeline.first(ROWS) : undefined}
    >
      <div class="timeline" dir="ltr">
        <p>{timeline.atHome}</p>
        <svg
          aria-hidden="true"
          viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`}
          preserveAspectRatio="none"
          width={WIDTH}
          height={HEIGHT}
        >
          {said.map(({ at, value }) => (
            <path key={at} class="dot" d={`M${x(at)} ${y(value)}h.01`} vector-effect="non-scaling-stroke" />
          ))}
        </svg>
        <p>{timeline.sees(name)}</p>
        <svg
          aria-hidden="true"
          viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`}
          preserveAspectRatio="none"
          width={WIDTH}
          height={HEIGHT}
        >
          {sees.map(({ from, to, shaped }) => {
            const value = middleOf(shaped);
            const at = value === undefined ? HEIGHT / 2 : y(value);
            return (
              <path
                key={`${from} ${to}`}
                class={value === undefined ? 'seen vague' : 'seen'}
                d={`M${x(from)} ${at}H${Math.max(x(to), x(from) + 1)}`}
                vector-effect="non-scaling-stroke"
              />
            );
          })}
        </svg>
        {times.length > 0 && (
          <p class="ends quiet">
            <span>{timeline.time(begin)}</span>
            <span>{timeline.time(end)}</span>
          </p>
        )}
      </div>
    </Picture>
  );
}

/** Numbers by their size; words and yes or no on steps of their own, in the order they came. */
function scale(values: readonly Value[]): (value: Value) => number {
  const numbers = values.filter((value) => typeof value === 'number');
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const steps = [...new Set(values.filter((value) => typeof value !== 'number'))];
  return (value) => {
    const share =
      typeof value === 'number'
        ? (value - least) / (most - least)
        : steps.indexOf(value) / Math.max(1, steps.length - 1);
    return Math.round(HEIGHT * (1 - (Number.isFinite(share) ? share : 0.5)));
  };
}

/** Where it is drawn; what has no one value is drawn as a line in the middle. */
function middleOf(shaped: Shaped): Value | undefined {
  if ('value' in shaped) return shaped.value;
  if (shaped.form === 'noised') return shaped.mean ?? shaped.sum ?? shaped.count ?? shaped.last;
  const { mean, last, max, min } = shaped;
  return mean ?? last ?? max ?? min;
}

function saidIn(said: readonly { readonly at: number; readonly value: Value }[], from: number, to: number): string {
  const values = said.filter(({ at }) => at >= from && (at < to || from === to)).map(({ value }) => value);
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const [least = values[0] ?? '', most = values.at(-1) ?? ''] =
    numbers.length === values.length ? [numbers[0], numbers.at(-1)] : [];
  return words().pictures.timeline.values(values.length, valueText(least), valueText(most));
}
