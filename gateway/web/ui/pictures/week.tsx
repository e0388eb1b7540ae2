import type { DayCounts } from '../api/types.ts';
import { words } from '../words/words.ts';
import { Picture } from './as-table.tsx';

/** Bars of a few days, the last one at the end of the line. Full is left, hatched is stayed. */
export function Week({ days }: { readonly days: readonly DayCounts[] }) {
  const { week, number } = words().pictures;
  const sum = (which: 'left' | 'stayed') => days.reduce((all, day) => all + day[which], 0);
  const most = Math.max(1, ...days.flatMap(({ left, stayed }) => [left, stayed]));
  const [left, stayed] = [sum('left'), sum('stayed')];
  if (left + stayed === 0) return <p>{week.nothing}</p>;
  return (
    <Picture
      says={week.says(left, stayed)}
      heads={[week.day, week.left, week.stayed]}
      rows={days.map((day) => [week.dayName(day.day), number(day.left), number(day.stayed)])}
    >
      <svg aria-hidden="true" class="unseen" width="0" height="0">
        <defs>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V6" class="hatch" />
          </pattern>
        </defs>
      </svg>
      <ul class="legend">
        <li>
          <Bar height={1} is="left" /> {week.left}
        </li>
        <li>
          <Bar height={1} is="stayed" /> {week.stayed}
        </li>
      </ul>
      <div class="week">
        {days.map((day) => (
          <div key={day.day}>
            <div class="bars">
              <Bar height={day.left / most} is="left" />
              <Bar height={day.stayed / most} is="stayed" />
            </div>
            <span>{week.shortDay(day.day)}</span>
            <span class="quiet">{week.short(day.left)}</span>
            <span class="quiet">{week.short(day.stayed)}</span>
          </div>
        ))}
      </div>
    </Picture>
  );
}

/** What is there is seen, however little it is beside the rest. */
const LEAST = 3;

function Bar({ height, is }: { readonly height: number; readonly is: 'left' | 'stayed' }) {
  const tall = height === 0 ? 0 : Math.max(LEAST, Math.round(height * 98));
  return (
    <svg
      aria-hidden="true"
      class={`bar-of ${is}`}
      viewBox="0 0 20 100"
      preserveAspectRatio="none"
      width="20"
      height="100"
    >
      <rect x="1" y={99 - tall} width="18" height={tall} fill={is === 'stayed' ? 'url(#hatch)' : undefined} />
      <path d="M0 99.5H20" />
    </svg>
  );
}
