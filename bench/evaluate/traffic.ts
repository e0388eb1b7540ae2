import { HOUR_MS, type Life } from './lives.ts';

/**
 * A7: what somebody on the wire, who can open nothing, sees in an hour of a motion sensor's stream: how many messages, and
 * how large. Sizes are those of the hub's batches: an empty one, a record more for each reading, and the smallest bucket.
 */
const EMPTY_BYTES = 700;
const RECORD_BYTES = 110;
const BUCKET_BYTES = 4096;

type View = (life: Life) => number[][];

export const IMMEDIATE = 'forwarded as it happens';
export const CONSTANT = 'hourly, one size, always';

export const RELEASES: Readonly<Record<string, View>> = {
  [IMMEDIATE]: seen((count) => [count, count * RECORD_BYTES, Number(count > 0)]),
  'hourly, as large as it is': seen((count) => [1, EMPTY_BYTES + count * RECORD_BYTES, Number(count > 0)]),
  'hourly, one size, but not when empty': seen((count) => [Math.min(count, 1), Math.min(count, 1) * BUCKET_BYTES]),
  [CONSTANT]: seen(() => [1, BUCKET_BYTES]),
};

function seen(observed: (messages: number) => number[]): View {
  return ({ hours, motion }) => {
    const counts = new Map<number, number>();
    for (const { at, value } of motion) {
      if (value === 0) continue;
      const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
      counts.set(hour, (counts.get(hour) ?? 0) + 1);
    }
    return hours.map(({ from }) => observed(counts.get(from) ?? 0));
  };
}
