import Type, { type Static } from 'typebox';
import { describe } from '../../rules/explain.ts';
import { CATEGORIES } from '../../rules/field-catalogue.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import { areOneAlphabetEach } from '../../rules/one-alphabet.ts';
import { type Plan, rehold } from '../../rules/plan.ts';
import type { DeviceId } from '../../rules/reading.ts';
import type { KnownCategory } from '../../rules/reveals.ts';
import type { StandingRule } from '../../rules/standing.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { Actor } from '../household/ledger/entries.ts';
import { describeRule, type NewRule } from '../household/standing-rules.ts';
import type { Hub } from '../main.ts';
import { Hours, hoursOf, Lasts } from './lifetime.ts';
import { operation, unsaved } from './operation.ts';
import { refusal } from './refusal.ts';
import { LeavesAgain, NotKept, Text, Texts } from './shapes.ts';

const KNOWN = CATEGORIES.filter((category): category is KnownCategory => category !== 'unknown');
/** Until it is switched off where nothing is said. */
const ForMs = Type.Optional(Lasts);
export const Room = Type.String({ minLength: 1, maxLength: 64 });
const Confirmed = { confirmed: Type.Boolean() };
const Whose = { recipient: Type.Optional(Type.String()), device: Type.Optional(Type.String()) };

const NewStanding = Type.Union([
  Type.Object({
    rule: Type.Literal('never this category'),
    category: Type.Union(KNOWN.map((category) => Type.Literal(category))),
    forMs: ForMs,
  }),
  Type.Object({ rule: Type.Literal('never from this room'), room: Room, forMs: ForMs }),
  Type.Object({ rule: Type.Literal('night'), hours: Hours, device: Type.Optional(Type.String()), forMs: ForMs }),
  Type.Object({ rule: Type.Literal('visitors'), forMs: ForMs }),
]);

const Told = { id: Text, says: Text, until: Type.String({ description: 'An instant, or `switched off`.' }) };
const Rule = Type.Object(Told, { title: 'Rule' });
const Added = Type.Object({ ...Told, notKept: NotKept });
const Ended = Type.Object(
  {
    ended: Texts,
    leavesAgain: Type.Array(LeavesAgain),
  },
  { title: 'EndedRules' },
);

/** The household's rules above all its consents, and what stops sharing at once. */
export const rules = {
  'rule add': operation(NewStanding, Added, async (hub, input, { by, language }) =>
    added(hub, fromInput(hub, input), input.forMs, by, speak(language)),
  ),
  'rule list': operation(Type.Object({}), Type.Array(Rule), (hub, _, { language }) =>
    hub.standing.all().map((rule) => told(rule, speak(language))),
  ),
  'rule remove': operation(
    Type.Object({ id: Type.String(), ...Confirmed }),
    Ended,
    (hub, { id, confirmed }, { by, language }) =>
      removed(hub, (rule) => rule.id === id, confirmed, by, speak(language)),
  ),
  'sharing stop': operation(
    Type.Object({ ...Whose, forMs: ForMs }),
    Added,
    (hub, { recipient, device, forMs }, { by, language }) =>
      added(hub, { rule: 'pause', ...whose(hub, recipient, device) }, forMs, by, speak(language)),
  ),
  'sharing resume': operation(Type.Object({ ...Whose, ...Confirmed }), Ended, (hub, input, { by, language }) => {
    const { recipient, device } = whose(hub, input.recipient, input.device);
    const which = (rule: StandingRule) =>
      rule.rule === 'pause' && rule.recipient === recipient && rule.device === device;
    return removed(hub, which, input.confirmed, by, speak(language));
  }),
};

async function added(hub: Hub, rule: NewRule, forMs: number | undefined, by: Actor, words: Sentences) {
  const now = hub.clock.now();
  const wanted = { ...rule, ...(forMs === undefined ? {} : { until: now + forMs }) };
  const alike = hub.standing.all().filter((one) => isAlike(one, wanted));
  const lasting = alike.find((one) => lastsAsLong(one, wanted));
  if (lasting) return { ...told(lasting, words), ...unsaved(hub) };
  const made = hub.standing.add(wanted, now, by);
  await hub.rulesChanged();
  // What the new one says for longer need not be said twice; a disk that takes nothing leaves it, which harms nobody.
  if (!hub.unsaved) hub.standing.remove((one) => alike.includes(one), by);
  return { ...told(made, words), ...unsaved(hub) };
}

/** The same rule but for its end. */
function isAlike({ id: _, until: __, ...one }: StandingRule, { until: ___, ...other }: NewRule): boolean {
  const sorted = (rule: object) => JSON.stringify(Object.entries(rule).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(one) === sorted(other);
}

function lastsAsLong({ until }: StandingRule, than: NewRule): boolean {
  return until === undefined || (than.until !== undefined && until >= than.until);
}

/** Ending a rule is sharing more: without being confirmed it only says what would leave again. */
async function removed(
  hub: Hub,
  which: (rule: StandingRule) => boolean,
  confirmed: boolean,
  by: Actor,
  words: Sentences,
) {
  const ending = hub.standing.all().filter(which);
  if (ending.length === 0) throw refusal('no-such-rule');
  const leavesAgain = leavesWithout(hub, ending, words);
  if (!confirmed) return { ended: [], leavesAgain };
  const before = hub.plan;
  hub.standing.remove(which, by);
  await hub.rulesChanged();
  return { ended: ending.map((rule) => describeRule(rule, words)), leavesAgain: freed(before, hub.plan, words) };
}

/** What nothing but these rules holds back now. */
export function leavesWithout(hub: Hub, ending: readonly StandingRule[], words: Sentences) {
  if (ending.length === 0) return [];
  const standing = hub.household.standing.filter((rule) => !ending.includes(rule));
  return freed(hub.plan, rehold(hub.plan, { ...hub.household, standing }, hub.clock.now()), words);
}

/** What the plan before held back and the one after does not. */
export function freed(before: Plan, after: Plan, words: Sentences) {
  return [...after.routes.values()]
    .filter(({ id, held }) => held === undefined && before.routes.get(id)?.held !== undefined)
    .map(({ recipient, device, field, released: form }) => ({
      recipient,
      device,
      field,
      leaves: describe(form, words),
    }));
}

function fromInput(hub: Hub, input: Static<typeof NewStanding>): NewRule {
  switch (input.rule) {
    case 'never this category':
      return { rule: input.rule, category: input.category };
    case 'never from this room':
      return { rule: input.rule, room: readable(input.room) };
    case 'night':
      return { rule: input.rule, hours: hoursOf(input.hours), ...whose(hub, undefined, input.device) };
    case 'visitors':
      return { rule: input.rule };
  }
}

function whose(hub: Hub, recipient: string | undefined, device: string | undefined) {
  if (recipient !== undefined && !hub.manifests.get(recipient as RecipientId)) {
    throw refusal('no-such-recipient', recipient);
  }
  if (device !== undefined && !hub.registry.described(device as DeviceId)) throw refusal('no-such-device', device);
  return {
    ...(recipient === undefined ? {} : { recipient: recipient as RecipientId }),
    ...(device === undefined ? {} : { device: device as DeviceId }),
  };
}

function told(rule: StandingRule, words: Sentences) {
  return {
    id: rule.id,
    says: describeRule(rule, words),
    until: rule.until === undefined ? 'switched off' : new Date(rule.until).toISOString(),
  };
}

/** Rules find a room by its letters, and people by how they look: the two must not differ. */
export function readable(room: string): string {
  if (!areOneAlphabetEach(room)) {
    throw refusal('not-understood', '/room has a word that mixes alphabets whose letters look alike; write it in one');
  }
  return room;
}
