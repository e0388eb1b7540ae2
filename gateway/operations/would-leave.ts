import type { ConsentId } from '../../rules/consent.ts';
import { type Decision, decide, decisionsFor, type Which as OneAsk } from '../../rules/decide.ts';
import { describe, describeRelease, describeUnion, explain } from '../../rules/explain.ts';
import type { Release } from '../../rules/forms/form.ts';
import { entry, lengthSafe } from '../../rules/length-safe.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { Household } from '../../rules/plan.ts';
import type { Sentences } from '../../rules/words/speak.ts';
import type { Choice } from '../household/consents.ts';
import type { Hub } from '../main.ts';
import { codeOf } from './recipients.ts';

/** Each choice decided as if it were already made, by the function the line uses, in words. */
export function whatWouldLeave(hub: Hub, choices: readonly Choice[], now: number, words: Sentences) {
  const household = withChoices(hub, choices, now);
  const decisionOf = decisionsWith(household, now);
  const togetherOf = unionsOf(hub, choices, household, now, words);
  return choices.map(({ recipient, request, device, field, release }) => {
    const decision = decisionOf({ recipient, request, device, field });
    const together = togetherOf({ recipient, request, device, field });
    return {
      device,
      field,
      leaves: decision.kind === 'permit' ? describe(decision.released, words) : words.forms.withheld,
      ...(decision.kind === 'permit'
        ? { when: whenWords(hub, recipient, release, words), code: codeOf(hub, recipient, decision.purpose, words) }
        : {}),
      ...(decision.kind === 'permit' ? {} : { because: explain(decision, words) }),
      ...(together === undefined ? {} : { together }),
    };
  });
}

/** Whoever gets nothing sealed is not told of slots in which there was nothing. */
function whenWords(hub: Hub, recipient: RecipientId, release: Release, words: Sentences): string {
  return describeRelease(release, hub.manifests.get(recipient)?.endpoint.delivery === undefined, words);
}

/** What a recipient can work out of a field from all its purposes, where that is more than each tells: it is agreed to apart. */
function unionsOf(
  hub: Hub,
  choices: readonly Choice[],
  household: Household,
  now: number,
  words: Sentences,
): (which: OneAsk) => string | undefined {
  const given = household.consents.filter(({ state }) => state === 'given');
  const forms = Map.groupBy(given, ({ recipient, device, field }) => lengthSafe([recipient, device, field]));
  if (![...forms.values()].some((alike) => alike.length > 1)) return () => undefined;
  const unseen = choices.map((choice) => ({ ...choice, unionSeen: false }));
  const decisionOf = decisionsWith(withChoices(hub, unseen, now), now);
  return (which) => {
    const isFiner = decisionOf(which).because.some(({ rule }) => rule === 'union is finer');
    const alike = forms.get(lengthSafe([which.recipient, which.device, which.field])) ?? [];
    return isFiner
      ? describeUnion(
          alike.map(({ form }) => form),
          words,
        )
      : undefined;
  };
}

/** `decide` for many choices: all that is decided about one device and recipient is worked out once. */
function decisionsWith(household: Household, now: number): (which: OneAsk) => Decision {
  const devices = new Map(household.devices.map((device) => [device.id, device]));
  const consents = Map.groupBy(household.consents, ({ device }) => device);
  const manifests = Map.groupBy(household.manifests, ({ recipient }) => recipient);
  const decided = new Map<string, Map<string, Decision>>();
  return (which) => {
    const device = devices.get(which.device);
    const about = {
      ...household,
      manifests: manifests.get(which.recipient) ?? [],
      consents: consents.get(which.device) ?? [],
    };
    const all = entry(decided, lengthSafe([which.device, which.recipient]), () => {
      const each = device === undefined ? [] : decisionsFor(about, device, now);
      return new Map(each.map((decision) => [askKey(decision), decision]));
    });
    return all.get(askKey(which)) ?? decide(about, which, now);
  };
}

/** The household as it would be had these choices been made at that instant. */
export function withChoices(hub: Hub, choices: readonly Choice[], since: number): Household {
  const made = choices.map(({ terms: _, ...choice }, i) => ({ ...choice, id: `preview-${i}` as ConsentId, since }));
  const answered = new Set(choices.map(askKey));
  const others = hub.household.consents.filter((old) => !answered.has(askKey(old)));
  return { ...hub.household, consents: [...others, ...made] };
}

/** Names one field of one device in one request. */
export function askKey({ recipient, request, device, field }: OneAsk): string {
  return lengthSafe([recipient, request, device, field]);
}
