import type { Sentences } from '../speak.ts';

/** `2026-11-02` as people write it. */
function day(on: string): string {
  const [year, month, date] = on.split('-');
  return `${Number(date)}.${Number(month)}.${year}`;
}

const ends = {
  given: (on: string) => `Am ${on} wurde es geändert.`,
  refused: (on: string) => `Am ${on} wurde es abgelehnt.`,
  withdrawn: (on: string) => `Am ${on} wurde es zurückgenommen.`,
  expired: (on: string) => `Am ${on} lief es ab.`,
};

export const history: Sentences['history'] = {
  agreed: (on, form) => `Zugestimmt am ${day(on)}: ${form}.`,
  ended: (state, on) => ends[state](day(on)),
};
