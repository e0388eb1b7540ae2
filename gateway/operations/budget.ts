import Type from 'typebox';
import { balance, dateOf, type Exceeded, exceededBy, type Reservation } from '../../rules/budget.ts';
import { MICRO } from '../../rules/forms/noised.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { Choice } from '../household/consents.ts';
import type { Hub } from '../main.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Text } from './shapes.ts';
import { askKey } from './would-leave.ts';

const Epsilon = Type.Number({ minimum: 0, description: 'ε of home-days.' });
const Span = Type.Object({ cap: Epsilon, spent: Epsilon, left: Epsilon }, { title: 'BudgetSpan' });
const Balance = {
  day: Span,
  week: Span,
  month: Span,
  reserved: Type.Number({ minimum: 0, description: 'ε that what was agreed to needs each day.' }),
};

const Budget = Type.Object(
  {
    date: Type.Optional(
      Type.String({
        format: 'date',
        description: 'The day that is spent on: the home’s, and behind it by as long as the hub was off.',
      }),
    ),
    all: Type.Object(Balance, { description: 'What all recipients together may know.' }),
    recipients: Type.Array(Type.Object({ recipient: Text, name: Text, ...Balance }), {
      description: 'Those that get noised values or did within 31 days; the others have nothing to spend.',
    }),
  },
  { title: 'Budget' },
);

/** What noised values disclose, and how much of it the household has left. */
export const budget = {
  'budget show': operation(Type.Object({}), Budget, (hub) => {
    const { spends, limits, day = 0 } = hub.spending;
    const reserved = reservations(hub, []);
    const about = new Set([...spends, ...reserved].map(({ recipient }) => recipient));
    return {
      ...(hub.spending.day === undefined ? {} : { date: dateOf(day) }),
      all: balanceOf(),
      recipients: [...about].sort().map((recipient) => ({
        ...{ recipient, name: hub.manifests.get(recipient)?.controller.name ?? recipient },
        ...balanceOf(recipient),
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
      return { day: span('day'), week: span('week'), month: span('month'), reserved: aside };
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
  return hub.consents.standing().flatMap((consent) => {
    const { state, form, recipient } = consent;
    if (state !== 'given' || form.form !== 'noised' || replaced.has(askKey(consent))) return [];
    return [{ recipient, epsilon: form.microEpsilon }];
  });
}
