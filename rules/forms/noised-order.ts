import { categoriesAtMost } from './categories.ts';
import type { Form } from './form.ts';
import { type Noised, slotMs } from './noised.ts';
import { GRAIN_MS } from './time.ts';

/**
 * A noised form is below the events that it can be made from, and below the same form with a greater ε: noise of a larger
 * scale is noise of the smaller one with more put on it. (No draw is ever made from another one, so nobody learns of both
 * more than of the greater.) Of windows, slots, caps and statistics it is comparable with equal ones alone, and never with a
 * summary, of which it has not the values in each slot.
 */
export function noisedAtMost(a: Noised, b: Form): boolean {
  switch (b.form) {
    case 'withheld':
    case 'summary':
      return false;
    case 'noised':
      return sameButNoise(a, b) && a.microEpsilon <= b.microEpsilon;
    case 'exact':
    case 'rounded':
      return GRAIN_MS[b.grain] <= slotMs(a);
    case 'category':
      return GRAIN_MS[b.grain] <= slotMs(a) && 'categories' in a && categoriesAtMost(a.categories, b.categories);
  }
}

/** The same with the smaller ε and what the asked one needs of it, or none. One of them is noised. */
export function meetNoised(asked: Form, agreed: Form): Noised | undefined {
  if (asked.form !== 'noised' || agreed.form !== 'noised' || !sameButNoise(asked, agreed)) return undefined;
  return { ...asked, microEpsilon: Math.min(asked.microEpsilon, agreed.microEpsilon) };
}

/** Both draw their own noise, so one who has the two knows as much as by the sum of their ε; undefined where they are about other things. */
export function joinNoised(a: Noised, b: Noised): Noised | undefined {
  return sameButNoise(a, b) ? { ...a, microEpsilon: a.microEpsilon + b.microEpsilon } : undefined;
}

function sameButNoise(a: Noised, b: Noised): boolean {
  if (a.window !== b.window || a.statistic !== b.statistic) return false;
  if ('slot' in a && (!('slot' in b) || a.slot !== b.slot)) return false;
  if (a.statistic === 'count') return b.statistic === 'count' && a.most === b.most;
  if (!('categories' in a)) return true;
  return (
    'categories' in b && categoriesAtMost(a.categories, b.categories) && categoriesAtMost(b.categories, a.categories)
  );
}
