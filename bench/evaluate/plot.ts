import type { Attacked } from './attacked.ts';
import { percent } from './tables.ts';

/**
 * The frontier: to the right forms leave less of use, upwards they tell more of who is at home. As SVG in plain text, in the
 * colours of whoever looks at it.
 */
export function frontier({ occupancy, useful }: Pick<Attacked, 'occupancy' | 'useful'>): string {
  const points = Object.entries(occupancy).flatMap(([form, { advantage }]) => {
    const off = useful[form]?.energy;
    return off ? [{ form, advantage, off }] : [];
  });
  const most = Math.max(0.05, ...points.map(({ advantage }) => advantage.high)) * 1.1;
  const least = Math.min(-0.01, ...points.map(({ advantage }) => advantage.low)) * 1.5;
  const y = (value: number) => TOP + ((most - value) / (most - least)) * (HEIGHT - TOP - BOTTOM);
  const labelled: { from: number; to: number; y: number }[] = [];
  const shapes = points.flatMap(({ form, advantage, off }) => {
    const [at, from, to, height] = [x(off.mean), x(off.low), x(off.high), y(advantage.mean)];
    const end = at > WIDTH * 0.62;
    const span = end
      ? { from: at - 8 - LETTER * form.length, to: at }
      : { from: at, to: at + 8 + LETTER * form.length };
    // The first place around the point where no other label lies.
    const isFree = (label: number) =>
      !labelled.some((one) => one.from < span.to && span.from < one.to && Math.abs(one.y - label) < 14);
    const label = [-9, 17, -24, 32, -39, 47].map((below) => height + below).find(isFree) ?? height;
    labelled.push({ ...span, y: label });
    return [
      line([at, y(advantage.low)], [at, y(advantage.high)], 'bar'),
      line([from, height], [to, height], 'bar'),
      `<circle class="dot" cx="${fixed(at)}" cy="${fixed(height)}" r="4"/>`,
      text([at + (end ? -8 : 8), label], form, end ? 'end' : 'start'),
    ];
  });
  const levels = [0, 0.05, 0.1, 0.15, 0.2].filter((level) => level < most);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title">`,
    '<title id="title">How much more than a clock each form tells of who is at home, by how far a day’s energy is off</title>',
    STYLE,
    ...levels.flatMap((level) => [
      line([LEFT, y(level)], [WIDTH - RIGHT, y(level)], level === 0 ? 'axis' : 'grid'),
      text([LEFT - 8, y(level) + 4], level.toFixed(2), 'end'),
    ]),
    ...TICKS.flatMap((tick) => [
      line([x(tick), HEIGHT - BOTTOM], [x(tick), HEIGHT - BOTTOM + 5], 'axis'),
      text(
        [x(tick), HEIGHT - BOTTOM + 20],
        tick === LEAST_OFF ? '0' : percent(tick),
        tick === MOST_OFF ? 'end' : 'middle',
      ),
    ]),
    line([LEFT, HEIGHT - BOTTOM], [WIDTH - RIGHT, HEIGHT - BOTTOM], 'axis'),
    text([LEFT, 16], 'advantage over the clock: is somebody at home?', 'start'),
    text([WIDTH - RIGHT, HEIGHT - 8], 'a day’s energy is off by', 'end'),
    ...shapes,
    '</svg>',
  ].join('\n')}\n`;
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [760, 400, 60, 24, 36, 56];
/** About the width of one. */
const LETTER = 6.6;
/** What is off by less stands at the very left, as 0. */
const LEAST_OFF = 0.001;
const MOST_OFF = 1000;
const TICKS = [LEAST_OFF, 0.01, 0.1, 1, 10, 100, MOST_OFF];

function x(off: number): number {
  const part = Math.log(Math.min(MOST_OFF, Math.max(LEAST_OFF, off)) / LEAST_OFF) / Math.log(MOST_OFF / LEAST_OFF);
  return LEFT + part * (WIDTH - LEFT - RIGHT);
}

type Point = readonly [x: number, y: number];

function line([x1, y1]: Point, [x2, y2]: Point, kind: string): string {
  return `<line class="${kind}" x1="${fixed(x1)}" y1="${fixed(y1)}" x2="${fixed(x2)}" y2="${fixed(y2)}"/>`;
}

function text([at, y]: Point, words: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${fixed(at)}" y="${fixed(y)}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function fixed(value: number): string {
  return value.toFixed(1);
}

const STYLE = `<style>
text { font: 12px system-ui, sans-serif; fill: #1f2a24; }
.axis { stroke: #1f2a24; } .grid { stroke: #1f2a24; opacity: 0.15; }
.bar { stroke: #0b6b4f; stroke-width: 2; opacity: 0.6; } .dot { fill: #0b6b4f; }
@media (prefers-color-scheme: dark) {
  text { fill: #e4ebe6; } .axis, .grid { stroke: #e4ebe6; } .bar { stroke: #6fd3ad; } .dot { fill: #6fd3ad; }
}
</style>`;
