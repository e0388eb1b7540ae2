import { visible } from '../../../../rules/visible.ts';
import type { LeftBatch } from '../api/types.ts';
import { words } from '../words/words.ts';

/** Its devices, by their names; a message without any has left to be like the others. */
export function devicesOf({ lines }: LeftBatch): string[] {
  return few([...new Set(lines.map(({ device, deviceName }) => visible(deviceName ?? device)))]);
}

/** What is in it, as far as a row shows it. */
export function whatOf({ lines, records }: LeftBatch): string {
  const { left } = words();
  if (records === 0) return left.empty;
  const fields = few([...new Set(lines.map(({ field }) => visible(field)))]);
  return left.what(
    fields,
    lines.reduce((sum, line) => sum + line.records, 0),
  );
}

/** As many names as a row has room for. */
const MOST_NAMES = 3;

/** Names as a row shows them. */
export function few(names: readonly string[]): string[] {
  return names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), words().left.andMore] : [...names];
}
