import type { Estimate } from './measures.ts';

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

export function figure(value: number): string {
  return value.toFixed(3);
}

export function interval({ mean, low, high }: Estimate, show: (value: number) => string = figure): string {
  return `${show(mean)} (${show(low)} … ${show(high)})`;
}

export function percent(value: number): string {
  const shown = value * 100;
  return `${shown < 10 ? shown.toFixed(1) : whole(shown)} %`;
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
