import Type from 'typebox';
import type { Consent, ConsentId } from '../../rules/consent.ts';
import { decide } from '../../rules/decide.ts';
import { explain } from '../../rules/explain.ts';
import type { Form } from '../../rules/forms/form.ts';
import { atMost } from '../../rules/forms/order.ts';
import { lengthSafe } from '../../rules/length-safe.ts';
import { type Manifest, parseForm, type RecipientId, type Request } from '../../rules/manifest.ts';
import type { KnownDevice } from '../../rules/plan.ts';
import { type Terms, termsOf } from '../../rules/terms.ts';
import { speak } from '../../rules/words/speak.ts';
import type { Choice } from '../household/consents.ts';
import type { Hub } from '../main.ts';
import { checkBudget } from './budget.ts';
import { Hours, hoursOf, Lifetime, lastsFor } from './lifetime.ts';
import { askedBy } from './open-requests.ts';
import { type Caller, operation, unsaved } from './operation.ts';
import { notUnderstood, refusal } from './refusal.ts';
import { Consent as ConsentShape, Count, NotKept, Text, Texts, Words, WouldLeave } from './shapes.ts';
import { askKey, whatWouldLeave } from './would-leave.ts';

const Which = {
  recipient: Type.String(),
  request: Type.String(),
  device: Type.Optional(Type.String()),
  field: Type.Optional(Type.String()),
};

const MOST_DEVICES = 10_000;

/** Exactly these fields of these devices, whoever else fits: a person answers for what was shown, and for nothing that came since. */
function partsOf(more: Record<string, Type.TSchema>) {
  const devices = Type.Array(Type.String(), { minItems: 1, maxItems: MOST_DEVICES });
  const Part = Type.Object({ field: Type.String(), devices, ...more }, { additionalProperties: false });
  return Type.Optional(Type.Array(Part, { minItems: 1, maxItems: MOST_DEVICES }));
}

/** A choice to share, before it is confirmed. */
export const Give = {
  ...Which,
  form: Type.Optional(Type.Unknown()),
  fields: partsOf({ form: Type.Optional(Type.Unknown({ description: 'Withheld answers no to this field.' })) }),
  lifetime: Type.Optional(Lifetime),
  schedule: Type.Optional(Hours),
  acceptUnion: Type.Boolean(),
};

const Refuse = {
  ...Which,
  fields: partsOf({}),
  asked: Type.Optional(
    Type.String({ description: 'What a card of `GET /requests` named: exactly that, and nothing that came since.' }),
  ),
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
    replaces: Type.Array(Text, { description: 'The answers whose place these take.' }),
    words: Type.Array(Words),
    preview: Type.Array(WouldLeave),
    undo: Type.Optional(
      Type.Object(
        { seq: Type.Integer(), through: Type.Integer() },
        { description: 'The first and the last entry of it in the activity, for taking all of it back.' },
      ),
    ),
  },
  { title: 'Choices' },
);

/** How a household gives, refuses, withdraws and reads its choices. */
export const consents = {
  'consent give': operation(Type.Object({ ...Give, ...Confirmed }), Made, (hub, input, caller) =>
    choose(hub, give(hub, input, caller.shownAt), input.confirmed, caller),
  ),
  'consent refuse': operation(Type.Object(Refuse), Made, (hub, input, caller) =>
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
      return hub.receipts.receipt(decided, hub.consents, (consent) => hub.spending.under(consent));
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
  'consent explain': operation(Type.Object(Which), Type.Array(Explained), (hub, input, { language }) =>
    asks(hub, input).map(({ manifest, request, device, field }) => {
      const decision = decide(
        hub.household,
        { recipient: manifest.recipient, request: request.id, device: device.id, field },
        hub.clock.now(),
      );
      return { device: device.id, field, kind: decision.kind, because: explain(decision, speak(language)) };
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
  { by, how, language }: Caller,
  wasShown = true,
) {
  const now = hub.clock.now();
  const choices = lastOfEach(said);
  checkBudget(hub, choices);
  const sentences = speak(language);
  const preview = whatWouldLeave(hub, choices, now, sentences);
  const words = hub.wordsOf(
    choices.filter(({ state }) => state === 'given'),
    sentences,
  );
  const shown = { replaces: replacedBy(hub, choices), words: [...words.values()], preview };
  if (!confirmed) return { given: 0, refused: 0, ...shown };
  // What is shared anew must be shown later, which a damaged ledger cannot; sharing less works whatever happens.
  if (hub.ledger.problem && choices.some(({ state }) => state === 'given'))
    throw refusal('ledger-damaged', hub.ledger.problem);
  const seq = hub.ledger.size;
  const choosing = hub.choose(choices, { words: wasShown ? words : new Map(), by, how });
  // Its entries are made before it waits for anything.
  const through = hub.ledger.size - 1;
  const made = await choosing;
  return {
    given: made.filter(({ state }) => state === 'given').length,
    refused: made.filter(({ state }) => state === 'refused').length,
    consents: made.map(({ id }) => id),
    ...shown,
    ...(through < seq ? {} : { undo: { seq, through } }),
  };
}

/** The last answers about the same asks. A yes to what somebody else answered meanwhile is looked at once more by it. */
function replacedBy(hub: Hub, choices: readonly Choice[]): ConsentId[] {
  const about = new Set(choices.map(askKey));
  return hub.consents.standing().flatMap((consent) => (about.has(askKey(consent)) ? [consent.id] : []));
}

type Part = { readonly field: string; readonly devices: readonly string[]; readonly form?: unknown };
type Said = {
  recipient: string;
  request: string;
  device?: string;
  field?: string;
  fields?: readonly Part[];
};
type Given = Said & { form?: unknown; lifetime?: Lifetime; schedule?: Hours; acceptUnion: boolean };

/** The choices that giving would make; a refusal where they cannot be made. */
export function give(hub: Hub, input: Given, shownAt: number): Choice[] {
  const schedule = input.schedule && hoursOf(input.schedule);
  const parts = partsIn(input);
  return asks(hub, input).map((ask): Choice => {
    const {
      manifest,
      field,
      terms: { form: asked },
    } = ask;
    const said = parts?.get(partKey(ask.device.id, field))?.form ?? input.form;
    const form = said === undefined ? asked : formFrom(said);
    if (!atMost(form, asked)) {
      throw refusal('finer-than-asked', field, manifest.recipient);
    }
    if (form.form === 'withheld') return no(ask);
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

function refuse(hub: Hub, { asked, ...input }: Said & { asked?: string }): Choice[] {
  const named = asked === undefined ? {} : { fields: askedBy(hub, input.recipient, input.request, asked) };
  return asks(hub, { ...input, ...named }).map(no);
}

function no(ask: Ask): Choice {
  return { ...answer(ask), state: 'refused', form: { form: 'withheld' }, unionSeen: false };
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

export interface Ask {
  readonly manifest: Manifest;
  readonly request: Request;
  readonly device: KnownDevice;
  readonly field: Request['fields'][number]['name'];
  readonly terms: Terms;
}

/** The (device, field) pairs a request is about, narrowed by what the person said. */
export function asks(hub: Hub, which: Said): Ask[] {
  const manifest = hub.manifests.get(which.recipient as RecipientId);
  if (!manifest) throw refusal('no-such-recipient', which.recipient);
  const request = manifest.requests.find(({ id }) => id === which.request);
  if (!request) {
    throw refusal('no-such-request', which.recipient, which.request, manifest.requests.map(({ id }) => id).join(', '));
  }
  const names: string[] = request.fields.map(({ name }) => name);
  const parts = partsIn(which);
  const named = which.fields?.map(({ field }) => field) ?? [];
  const stranger = [...(which.field === undefined ? [] : [which.field]), ...named].find((one) => !names.includes(one));
  if (stranger !== undefined) {
    throw refusal('not-asked-for', request.id, stranger, names.join(', '));
  }
  const found = hub.registry
    .known()
    .filter(({ id }) => !which.device || id === which.device)
    .flatMap((device) =>
      request.fields
        .filter(({ name }) => !which.field || name === which.field)
        .filter(({ name }) => !parts || parts.has(partKey(device.id, name)))
        .flatMap(({ name: field }) => {
          const terms = termsOf(manifest, request, device, field);
          return terms === undefined ? [] : [{ manifest, request, device, field, terms }];
        }),
    );
  if (found.length === 0 || (parts && found.length < parts.size)) {
    throw refusal('no-device-fits');
  }
  return found;
}

/** What was said of each field of each device, where they were named. */
function partsIn({ fields }: Pick<Said, 'fields'>): ReadonlyMap<string, Part> | undefined {
  return fields && new Map(fields.flatMap((part) => part.devices.map((device) => [partKey(device, part.field), part])));
}

function partKey(device: string, field: string): string {
  return lengthSafe([device, field]);
}

function formFrom(json: unknown): Form {
  const parsed = parseForm(json);
  if ('problems' in parsed)
    throw notUnderstood(parsed.problems.map(({ path, problem }) => ({ path: `/form${path}`, problem })));
  return parsed.form;
}

/** Of two choices about one ask the later is made, and so it alone is shown. */
function lastOfEach(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [askKey(choice), choice])).values()];
}
