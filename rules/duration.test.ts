import { expect, it } from 'vitest';
import { durationMs, parseDuration } from './duration.ts';

it.each([
  ['PT1H', 3_600_000],
  ['PT0.25S', 250],
  ['PT15M', 900_000],
  ['P1D', 86_400_000],
  ['P1W', 604_800_000],
  ['P1DT12H', 129_600_000],
  ['P6M', undefined],
  ['P', undefined],
  ['PT', undefined],
  ['P1DT', undefined],
  ['1H', undefined],
  ['PT-1H', undefined],
  ['PT1.5H', undefined],
])('%s is %s ms', (text, ms) => expect(durationMs(text)).toBe(ms));

it('keeps months apart', () => expect(parseDuration('P1Y6MT1S')).toEqual({ months: 18, ms: 1000 }));
