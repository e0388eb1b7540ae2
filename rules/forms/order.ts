import { categoriesAtMost, meetCategories } from './categories.ts';
import type { Categories, Form, Statistic, Summary, Window } from './form.ts';
import { meetNoised, noisedAtMost } from './noised-order.ts';
import { isCategorical, ordered, stepOf, tellsNumbers, usedCategories } from './statistics.ts';
import { isMultiple, lcmStep } from './step.ts';
import { coarserGrain, GRAIN_MS, meetWindow, WINDOW_MS, windowAtMost, windowForGrain } from './time.ts';

/** A form that makes one record of one reading. */
export type EventForm = Extract<Form, { form: 'exact' | 'rounded' | 'category' }>;

const WITHHELD: Form = { form: 'withheld' };

/**
 * The partial order of promise 3: `a` discloses nothing that could not be worked out from what `b` releases. It is the
 * product of time (events at a grain, or windows), resolution (a step, or categories) and statistics. By convention
 * categories are below every rounding, although their borders need not lie on its grid. Forms that only differ in the
 * labels of their categories are at most each other.
 */
export function atMost(a: Form, b: Form): boolean {
  if (a.form === 'withheld') return true;
  if (b.form === 'withheld') return false;
  if (a.form === 'noised') return noisedAtMost(a, b);
  if (b.form === 'noised') return false;
  if (a.form === 'summary') return b.form === 'summary' ? summaryAtMost(a, b) : summaryAtMostEvents(a, b);
  if (b.form === 'summary' || GRAIN_MS[a.grain] < GRAIN_MS[b.grain]) return false;
  switch (b.form) {
    case 'exact':
      return true;
    case 'rounded':
      return a.form === 'category' || (a.form === 'rounded' && isMultiple(a.step, b.step));
    case 'category':
      return a.form === 'category' && categoriesAtMost(a.categories, b.categories);
  }
}

/**
 * The most that is at most both: what leaves. Withheld where there is none. Labels are the asked ones where the asked
 * form is the lesser, else the agreed ones where that is; else the asked ones, joined.
 */
export function meet(asked: Form, agreed: Form): Form {
  if (atMost(asked, agreed)) return asked;
  if (atMost(agreed, asked)) return agreed;
  if (asked.form === 'withheld' || agreed.form === 'withheld') return WITHHELD;
  if (asked.form === 'noised' || agreed.form === 'noised') return meetNoised(asked, agreed) ?? WITHHELD;
  if (asked.form === 'summary') {
    return agreed.form === 'summary' ? meetSummaries(asked, agreed) : meetMixed(asked, agreed, meetCategories);
  }
  if (agreed.form === 'summary')
    return meetMixed(agreed, asked, (ofAgreed, ofAsked) => meetCategories(ofAsked, ofAgreed));
  return meetEvents(asked, agreed);
}

function summaryAtMost(a: Summary, b: Summary): boolean {
  if (!windowAtMost(a.window, b.window) || !a.statistics.every((s) => b.statistics.includes(s))) return false;
  if (tellsNumbers(a) && !isMultiple(stepOf(a), stepOf(b))) return false;
  const ofA = usedCategories(a);
  const ofB = usedCategories(b);
  if (ofB === undefined) return true;
  if (ofA !== undefined) return categoriesAtMost(ofA, ofB);
  // Where b names the last category, a may not tell the last number.
  return !a.statistics.includes('last');
}

function summaryAtMostEvents(a: Summary, b: EventForm): boolean {
  if (GRAIN_MS[b.grain] > WINDOW_MS[a.window]) return false;
  switch (b.form) {
    case 'exact':
      return true;
    case 'rounded':
      return !tellsNumbers(a) || isMultiple(stepOf(a), b.step);
    case 'category': {
      if (tellsNumbers(a) || !a.statistics.every(isCategorical)) return false;
      const categories = usedCategories(a);
      return categories === undefined || categoriesAtMost(categories, b.categories);
    }
  }
}

function meetEvents(asked: EventForm, agreed: EventForm): Form {
  const grain = coarserGrain(asked.grain, agreed.grain);
  if (asked.form === 'exact') return { ...agreed, grain };
  if (agreed.form === 'exact') return { ...asked, grain };
  if (asked.form === 'rounded' && agreed.form === 'rounded') {
    const step = lcmStep(asked.step, agreed.step);
    return step === undefined ? WITHHELD : { form: 'rounded', step, grain };
  }
  if (asked.form === 'rounded') return { ...agreed, grain };
  if (agreed.form === 'rounded') return { ...asked, grain };
  const categories = meetCategories(asked.categories, agreed.categories);
  return categories === undefined ? WITHHELD : { form: 'category', categories, grain };
}

function meetMixed(summary: Summary, event: EventForm, meetBoth: typeof meetCategories): Form {
  const window = meetWindow(summary.window, windowForGrain(event.grain));
  if (window === undefined) return WITHHELD;
  const used = usedCategories(summary);
  if (event.form !== 'category') {
    const step = event.form === 'exact' ? stepOf(summary) : lcmStep(stepOf(summary), event.step);
    return build(window, summary.statistics, step, { of: used });
  }
  const categories = used === undefined ? event.categories : meetBoth(used, event.categories);
  const statistics = summary.statistics.filter(isCategorical);
  return build(window, statistics, 0, categories && { of: categories });
}

function meetSummaries(asked: Summary, agreed: Summary): Form {
  const window = meetWindow(asked.window, agreed.window);
  if (window === undefined) return WITHHELD;
  const statistics = asked.statistics.filter((s) => agreed.statistics.includes(s));
  const [ofAsked, ofAgreed] = [usedCategories(asked), usedCategories(agreed)];
  const categories = ofAsked && ofAgreed ? meetCategories(ofAsked, ofAgreed) : (ofAsked ?? ofAgreed);
  const apart = ofAsked !== undefined && categories === undefined;
  return build(window, statistics, lcmStep(stepOf(asked), stepOf(agreed)), apart ? undefined : { of: categories });
}

/**
 * A summary of what is left: without a common step no numbers, without common categories nothing about categories,
 * and withheld when no statistic remains.
 */
function build(
  window: Window,
  statistics: readonly Statistic[],
  step: number | undefined,
  categories: { of: Categories | undefined } | undefined,
): Form {
  const labelled = categories === undefined || categories.of !== undefined;
  const kept = ordered(statistics).filter((s) => {
    if (s === 'count') return true;
    if (s === 'histogram' || s === 'timeInState' || (s === 'last' && labelled)) return categories?.of !== undefined;
    return step !== undefined;
  });
  if (kept.length === 0) return WITHHELD;
  const named = kept.some((s) => s !== 'count' && isCategorical(s)) ? categories?.of : undefined;
  const summary: Summary = { form: 'summary', window, statistics: kept, ...(named && { categories: named }) };
  return step && tellsNumbers(summary) ? { ...summary, step } : summary;
}
