import type { Consent } from '../../consent.ts';

/** Why a line stood in a batch: what was agreed to, and what became of it. */
export const history = {
  agreed: (on: string, form: string) => `Agreed to on ${on}: ${form}.`,
  ended: (state: Consent['state'], on: string) => `It was ${state} on ${on}.`,
};
