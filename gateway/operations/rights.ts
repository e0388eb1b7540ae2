import Type from 'typebox';
import { localTimeAt } from '../../rules/calendar.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { Instant } from '../../rules/reading.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { Actor } from '../household/ledger/entries.ts';
import { type Asked, dueAt } from '../household/rights/deadline.ts';
import { type Agreement, letterPage, letterText } from '../household/rights/letter.ts';
import { ANSWERS, type NewRightsRequest, type RightsRequest, stateOf } from '../household/rights/requests.ts';
import type { Hub } from '../main.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, Millis, oneOf, Text } from './shapes.ts';

const Told = {
  id: Type.Integer(),
  recipient: Text,
  name: Text,
  what: oneOf(['erasure', 'opt-out']),
  state: oneOf(['asked', 'delivered', 'answered', 'overdue']),
  asked: Millis,
  due: Type.String({ description: 'The last day for an answer.' }),
  by: oneOf(['sealed notice', 'letter']),
  receipts: Count,
  delivered: Type.Optional(Millis),
  answer: Type.Optional(oneOf(ANSWERS)),
  answered: Type.Optional(Text),
  note: Type.Optional(Text),
};
const RightsRequested = Type.Object(Told, { title: 'RightsRequest' });
const Letters = {
  letter: Text,
  page: Type.String({ description: 'The letter as an HTML page, to print.' }),
};
const AskedNow = Type.Object({ ...Told, sent: Text, ...Letters }, { title: 'Letter' });
const Whom = Type.Object({ recipient: Type.String() });
const Id = Type.Integer({ minimum: 1 });
/** A notice has room for so many; what is left out is meant all the same. */
const MOST_RECEIPTS = 5_000;

/** What a household can ask of others about itself, and what became of it. */
export const rights = {
  'recipient erase': operation(Whom, AskedNow, (hub, { recipient }, { by, language }) =>
    ask(hub, recipient, 'erasure', by, speak(language)),
  ),
  'recipient opt-out': operation(Whom, AskedNow, (hub, { recipient }, { by, language }) =>
    ask(hub, recipient, 'opt-out', by, speak(language)),
  ),
  'rights list': operation(Type.Object({}), Type.Array(RightsRequested), (hub) =>
    hub.rights.all().map((request) => told(hub, request)),
  ),
  'rights letter': operation(Type.Object({ id: Id }), Type.Object(Letters), (hub, { id }, { language }) =>
    letters(hub, known(hub, id), speak(language)),
  ),
  'rights note': operation(
    Type.Object({
      id: Id,
      answer: Type.Union(ANSWERS.map((answer) => Type.Literal(answer))),
      /** The day of the answer; today where it is not said. */
      on: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
      note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    }),
    RightsRequested,
    (hub, { id, answer, on, note }, { by }) => {
      const { recipient, what } = known(hub, id);
      const day = on ?? dayOf(hub)(hub.clock.now());
      if (!isDay(day)) throw refusal('not-understood', `/on "${day}" is no day`);
      hub.record([{ type: 'request.noted', recipient, what, answer, on: day }], by, () =>
        hub.rights.note(id, answer, day, note),
      );
      return told(hub, known(hub, id));
    },
  ),
};

/** Queues the request as a sealed notice for the recipient's next slot; one that never said hello gets the letter alone. */
async function ask(hub: Hub, recipient: string, what: Asked, by: Actor, words: Sentences) {
  const id = recipient as RecipientId;
  const manifest = hub.manifests.get(id);
  if (!manifest) throw refusal('no-such-recipient', recipient);
  const consents = hub.consents.all().filter((each) => each.recipient === id && each.form.form !== 'withheld');
  const now = hub.clock.now();
  const agreed = agreements(hub, id);
  const receipts = hub.recipients.receiptsOf(consents.map((each) => each.id)).slice(0, MOST_RECEIPTS);
  const about = { requests: agreed.map(({ request }) => request).sort(), consents: receipts };
  const body = what === 'erasure' ? about : { of: ['sale', 'sharing'], ...about };
  const notice = await hub.recipients.tell(recipient, what, body);
  const { name, contact } = manifest.controller;
  const asked: NewRightsRequest = {
    ...{ recipient: id, name, contact, what, agreed, receipts, asked: now },
    due: dueAt(what, now, hub.household.timeZone),
    ...(notice === undefined ? {} : { notice }),
  };
  let number = 0;
  hub.record([{ type: 'request.made', recipient: id, what, consents: consents.map((each) => each.id) }], by, () => {
    number = hub.rights.add(asked);
  });
  const request = known(hub, number);
  return {
    ...told(hub, request),
    sent: sentWords(notice, manifest.endpoint.delivery === undefined, words),
    ...letters(hub, request, words),
  };
}

function sentWords(notice: string | undefined, sealed: boolean, { rights: say }: Sentences): string {
  if (notice !== undefined) return say.sealed;
  return sealed ? say.neverConnected : say.noKey;
}

/** What was ever agreed to of its requests, the oldest first. */
function agreements(hub: Hub, recipient: RecipientId): Agreement[] {
  const found = new Map<string, { sentence: string; fields: Set<string>; since: number }>();
  for (const { id, request, field, since, form, ...consent } of hub.consents.all()) {
    if (consent.recipient !== recipient || form.form === 'withheld') continue;
    const sentence = hub.consents.termsOf(id)?.sentence ?? '';
    const known = found.get(request) ?? { sentence, fields: new Set<string>(), since };
    found.set(request, { sentence, fields: known.fields.add(field), since: Math.min(known.since, since) });
  }
  return [...found].map(([request, { sentence, fields, since }]) => ({
    ...{ request, sentence, since },
    fields: [...fields].sort(),
  }));
}

function known(hub: Hub, id: number): RightsRequest {
  const request = hub.rights.get(id);
  if (!request) throw refusal('no-such-rights-request', String(id));
  return request;
}

function told(hub: Hub, request: RightsRequest) {
  const { id, recipient, name, what, asked, due, sealed, delivered, answer, answered, note, receipts } = request;
  const day = dayOf(hub);
  return {
    ...{ id, recipient, name, what, state: stateOf(request, hub.clock.now()), asked },
    /** The last day for an answer. */
    due: day(due - 1),
    by: sealed ? 'sealed notice' : 'letter',
    receipts: receipts.length,
    ...(delivered === undefined ? {} : { delivered }),
    ...(answer === undefined ? {} : { answer, answered }),
    ...(note === undefined ? {} : { note }),
  };
}

function letters(hub: Hub, request: RightsRequest, words: Sentences) {
  const day = dayOf(hub);
  return { letter: letterText(request, day, words), page: letterPage(request, day, words) };
}

function dayOf(hub: Hub): (at: Instant) => string {
  const { timeZone } = hub.household;
  return (at) => new Date(at + localTimeAt(at, timeZone).offsetMs).toISOString().slice(0, 10);
}

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === day;
}
