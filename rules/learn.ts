import { type Evaluated, type Found, WAYS, type Way } from './evaluated.ts';
import { describe } from './explain.ts';
import type { Form } from './forms/form.ts';
import { GRAIN_MS, WINDOW_MS } from './forms/time.ts';
import type { Route } from './plan.ts';
import type { DeviceId, FieldName } from './reading.ts';
import { mayReveal, type Reveals } from './reveals.ts';
import type { Sentences } from './words/speak.ts';

export const TOPICS = ['says', 'home', 'away', 'traffic', 'again'] as const;
export type Topic = (typeof TOPICS)[number];

/** One thing that a recipient could still learn, by the field that tells most of it. Never when: there is no timeline in it. */
export interface Learnt {
  readonly topic: Topic;
  readonly device?: DeviceId;
  readonly field?: FieldName;
  /** The form that it is told by, in words. */
  readonly leaves?: string;
  /** The way that was attacked in its stead. */
  readonly way?: Way;
  readonly found?: Found;
  /** Whether it is more than habits, or a guess, would tell. */
  readonly tells: boolean;
  readonly words: string;
}

/** As much of a way out as it takes. */
export type Going = Pick<Route, 'device' | 'field' | 'released' | 'slotMs'>;

/** More than this beyond a guess is told; less is lost in what habits say anyway. */
export const TELLS = 0.02;

/**
 * What one recipient could still learn from what leaves to it now: from the attacks that were run on such ways out, worst first.
 * Unknown counts as the worst: a form that was not attacked as the finest that was, a field that nobody knows as one that tells of people.
 */
export function couldLearn(
  routes: readonly Going[],
  reveals: (about: Pick<Going, 'device' | 'field'>) => Reveals,
  evaluated: Evaluated,
  sentences: Sentences,
  sealed: boolean,
): Learnt[] {
  const say = sentences.learn;
  const by = ({ device, field, released }: Going) => ({ device, field, leaves: describe(released, sentences) });
  const learnt: Learnt[] = [];
  const going = routes.filter(({ released }) => released.form !== 'withheld');
  const plain = going.filter(({ released }) => released.form !== 'noised');
  for (const route of plain.filter((each) => saysItself(reveals(each))))
    learnt.push({ topic: 'says', ...by(route), tells: true, words: say.says });
  const telling = finest(going.filter((route) => tellsOfPeople(reveals(route))));
  if (telling) {
    for (const topic of ['home', 'away'] as const) {
      const found = evaluated[topic][telling.way];
      const tells = found.most > TELLS;
      const words = !tells ? say.no[topic] : found.least > 0 ? say[topic](found) : say.little[topic](found);
      learnt.push({ topic, ...by(telling.route), way: telling.way, found, tells, words });
    }
  }
  if (going.length > 0) {
    const found = evaluated.traffic[isConstant(going, sealed) ? 'slot' : 'live'];
    const tells = found.most > TELLS;
    learnt.push({ topic: 'traffic', found, tells, words: tells ? whyObservable(going, say) : say.no.traffic });
    const most = finest(going);
    const again = most && evaluated.again[most.way];
    if (most && again) {
      const tells = Math.max(again.code, again.recipient) > TELLS;
      learnt.push({
        topic: 'again',
        ...by(most.route),
        way: most.way,
        tells,
        words: tells ? say.again(again) : say.no.again,
      });
    }
  }
  return learnt.sort((a, b) => TOPICS.indexOf(a.topic) - TOPICS.indexOf(b.topic));
}

/**
 * Whether all that leaves to a recipient leaves at fixed times and in one size, whatever happens at home. What is not sealed
 * does not: it leaves as it is, and not where there is nothing.
 */
export function isConstant(routes: readonly Going[], sealed: boolean): boolean {
  return sealed && routes.every(({ slotMs, released }) => slotMs > 0 || released.form === 'withheld');
}

/** What whoever watches the connection to a recipient sees of this home; undefined where nothing leaves. */
export function describeWatched(
  routes: readonly Going[],
  sealed: boolean,
  { learn: say }: Sentences,
): string | undefined {
  const going = routes.filter(({ released }) => released.form !== 'withheld');
  if (going.length === 0) return undefined;
  return isConstant(going, sealed) ? say.constant : say.observable(whyObservable(going, say));
}

function whyObservable(going: readonly Going[], say: Sentences['learn']): string {
  return going.some(({ slotMs }) => slotMs === 0) ? say.traffic : say.trafficOpen;
}

/** The route of these that tells most, and how it was attacked. */
function finest(routes: readonly Going[]): { readonly route: Going; readonly way: Way } | undefined {
  let found: { route: Going; way: Way } | undefined;
  for (const route of routes) {
    const way = wayOf(route.released);
    if (way && (!found || WAYS.indexOf(way) < WAYS.indexOf(found.way))) found = { route, way };
  }
  return found;
}

/** How it was attacked, or what is as fine; undefined where nothing leaves. */
export function wayOf(form: Form): Way | undefined {
  switch (form.form) {
    case 'withheld':
      return undefined;
    case 'exact':
    case 'rounded':
    case 'category':
      return GRAIN_MS[form.grain] >= WINDOW_MS.PT1H ? 'hourly' : 'every value';
    case 'summary':
      if (WINDOW_MS[form.window] < WINDOW_MS.PT1H) return 'every value';
      if (WINDOW_MS[form.window] < WINDOW_MS.P1D) return 'hourly';
      return WINDOW_MS[form.window] < WINDOW_MS.P1W ? 'daily' : 'weekly';
    case 'noised':
      return form.statistic === 'last' ? 'noised answer' : 'noised';
  }
}

/** It needs no attack to see it. */
export function saysItself(reveals: Reveals): boolean {
  return (['presence', 'location', 'audio/video', 'access/security'] as const).some((what) => mayReveal(reveals, what));
}

export function tellsOfPeople(reveals: Reveals): boolean {
  return saysItself(reveals) || (['activity', 'energy', 'health'] as const).some((what) => mayReveal(reveals, what));
}
