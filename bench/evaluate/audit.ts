import { MICRO, type Noised, openNoisedDay, releaseNoised, takeInNoised } from '../../rules/forms/noised.ts';
import type { FieldSpec } from '../../rules/manifest.ts';
import type { RandomBytes } from '../../rules/noise.ts';
import type { FieldName } from '../../rules/reading.ts';
import { HOUR_MS, ZONE } from './lives.ts';

/** A10: the ε that is seen to be lost between a day in which nothing was said and one in which all that can be was. */
export interface Audit {
  readonly declared: number;
  /** With 99.9 % no less than this is lost. */
  readonly least: number;
  /** The most probable. */
  readonly about: number;
  /** What `least` is of the same form with half the noise: an audit that does not see that sees nothing. */
  readonly broken: number;
}

const FORM: Noised = {
  ...{ form: 'noised', unit: 'home-day', microEpsilon: MICRO, useful: Number.MAX_VALUE },
  ...{ window: 'P1D', statistic: 'sum', slot: 'PT1H' },
};
const METER: FieldSpec = { name: 'power' as FieldName, type: 'number', bounds: [0, 6000], resolution: 10 };
const DEVIATIONS = 3.3;

export function audit(runs: number, random: RandomBytes): Audit {
  const honest = lost(FORM, runs, random);
  const broken = lost({ ...FORM, microEpsilon: 2 * FORM.microEpsilon }, runs, random);
  return { declared: FORM.microEpsilon / MICRO, ...honest, broken: broken.least };
}

function lost(form: Noised, runs: number, random: RandomBytes): { least: number; about: number } {
  const day = (said: boolean) => {
    const opened = openNoisedDay(form, Date.UTC(2026, 5, 1), ZONE);
    if (said) for (let h = 0; h < 24; h++) takeInNoised(opened, form, METER, 6000, opened.from + h * HOUR_MS);
    return opened;
  };
  const low = ([day(false), day(true)] as const).map((one) => {
    let count = 0;
    for (let run = 0; run < runs; run++) if ((releaseNoised(form, METER, one, 0, random).sum ?? 0) <= 0) count++;
    return count / runs;
  });
  const [p = 0, q = 0] = low;
  const off = (share: number) => DEVIATIONS * Math.sqrt((share * (1 - share)) / runs) + 1 / runs;
  return {
    least: Math.log(Math.max(1 / runs, p - off(p)) / (q + off(q))),
    about: Math.log(p / Math.max(q, 1 / runs)),
  };
}
