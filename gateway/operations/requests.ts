import Type from 'typebox';
import type { Consent } from '../../rules/consent.ts';
import { describeOf, describeRelease } from '../../rules/explain.ts';
import type { Form } from '../../rules/forms/form.ts';
import type { OpenField, OpenRequest } from '../../rules/inbox.ts';
import { entry, lengthSafe } from '../../rules/length-safe.ts';
import { lesser } from '../../rules/lesser.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import { FormSchema } from '../../rules/manifest-schema.ts';
import { knownWords } from '../../rules/needs.ts';
import { kindOf } from '../../rules/weigh.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { Hub } from '../main.ts';
import { WaitingCommand, waitingCommands } from './commands.ts';
import { asks, give } from './consents.ts';
import { alsoWanted, answeredFields, type CardField, cardsOf, openOf } from './open-requests.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, Requested, RequestedField, Text, Time, Words } from './shapes.ts';
import { Measured, measured, UsualForm, usualForm, usualOf } from './usual.ts';

const One = Type.Object({ recipient: Type.String(), request: Type.String() });
const Some = {
  devices: Type.Array(Text, { description: 'The first six of them.' }),
  deviceCount: Count,
};
const Waiting = Type.Object(
  {
    ...Requested,
    ...Some,
    fields: Type.Array(
      Type.Object({ ...RequestedField, ...Some }, { description: 'Once for all devices of which it is asked alike.' }),
    ),
    asked: Type.String({
      description: 'Names exactly the fields and devices that wait; a refusal that says it is to nothing else.',
    }),
  },
  { title: 'WaitingRequest' },
);
const Asking = Type.Object(
  {
    ...{ recipient: Text, name: Text, requests: Type.Array(Waiting) },
    account: Type.Optional(
      Type.String({ description: 'What a token from its app tells it; without one it gets nothing.' }),
    ),
    commands: Type.Optional(
      Type.Array(WaitingCommand, { description: 'What it wants to make devices do; answered for each by itself.' }),
    ),
  },
  { title: 'AskingRecipient' },
);

/** A field of all devices of which it is asked alike, with the form that was asked for and what a person may agree to instead. */
const AskedField = Type.Object(
  {
    ...{ devices: Type.Array(Text, { description: 'All of them.' }), ...RequestedField, form: FormSchema },
    less: Type.Array(Type.Object({ form: FormSchema, leaves: Text }), {
      description: 'Forms that are each strictly less than the one before, the most telling first.',
    }),
    usual: UsualForm,
    until: Type.Optional(Time),
  },
  { title: 'AskedField' },
);

const Answers = Type.Object(
  {
    ...{ recipient: Text, name: Text, request: Text, purpose: Text, sentence: Text },
    ...{ given: Count, refused: Count, withdrawn: Count, expired: Count },
    at: Type.Integer({ description: 'When it was last answered, or an answer ended; milliseconds since 1970 UTC.' }),
    until: Type.Optional(Type.Integer({ description: 'When the first of what is shared ends by itself.' })),
  },
  { title: 'AnsweredRequest' },
);

/** What waits for the household's answer; nothing here interrupts anybody. */
export const requests = {
  'request list': operation(Type.Object({}), Type.Array(Asking), (hub, _, { language }) => {
    const words = speak(language);
    const asked = Map.groupBy(cardsOf(hub), ({ manifest }) => manifest.recipient);
    const commands = waitingCommands(hub, words);
    return [...new Set([...asked.keys(), ...commands.keys()])].map((recipient) => ({
      recipient,
      name: hub.manifests.get(recipient)?.controller.name,
      ...accountOf(hub, recipient, words),
      requests: (asked.get(recipient) ?? []).map((card) => ({
        ...told(hub, card, card.alsoWants, words),
        ...{ devices: card.devices, deviceCount: card.deviceCount },
        fields: card.fields.map((field) => cardFieldTold(field, words)),
        asked: card.asked,
      })),
      ...(commands.has(recipient) ? { commands: commands.get(recipient) } : {}),
    }));
  }),
  'request answers': operation(Type.Object({}), Type.Array(Answers), answered),
  'request show': operation(
    One,
    Type.Object({
      ...{ recipient: Text, name: Text, ...Requested },
      fields: Type.Array(AskedField),
      usual: Measured,
      words: Type.Array(Words),
    }),
    (hub, { recipient, request }, { shownAt, language }) => {
      const words = speak(language);
      const found = openOf(hub, recipient, request);
      const shown = found ?? reanswered(hub, recipient, request);
      const fields = shown.fields.map(({ device, field }) => ({ field, devices: [device] }));
      const lifetime = shown.manifest.origin === 'vendor' ? '30 days' : 'until changed';
      const asked = give(hub, { recipient, request, fields, lifetime, acceptUnion: false }, shownAt);
      const { name } = shown.manifest.controller;
      const all = [...alike(hub, shown.fields)];
      const usual = usualOf(
        hub,
        shown.request.purpose,
        all.map(([first]) => first),
      );
      return {
        ...{ recipient, name, ...told(hub, shown, alsoWanted(shown, answeredFields(hub)), words) },
        ...(found ? {} : { state: 'answered' }),
        fields: all.map(([first, devices], i) => ({
          ...fieldTold(hub, shown, first, words),
          ...{ devices, ...lessOf(first, words), ...usualForm(usual, i, first, words) },
        })),
        ...measured(usual, words),
        words: [...hub.wordsOf(asked, words).values()],
      };
    },
  ),
  'request postpone': operation(
    One,
    Type.Object({ recipient: Text, request: Text, state: Type.Literal('later') }),
    (hub, { recipient, request: id }) => {
      const found = openOf(hub, recipient, id);
      if (!found) throw refusal('nothing-waits');
      hub.postponed.add(found.manifest.recipient, id, found.manifest.version);
      hub.events.changed('requests');
      return { recipient, request: id, state: 'later' };
    },
  ),
};

function accountOf(hub: Hub, recipient: RecipientId, words: Sentences): { readonly account?: string } {
  const manifest = hub.manifests.get(recipient);
  return manifest?.enrolment === 'token' ? { account: words.shown.account(manifest.controller.name) } : {};
}

/** How each request was answered, the latest first. */
function answered(hub: Hub) {
  const known = hub.consents.standing().filter(({ id, reopened }) => !hub.consents.isClosed(id) && !reopened);
  const grouped = Map.groupBy(known, ({ recipient, request }) => lengthSafe([recipient, request]));
  const all = [...grouped.values()].flatMap((answers) => {
    const [{ recipient, request: id } = { recipient: '' as RecipientId, request: '' }] = answers;
    const manifest = hub.manifests.get(recipient);
    const request = manifest?.requests.find((one) => one.id === id);
    if (!manifest || !request) return [];
    const { purpose, sentence } = request;
    const about = { recipient, name: manifest.controller.name, request: id, purpose, sentence };
    return [{ ...about, ...howAnswered(answers, hub.clock.now()) }];
  });
  return all.sort((a, b) => b.at - a.at);
}

function howAnswered(answers: readonly Consent[], now: number) {
  const counts = { given: 0, refused: 0, withdrawn: 0, expired: 0 };
  let [at, until] = [0, Number.POSITIVE_INFINITY];
  for (const consent of answers) {
    const isOver = consent.state === 'given' && consent.until !== undefined && consent.until <= now;
    counts[isOver ? 'expired' : consent.state]++;
    at = Math.max(at, consent.ended ?? consent.since);
    if (consent.state === 'given' && !isOver) until = Math.min(until, consent.until ?? until);
  }
  return { ...counts, at, ...(Number.isFinite(until) ? { until } : {}) };
}

/** A request that was answered, for whoever thinks again; a refusal where there is no answer either. */
function reanswered(hub: Hub, recipient: string, id: string): OpenRequest {
  const standing = hub.consents.standing().filter((one) => one.recipient === recipient && one.request === id);
  const before = new Map(
    standing.flatMap((one) => (hub.consents.isClosed(one.id) ? [] : [[lengthSafe([one.device, one.field]), one]])),
  );
  if (before.size === 0) throw refusal('nothing-waits');
  const found = asks(hub, { recipient, request: id }).flatMap(({ manifest, request, device, field, terms }) => {
    const answer = before.get(lengthSafe([device.id, field]));
    return answer ? [{ manifest, request, field: { device: device.id, field, terms, before: answer } }] : [];
  });
  const [first] = found;
  if (!first) throw refusal('nothing-waits');
  return { manifest: first.manifest, request: first.request, fields: found.map(({ field }) => field) };
}

/** The first of all fields that are asked alike, with all devices of which they are. */
function alike(hub: Hub, fields: readonly OpenField[]): Map<OpenField, string[]> {
  const firsts = new Map<string, OpenField>();
  const all = new Map<OpenField, string[]>();
  for (const one of fields) {
    const { device, field, before, changes = [] } = one;
    const known = hub.registry.get(device);
    const about = [
      field,
      known && kindOf(known),
      before?.state,
      before?.until,
      ...changes.map(({ parameter, less }) => `${parameter} ${less}`),
    ];
    const first = entry(firsts, JSON.stringify(about), () => one);
    entry(all, first, () => []).push(device);
  }
  return all;
}

function lessOf({ terms, before }: OpenField, words: Sentences) {
  const until = before?.state === 'given' ? before.until : undefined;
  return {
    form: terms.form,
    less: lesser(terms.form, terms.spec).map((form: Form) => ({ form, leaves: describeOf(form, terms.spec, words) })),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  };
}

function told(hub: Hub, { manifest, request }: Asked, alsoWants: readonly string[], words: Sentences) {
  const { id, purpose, sentence, release, retention, recipients, necessity, ifRefused } = request;
  return {
    ...{ request: id, version: manifest.version, purpose, sentence, ifRefused },
    state: hub.postponed.has(manifest.recipient, id, manifest.version) ? 'later' : 'new',
    origin: manifest.origin,
    ...(alsoWants.length === 0 ? {} : { alsoWants }),
    when: describeRelease(release, manifest.endpoint.delivery === undefined, words),
    claims: { keptFor: retention, passedOnTo: recipients, necessity, saidBy: manifest.controller.name },
  };
}

type Asked = Pick<OpenRequest, 'manifest' | 'request'>;

function cardFieldTold({ field, isNeeded, devices, deviceCount, ...how }: CardField, words: Sentences) {
  return { field, ...howAsked(how, words), ...known(knownWords(isNeeded, words)), devices, deviceCount };
}

function fieldTold(hub: Hub, { manifest, request }: Asked, { device, field, ...how }: OpenField, words: Sentences) {
  const says = hub.knownWords(manifest.recipient, { device, field, purpose: request.purpose }, words);
  return { field, ...howAsked(how, words), ...known(says) };
}

function howAsked({ terms, changes = [], before }: Omit<OpenField, 'device' | 'field'>, words: Sentences) {
  return {
    leaves: describeOf(terms.form, terms.spec, words),
    ...(changes.length === 0
      ? {}
      : { changed: changes.map(({ parameter, less }) => `${parameter}${less ? ' (less)' : ''}`) }),
    ...(before === undefined ? {} : { answeredBefore: before.state }),
  };
}

/** What Hearthgate knows of whether it has to leave stands beside what the recipient claims. */
function known(says: string | undefined) {
  return says === undefined ? {} : { known: says };
}
