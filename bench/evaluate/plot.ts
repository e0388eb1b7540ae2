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
  const shapes = points.flatMap(({ form, advantage, off }, n) => {
    const [at, from, to] = [off.mean, off.low, off.high].map(x);
    const end = (at ?? 0) > WIDTH * 0.62;
    // Labels of neighbours lie above and below by turns.
    const label = y(advantage.mean) + (n % 2 === 0 ? -9 : 17);
    return [
      line([at ?? 0, y(advantage.low)], [at ?? 0, y(advantage.high)], 'bar'),
      line([from ?? 0, y(advantage.mean)], [to ?? 0, y(advantage.mean)], 'bar'),
      `<circle class="dot" cx="${fixed(at ?? 0)}" cy="${fixed(y(advantage.mean))}" r="4"/>`,
      text([(at ?? 0) + (end ? -8 : 8), label], form, end ? 'end' : 'start'),
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
      text([x(tick), HEIGHT - BOTTOM + 20], tick === LEAST_OFF ? '0' : percent(tick), 'middle'),
    ]),
    line([LEFT, HEIGHT - BOTTOM], [WIDTH - RIGHT, HEIGHT - BOTTOM], 'axis'),
    text([LEFT, 16], 'advantage over the clock: is somebody at home?', 'start'),
    text([WIDTH - RIGHT, HEIGHT - 8], 'a day’s energy is off by', 'end'),
    ...shapes,
    '</svg>',
  ].join('\n')}\n`;
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [760, 400, 60, 24, 36, 56];
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
