import Type from 'typebox';
import type { Consent, ConsentId } from '../../rules/consent.ts';
import { type Decision, decide, decisionsFor, type Which as OneAsk } from '../../rules/decide.ts';
import { describe, describeRelease, explain } from '../../rules/explain.ts';
import type { Form, Release } from '../../rules/forms/form.ts';
import { atMost } from '../../rules/forms/order.ts';
import { entry, lengthSafe } from '../../rules/length-safe.ts';
import { type Manifest, parseForm, type RecipientId, type Request } from '../../rules/manifest.ts';
import type { Household, KnownDevice } from '../../rules/plan.ts';
import { type Terms, termsOf } from '../../rules/terms.ts';
import type { Choice } from '../household/consents.ts';
import type { Hub } from '../main.ts';
import { Hours, hoursOf, Lifetime, lastsFor } from './lifetime.ts';
import { type Caller, operation, unsaved } from './operation.ts';
import { codeOf } from './recipients.ts';
import { notUnderstood, refusal } from './refusal.ts';
import { Consent as ConsentShape, Count, NotKept, Text, Texts, Words, WouldLeave } from './shapes.ts';

const Which = {
  recipient: Type.String(),
  request: Type.String(),
  device: Type.Optional(Type.String()),
  field: Type.Optional(Type.String()),
};

/** A choice to share, before it is confirmed. */
export const Give = {
  ...Which,
  form: Type.Optional(Type.Unknown()),
  lifetime: Type.Optional(Lifetime),
  schedule: Type.Optional(Hours),
  acceptUnion: Type.Boolean(),
};

/** False: only say what would leave. Sharing more takes two steps. */
const Confirmed = { confirmed: Type.Boolean() };

/** One line of a file of choices. */
const Line = Type.Object(
  {
    ...Which,
    answer: Type.Union([Type.Literal('give'), Type.Literal('refuse')]),
    form: Type.Optional(Type.Unknown()),
    lifetime: Type.Optional(Lifetime),
    schedule: Type.Optional(Hours),
    acceptUnion: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

const Explained = Type.Object(
  { device: Text, field: Text, kind: Type.Union([Type.Literal('permit'), Type.Literal('withhold')]), because: Texts },
  { title: 'Decision' },
);

/** What came of choices, and what would leave or leaves by them. */
const Made = Type.Object(
  {
    given: Count,
    refused: Count,
    consents: Type.Optional(Texts),
    words: Type.Array(Words),
    preview: Type.Array(WouldLeave),
  },
  { title: 'Choices' },
);

/** How a household gives, refuses, withdraws and reads its choices. */
export const consents = {
  'consent give': operation(Type.Object({ ...Give, ...Confirmed }), Made, (hub, input, caller) =>
    choose(hub, give(hub, input, caller.shownAt), input.confirmed, caller),
  ),
  'consent refuse': operation(Type.Object(Which), Made, (hub, input, caller) =>
    choose(hub, refuse(hub, input), true, caller),
  ),
  'consent apply': operation(
    Type.Object({ choices: Type.Array(Line, { maxItems: 10_000 }), confirmed: Type.Boolean() }),
    Made,
    (hub, { choices, confirmed }, caller) => {
      const all = choices.flatMap((line) =>
        line.answer === 'refuse'
          ? refuse(hub, line)
          : give(hub, { ...line, acceptUnion: line.acceptUnion ?? false }, caller.shownAt),
      );
      return choose(hub, all, confirmed, caller);
    },
    ({ choices }) => choices.some(({ answer }) => answer === 'give'),
  ),
  'consent withdraw': operation(
    Type.Object({
      id: Type.Optional(Type.String()),
      recipient: Type.Optional(Type.String()),
      request: Type.Optional(Type.String()),
      device: Type.Optional(Type.String()),
      field: Type.Optional(Type.String()),
    }),
    Type.Object({ withdrawn: Count, notKept: NotKept }),
    async (hub, { id, recipient, request, device, field }, { by }) => {
      if (!(id || recipient || device))
        throw refusal('not-understood', 'say which: a consent id, a recipient, a device, or several of them');
      const ended = await hub.withdraw(
        (consent: Consent) =>
          (!id || consent.id === id) &&
          (!recipient || consent.recipient === recipient) &&
          (!request || consent.request === request) &&
          (!device || consent.device === device) &&
          (!field || consent.field === field),
        by,
      );
      if (ended.length === 0) throw refusal('nothing-shared');
      return { withdrawn: ended.length, ...unsaved(hub) };
    },
  ),
  'consent record': operation(
    Type.Object({ id: Type.String() }),
    Type.Object({ record: Text, key: Text, receipt: Text }),
    async (hub, { id }) => {
      const decided = hub.receipts.of(id as ConsentId);
      if (!decided) throw refusal('no-such-consent', id);
      return hub.receipts.receipt(decided, hub.consents);
    },
  ),
  'consent list': operation(
    Type.Object({
      recipient: Type.Optional(Text),
      request: Type.Optional(Text),
      device: Type.Optional(Text),
      state: Type.Optional(ConsentShape.properties.state),
    }),
    Type.Array(ConsentShape),
    (hub, { recipient, request, device, state }) =>
      hub.consents
        .all()
        .filter(
          (consent) =>
            (!recipient || consent.recipient === recipient) &&
            (!request || consent.request === request) &&
            (!device || consent.device === device) &&
            (!state || consent.state === state),
        ),
  ),
  'consent explain': operation(Type.Object(Which), Type.Array(Explained), (hub, input) =>
    asks(hub, input).map(({ manifest, request, device, field }) => {
      const decision = decide(
        hub.household,
        { recipient: manifest.recipient, request: request.id, device: device.id, field },
        hub.clock.now(),
      );
      return { device: device.id, field, kind: decision.kind, because: explain(decision) };
    }),
  ),
};

/**
 * Says what would leave, and makes the choices durable and effective when they are confirmed. The record keeps the words
 * only where they were shown before.
 */
export async function choose(
  hub: Hub,
  said: readonly Choice[],
  confirmed: boolean,
  { by, how }: Caller,
  wasShown = true,
) {
  const now = hub.clock.now();
  const choices = lastOfEach(said);
  const preview = whatWouldLeave(hub, choices, now);
  const words = hub.wordsOf(choices.filter(({ state }) => state === 'given'));
  const shown = { words: [...words.values()], preview };
  if (!confirmed) return { given: 0, refused: 0, ...shown };
  // What is shared anew must be shown later, which a damaged ledger cannot; sharing less works whatever happens.
  if (hub.ledger.problem && choices.some(({ state }) => state === 'given'))
    throw refusal('ledger-damaged', hub.ledger.problem);
  const made = await hub.choose(choices, { words: wasShown ? words : new Map(), by, how });
  return {
    given: made.filter(({ state }) => state === 'given').length,
    refused: made.filter(({ state }) => state === 'refused').length,
    consents: made.map(({ id }) => id),
    ...shown,
  };
}

type Said = { recipient: string; request: string; device?: string; field?: string };
type Given = Said & { form?: unknown; lifetime?: Lifetime; schedule?: Hours; acceptUnion: boolean };

/** The choices that giving would make; a refusal where they cannot be made. */
export function give(hub: Hub, input: Given, shownAt: number): Choice[] {
  const schedule = input.schedule && hoursOf(input.schedule);
  return asks(hub, input).map((ask): Choice => {
    const {
      manifest,
      field,
      terms: { form: asked },
    } = ask;
    const form = input.form === undefined ? asked : formFrom(input.form);
    if (!atMost(form, asked)) {
      throw refusal('finer-than-asked', field, manifest.recipient);
    }
    return {
      ...answer(ask),
      state: 'given',
      form,
      ...lastsFor(input.lifetime ?? '30 days', shownAt, hub),
      ...(schedule === undefined ? {} : { schedule }),
      unionSeen: input.acceptUnion,
    };
  });
}

function refuse(hub: Hub, input: Said): Choice[] {
  return asks(hub, input).map((ask) => ({
    ...answer(ask),
    state: 'refused',
    form: { form: 'withheld' },
    unionSeen: false,
  }));
}

function answer({ manifest, request, device, field, terms }: Ask) {
  return {
    recipient: manifest.recipient,
    request: request.id,
    manifestVersion: manifest.version,
    device: device.id,
    field,
    release: request.release,
    terms,
  };
}

interface Ask {
  readonly manifest: Manifest;
  readonly request: Request;
  readonly device: KnownDevice;
  readonly field: Request['fields'][number]['name'];
  readonly terms: Terms;
}

/** The (device, field) pairs a request is about, narrowed by what the person said. */
function asks(hub: Hub, which: { recipient: string; request: string; device?: string; field?: string }): Ask[] {
  const manifest = hub.manifests.get(which.recipient as RecipientId);
  if (!manifest) throw refusal('no-such-recipient', which.recipient);
  const request = manifest.requests.find(({ id }) => id === which.request);
  if (!request) {
    throw refusal('no-such-request', which.recipient, which.request, manifest.requests.map(({ id }) => id).join(', '));
  }
  const names: string[] = request.fields.map(({ name }) => name);
  if (which.field !== undefined && !names.includes(which.field)) {
    throw refusal('not-asked-for', request.id, which.field, names.join(', '));
  }
  const found = hub.registry
    .known()
    .filter(({ id }) => !which.device || id === which.device)
    .flatMap((device) =>
      request.fields
        .filter(({ name }) => !which.field || name === which.field)
        .flatMap(({ name: field }) => {
          const terms = termsOf(manifest, request, device, field);
          return terms === undefined ? [] : [{ manifest, request, device, field, terms }];
        }),
    );
  if (found.length === 0) {
    throw refusal('no-device-fits');
  }
  return found;
}

function formFrom(json: unknown): Form {
  const parsed = parseForm(json);
  if ('problems' in parsed)
    throw notUnderstood(parsed.problems.map(({ path, problem }) => ({ path: `/form${path}`, problem })));
  return parsed.form;
}

/** Whoever gets nothing sealed is not told of slots in which there was nothing. */
function whenWords(hub: Hub, recipient: RecipientId, release: Release): string {
  return describeRelease(release, hub.manifests.get(recipient)?.endpoint.delivery === undefined);
}

/** Each choice decided as if it were already made, by the function the line uses, in words. */
export function whatWouldLeave(hub: Hub, choices: readonly Choice[], now: number) {
  const decisionOf = decisionsWith(withChoices(hub, choices, now), now);
  return choices.map(({ recipient, request, device, field, release }) => {
    const decision = decisionOf({ recipient, request, device, field });
    return {
      device,
      field,
      leaves: decision.kind === 'permit' ? describe(decision.released) : 'nothing',
      ...(decision.kind === 'permit'
        ? { when: whenWords(hub, recipient, release), code: codeOf(hub, recipient, decision.purpose) }
        : {}),
      ...(decision.kind === 'permit' ? {} : { because: explain(decision) }),
    };
  });
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

/** Of two choices about one ask the later is made, and so it alone is shown. */
function lastOfEach(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [askKey(choice), choice])).values()];
}

/** The household as it would be had these choices been made at that instant. */
export function withChoices(hub: Hub, choices: readonly Choice[], since: number): Household {
  const made = choices.map(({ terms: _, ...choice }, i) => ({ ...choice, id: `preview-${i}` as ConsentId, since }));
  const answered = new Set(choices.map(askKey));
  const others = hub.household.consents.filter((old) => !answered.has(askKey(old)));
  return { ...hub.household, consents: [...others, ...made] };
}

function askKey({ recipient, request, device, field }: OneAsk): string {
  return lengthSafe([recipient, request, device, field]);
}
