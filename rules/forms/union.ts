import { joinCategories } from './categories.ts';
import type { Form, Summary } from './form.ts';
import { type Noised, slotOf } from './noised.ts';
import { joinNoised } from './noised-order.ts';
import { atMost, type EventForm } from './order.ts';
import { derivable, isCategorical, stepOf, tellsNumbers, usedCategories } from './statistics.ts';
import { gcdStep, isMultiple } from './step.ts';
import { finerGrain, grainForWindow, joinWindow } from './time.ts';

/**
 * The least form of ours that discloses what both do together: what one recipient can work out that gets the two for
 * two purposes. It is never released. Where no form says exactly that it says more: a warning too many, never one too few.
 */
export function join(a: Form, b: Form): Form {
  if (a.form === 'withheld') return closed(b);
  if (b.form === 'withheld') return closed(a);
  if (a.form === 'noised') return b.form === 'noised' ? joinBothNoised(a, b) : joinMixedNoise(a, b);
  if (b.form === 'noised') return joinMixedNoise(b, a);
  if (tellsNoMoreThan(a, b)) return closed(b);
  if (tellsNoMoreThan(b, a)) return closed(a);
  if (a.form === 'summary') return b.form === 'summary' ? joinSummaries(a, b) : joinMixed(a, b);
  return b.form === 'summary' ? joinMixed(b, a) : joinEvents(a, b);
}

/**
 * Categories are below every rounding where a form is agreed to, and are then computed from it. Beside a rounding that is
 * computed from the value itself, borders that are not its own tell more.
 */
function tellsNoMoreThan(a: Form, b: Form): boolean {
  return atMost(a, b) && bordersFit(a, b);
}

function bordersFit(a: Form, b: Form): boolean {
  const edges = edgesOf(a);
  const step = b.form === 'rounded' ? b.step : b.form === 'summary' ? stepOf(b) : 0;
  // Values are rounded to the nearest multiple, so borders lie half way between two.
  return step === 0 || edges.every((edge) => isMultiple(Math.abs(edge) + step / 2, step));
}

function edgesOf(form: Form): readonly number[] {
  const categories =
    form.form === 'summary' ? usedCategories(form) : 'categories' in form ? form.categories : undefined;
  return categories !== undefined && 'edges' in categories ? categories.edges : [];
}

/** The join of all. The members are put in a fixed order first, so that theirs does not matter. */
export function joinAll(forms: readonly Form[]): Form {
  const keyed = forms.map((form) => ({ form, key: JSON.stringify(form) })).sort((x, y) => (x.key < y.key ? -1 : 1));
  return keyed.reduce<Form>((all, { form }) => join(all, form), { form: 'withheld' });
}

/** Whether the forms together disclose more than every single one of them does. */
export function unionIsFiner(forms: readonly Form[]): boolean {
  const [first] = forms;
  // One form, or the same one twice, tells nothing new unless it draws its noise twice; the common case by far.
  if (first === undefined || forms.length === 1) return false;
  if (first.form !== 'noised' && forms.every((form) => form === first)) return false;
  const union = joinAll(forms);
  return !forms.some((form) => atMost(union, closed(form)));
}

/** With the statistics that anybody can work out from those it has. */
export function closed(form: Form): Form {
  if (form.form !== 'summary') return form;
  const statistics = derivable(form.statistics);
  return statistics.length === form.statistics.length ? form : { ...form, statistics };
}

function joinBothNoised(a: Noised, b: Noised): Form {
  return joinNoised(a, b) ?? { form: 'exact', grain: finerGrain(grainForWindow(slotOf(a)), grainForWindow(slotOf(b))) };
}

/** Noise is put on the value itself, so beside a rounding, a category or a summary of it more is told than by that. */
function joinMixedNoise(noised: Noised, other: Summary | EventForm): Form {
  if (other.form === 'exact' && atMost(noised, other)) return other;
  const grain = grainForWindow(slotOf(noised));
  if (other.form === 'summary') return { form: 'exact', grain: finerGrain(grain, grainForWindow(other.window)) };
  return { form: 'exact', grain: finerGrain(grain, other.grain) };
}

function joinEvents(a: EventForm, b: EventForm): Form {
  const grain = finerGrain(a.grain, b.grain);
  if (a.form === 'exact' || b.form === 'exact') return { form: 'exact', grain };
  if (a.form === 'category' && b.form === 'category') {
    const categories = joinCategories(a.categories, b.categories);
    return categories === undefined ? { form: 'exact', grain } : { form: 'category', categories, grain };
  }
  if (a.form === 'rounded' && b.form === 'rounded') return rounded(gcdStep(a.step, b.step), grain);
  if (!bordersFit(a, b) || !bordersFit(b, a)) return { form: 'exact', grain };
  return a.form === 'rounded'
    ? rounded(a.step, grain)
    : b.form === 'rounded'
      ? rounded(b.step, grain)
      : { form: 'exact', grain };
}

function joinMixed(summary: Summary, event: EventForm): Form {
  const grain = finerGrain(event.grain, grainForWindow(summary.window));
  const numbers = tellsNumbers(summary);
  if (!bordersFit(summary, event) || !bordersFit(event, summary)) return { form: 'exact', grain };
  if (event.form === 'exact') return { form: 'exact', grain };
  if (event.form === 'rounded') return rounded(numbers ? gcdStep(stepOf(summary), event.step) : event.step, grain);
  if (numbers || !summary.statistics.every(isCategorical)) return rounded(stepOf(summary), grain);
  const used = usedCategories(summary);
  const categories = used === undefined ? event.categories : joinCategories(used, event.categories);
  return categories === undefined ? { form: 'exact', grain } : { form: 'category', categories, grain };
}

function joinSummaries(a: Summary, b: Summary): Form {
  const window = joinWindow(a.window, b.window);
  const [ofA, ofB] = [usedCategories(a), usedCategories(b)];
  const categories = ofA && ofB ? joinCategories(ofA, ofB) : (ofA ?? ofB);
  // The last number of one beside the categories of the other is no summary of ours.
  const lastNumber = [a, b].some((s) => s.statistics.includes('last') && usedCategories(s) === undefined);
  if (ofA && ofB && !categories) return { form: 'exact', grain: grainForWindow(window) };
  if (categories && lastNumber) return { form: 'exact', grain: grainForWindow(window) };
  const step = !tellsNumbers(a) ? stepOf(b) : !tellsNumbers(b) ? stepOf(a) : gcdStep(stepOf(a), stepOf(b));
  const statistics = derivable([...a.statistics, ...b.statistics]);
  return { form: 'summary', window, statistics, ...(step > 0 && { step }), ...(categories && { categories }) };
}

function rounded(step: number, grain: EventForm['grain']): Form {
  return step === 0 ? { form: 'exact', grain } : { form: 'rounded', step, grain };
}
