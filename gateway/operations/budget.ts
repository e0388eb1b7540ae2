import Type from 'typebox';
import {
  balance,
  type DayNumber,
  dateOf,
  type Exceeded,
  exceededBy,
  leftFrom,
  type Reservation,
} from '../../rules/budget.ts';
import { windowOf } from '../../rules/calendar.ts';
import type { Consent } from '../../rules/consent.ts';
import { describeOf } from '../../rules/explain.ts';
import { MICRO, type Noised } from '../../rules/forms/noised.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { DeviceId } from '../../rules/reading.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { Choice } from '../household/consents.ts';
import type { Hub } from '../main.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Text, Time } from './shapes.ts';
import { askKey } from './would-leave.ts';

const Epsilon = Type.Number({ minimum: 0, description: 'ε of home-days.' });
const Span = Type.Object({ cap: Epsilon, spent: Epsilon, left: Epsilon }, { title: 'BudgetSpan' });
const Balance = {
  day: Span,
  week: Span,
  month: Span,
  reserved: Type.Number({ minimum: 0, description: 'ε that what was agreed to needs each day.' }),
  freeAt: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'Where nothing is left: when some is again, if the hub stays on.',
    }),
  ),
};
const Noises = Type.Object(
  { device: Text, field: Text, leaves: Text, epsilon: Type.Optional(Epsilon) },
  {
    title: 'NoisedField',
    description:
      'What of a device is noised for it, and its ε of each home-day; without ε where it says too little, as other fields of the device leave without noise.',
  },
);

const Budget = Type.Object(
  {
    date: Type.Optional(
      Type.String({
        format: 'date',
        description: 'The day that is spent on: the home’s, and behind it by as long as the hub was off.',
      }),
    ),
    dayEnds: Type.Optional(Time),
    all: Type.Object(Balance, { description: 'What all recipients together may know.' }),
    recipients: Type.Array(Type.Object({ recipient: Text, name: Text, ...Balance, noised: Type.Array(Noises) }), {
      description: 'Those that get noised values or did within 31 days; the others have nothing to spend.',
    }),
  },
  { title: 'Budget' },
);

/** What noised values disclose, and how much of it the household has left. */
export const budget = {
  'budget show': operation(Type.Object({}), Budget, (hub, _, { language }) => {
    const { spends, limits, day = 0 } = hub.spending;
    const words = speak(language);
    const agreed = noisedConsents(hub);
    const reserved = agreed.map(reservationOf);
    const about = new Set([...spends, ...reserved].map(({ recipient }) => recipient));
    const uncovered = new Set(
      hub.consents
        .standing()
        .filter(isPlain)
        .map(({ device }) => device),
    );
    const ends = startOf(hub, day + 1);
    return {
      ...(hub.spending.day === undefined ? {} : { date: dateOf(day) }),
      ...(ends === undefined ? {} : { dayEnds: ends }),
      all: balanceOf(),
      recipients: [...about].sort().map((recipient) => ({
        ...{ recipient, name: hub.manifests.get(recipient)?.controller.name ?? recipient },
        ...balanceOf(recipient),
        noised: agreed
          .filter((one) => one.recipient === recipient)
          .flatMap((one) => noisedIn(hub, one, uncovered, words)),
      })),
    };

    function balanceOf(recipient?: RecipientId) {
      const caps = recipient === undefined ? limits.all : limits.recipient;
      const of = balance(spends, day, caps, recipient);
      const span = (over: keyof typeof of) => ({
        ...{ cap: caps[over] / MICRO, spent: of[over].spent / MICRO, left: of[over].left / MICRO },
      });
      const own = reserved.filter((one) => recipient === undefined || one.recipient === recipient);
      const aside = own.reduce((sum, { epsilon }) => sum + epsilon, 0) / MICRO;
      const from = leftFrom(spends, day, caps, recipient);
      const free = from === undefined || from === day ? undefined : startOf(hub, from);
      return {
        ...{ day: span('day'), week: span('week'), month: span('month'), reserved: aside },
        ...(free === undefined ? {} : { freeAt: free }),
      };
    }
  }),
};

/** Refuses choices that together with what was agreed to need more ε a day than there is. */
export function checkBudget(hub: Hub, choices: readonly Choice[]): void {
  const reserved = reservations(hub, choices);
  for (const { recipient, form, state } of choices) {
    if (state !== 'given' || form.form !== 'noised') continue;
    const wanted = { recipient, epsilon: form.microEpsilon };
    const exceeded = exceededBy(wanted, reserved, hub.spending.limits);
    if (exceeded) throw overBudget(hub, wanted, exceeded);
    reserved.push(wanted);
  }
}

function overBudget(hub: Hub, { recipient, epsilon }: Reservation, { of, left }: Exceeded) {
  const name = hub.manifests.get(recipient)?.controller.name ?? recipient;
  const [wanted, rest] = [epsilon, left].map((micro) => `${micro / MICRO}`) as [string, string];
  return of === 'all' ? refusal('over-budget-of-all', wanted, rest) : refusal('over-budget', name, wanted, rest);
}

/** What standing consents set aside, without those that these choices replace. */
function reservations(hub: Hub, choices: readonly Choice[]): Reservation[] {
  const replaced = new Set(choices.map(askKey));
  return noisedConsents(hub)
    .filter((consent) => !replaced.has(askKey(consent)))
    .map(reservationOf);
}

type NoisedConsent = Consent & { readonly form: Noised };

function noisedConsents(hub: Hub): NoisedConsent[] {
  return hub.consents.standing().filter(isNoised);
}

function isNoised(consent: Consent): consent is NoisedConsent {
  return consent.state === 'given' && consent.form.form === 'noised';
}

function isPlain({ state, form }: Consent): boolean {
  return state === 'given' && form.form !== 'noised';
}

function reservationOf({ recipient, form }: NoisedConsent): Reservation {
  return { recipient, epsilon: form.microEpsilon };
}

function noisedIn(
  hub: Hub,
  { id, device, field, form }: NoisedConsent,
  uncovered: ReadonlySet<DeviceId>,
  words: Sentences,
) {
  const terms = hub.consents.termsOf(id);
  if (terms === undefined) return [];
  return [
    {
      ...{ device, field, leaves: describeOf(form, terms.spec, words) },
      ...(!uncovered.has(device) && { epsilon: form.microEpsilon / MICRO }),
    },
  ];
}

/** When a later day of budgets begins by the clock of the home, at the earliest: the accounting time goes no faster. */
function startOf(hub: Hub, day: DayNumber): string | undefined {
  const { clock, spending, household } = hub;
  const accounted = clock.accounting();
  if (accounted === undefined || spending.day === undefined) return undefined;
  let at = accounted;
  for (let passed = spending.day; passed < day; passed++) at = windowOf('P1D', at, household.timeZone).to;
  return new Date(clock.now() + at - accounted).toISOString();
}
