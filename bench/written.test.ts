import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { written } from './written.ts';

const IN_MEMORY = statfsSync(tmpdir()).type === 0x01021994;

/** A small version of `npm run measure:disk`, which has the whole figure: here recipients are met in the same hour. */
test.skipIf(IN_MEMORY)(
  'an hour of 50 devices at QoS 0 writes no more than an SD card bears',
  async () => {
    const { perDay } = await written({ qos: 0, shared: 15, hours: 1, speed: 300, warmHours: 0.2 });
    expect(perDay).toBeGreaterThan(1e6);
    expect(perDay).toBeLessThan(26e6);
  },
  60_000,
);
