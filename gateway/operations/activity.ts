import Type from 'typebox';
import type { Purpose, RecipientId } from '../../rules/manifest.ts';
import { type Purposes, purposeWords } from '../../rules/purposes.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import { activityWords, type Naming } from '../household/ledger/activity.ts';
import type { Actor, Recorded } from '../household/ledger/entries.ts';
import type { Change as Entry } from '../household/ledger/ledger.ts';
import type { Hub } from '../main.ts';
import { shippedPurposes } from '../runtime/knowledge.ts';
import { allowanceWords, WaitingCommand } from './commands.ts';
import { choose } from './consents.ts';
import { type Caller, operation, unsaved } from './operation.ts';
import { refusal } from './refusal.ts';
import { leavesWithout } from './rules.ts';
import { LeavesAgain, Millis, NotKept, oneOf, Text, Words, WouldLeave } from './shapes.ts';
import { type Change, undoingOf } from './undo.ts';

const Seq = Type.Integer({ minimum: 0 });
const Told = Type.Object(
  {
    seq: Seq,
    at: Type.Optional(Millis),
    type: Type.Optional(Text),
    who: Type.Optional(Text),
    what: Text,
    from: Type.Optional(Text),
    to: Type.Optional(Text),
    ...{ recipient: Type.Optional(Text), request: Type.Optional(Text), device: Type.Optional(Text) },
    ...{ field: Type.Optional(Text), purpose: Type.Optional(Text) },
    receipt: Type.Optional(Type.String({ description: 'The consent that there is a signed receipt of.' })),
    erased: Type.Optional(Type.Integer({ description: 'How many entries say nothing any more.' })),
    undo: Type.Optional(oneOf(['at once', 'after a preview'])),
    notUndone: Type.Optional(Type.String({ description: 'Why it cannot be undone.' })),
  },
  { title: 'Change' },
);
const Undone = Type.Object(
  {
    undone: Type.Integer(),
    words: Type.Array(Words),
    preview: Type.Array(WouldLeave),
    leavesAgain: Type.Optional(Type.Array(LeavesAgain)),
    mayAgain: Type.Optional(Type.Array(WaitingCommand, { description: 'What recipients may make devices do again.' })),
    notKept: NotKept,
  },
  { title: 'Undone' },
);
const NO_END = Number.MAX_SAFE_INTEGER;

/** Every change from the ledger in words, and the way back from it. */
export const activity = {
  'activity list': operation(
    Type.Object({
      /** Only what is older than this entry: the `next` of the page before. */
      before: Type.Optional(Seq),
      most: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      person: Type.Optional(Type.String()),
      device: Type.Optional(Type.String()),
      recipient: Type.Optional(Type.String()),
    }),
    Type.Object({ changes: Type.Array(Told), next: Type.Optional(Seq) }, { title: 'Activity' }),
    (hub, { before = NO_END, most = 50, person, device, recipient }, caller) => {
      const found: Entry[][] = [];
      let next: number | undefined;
      const about = { ...(device === undefined ? {} : { device }), ...(recipient === undefined ? {} : { recipient }) };
      for (const change of hub.ledger.changes(before, about)) {
        if (!isOf(change, { person, device, recipient })) continue;
        const last = found.at(-1);
        // A run of erased entries is one line, however long.
        if (last && !change.entry && last.at(-1)?.entry === undefined && last.at(-1)?.seq === change.seq + 1) {
          last.push(change);
          continue;
        }
        if (found.length === most) {
          next = last?.at(-1)?.seq;
          break;
        }
        found.push([change]);
      }
      const naming = namingFor(hub, speak(caller.language));
      return { changes: found.map((run) => told(hub, run, naming, caller)), ...(next === undefined ? {} : { next }) };
    },
  ),
  'activity undo': operation(
    Type.Object({
      seq: Seq,
      /** The last of several that were made in one go, all of them undone together. */
      through: Type.Optional(Seq),
      confirmed: Type.Boolean(),
    }),
    Undone,
    async (hub, { seq, through = seq, confirmed }, caller) => {
      const undone = undoings(hub, seq, through, caller);
      const changes = undone.map(({ change }) => change);
      const needsLook = undone.some(({ how }) => how === 'after a preview');
      return undo(hub, changes, confirmed || !needsLook, needsLook, caller);
    },
    ({ seq, through = seq }, hub, caller) =>
      undoings(hub, seq, through, caller).some(({ how }) => how === 'after a preview'),
  ),
};

/** The changes in words, newest first, for whoever takes them along. */
export function* activityOf(hub: Hub, words: Sentences): Generator<ReturnType<typeof inWords>> {
  const naming = namingFor(hub, words);
  for (const { seq, entry } of hub.ledger.changes(NO_END)) yield inWords([{ seq, entry }], naming);
}

function told(hub: Hub, run: readonly Entry[], naming: Naming, caller: Caller) {
  const [first] = run;
  const undoing = first?.entry && undoingOf(hub, first.seq, first.entry, caller);
  const consent = first?.entry && 'consent' in first.entry ? first.entry.consent : undefined;
  return {
    ...inWords(run, naming),
    ...(consent !== undefined && hub.receipts.of(consent) ? { receipt: consent } : {}),
    ...(undoing?.how === undefined ? {} : { undo: undoing.how }),
    ...(undoing && 'because' in undoing ? { notUndone: undoing.because } : {}),
  };
}

function inWords(run: readonly Entry[], naming: Naming) {
  const [first] = run;
  const seq = first?.seq ?? 0;
  const entry = first?.entry;
  if (entry === undefined) return { seq, erased: run.length, what: naming.words.activity.erased(run.length) };
  return { seq, at: entry.at, type: entry.type, ...activityWords(entry, naming), ...aboutOf(entry) };
}

/** What the entry is about, for pages that link to it. */
function aboutOf(entry: Recorded): Record<string, string> {
  const found: Record<string, string> = {};
  const of = entry.type === 'policy.changed' ? { ...asObject(entry.was), ...asObject(entry.is) } : { ...entry };
  for (const name of ['recipient', 'request', 'device', 'field', 'purpose'] as const) {
    const value: unknown = Object.entries(of).find(([key]) => key === name)?.[1];
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

type About = {
  readonly person: string | undefined;
  readonly device: string | undefined;
  recipient: string | undefined;
};

/** Of an entry that was erased nobody knows what it was about. */
function isOf({ entry }: Entry, { person, device, recipient }: About): boolean {
  if (entry === undefined) return person === undefined && device === undefined && recipient === undefined;
  const about = aboutOf(entry);
  return (
    (person === undefined || entry.by === person || entry.by === `person:${person}`) &&
    (device === undefined || about.device === device) &&
    (recipient === undefined || about.recipient === recipient)
  );
}

/** What the words of entries are made with, as the hub knows it now. */
function namingFor(hub: Hub, words: Sentences): Naming {
  let purposes: Purposes | undefined;
  return {
    words,
    recipient: (id) => hub.manifests.get(id as RecipientId)?.controller.name ?? id,
    isSealed: (id) => hub.manifests.get(id as RecipientId)?.endpoint.delivery === undefined,
    purpose: (term) => {
      // Few entries need them, and reading them takes longer than all the rest.
      purposes ??= shippedPurposes();
      return purposeWords(purposes, term as Purpose, words).soThatItCan;
    },
    person: (id) => hub.people.nameOf(id) ?? id,
    formOf: (consent) => hub.consents.get(consent)?.form,
    timeZone: hub.household.timeZone,
  };
}

function undoings(hub: Hub, from: number, through: number, caller: Caller) {
  const entries = hub.ledger.read(from, Math.max(1, Math.min(through - from + 1, MOST_TOGETHER)));
  if (entries.length === 0) throw refusal('no-such-entry', String(hub.ledger.size));
  return entries.map(({ seq, entry }) => {
    if (entry === undefined) throw refusal('cannot-be-undone', speak(caller.language).undo.erased(seq));
    const undoing = undoingOf(hub, seq, entry, caller);
    if (undoing.how === undefined) throw refusal('cannot-be-undone', undoing.because);
    return undoing;
  });
}

const MOST_TOGETHER = 10_000;

/** Says what the changes would do, and makes them; sharing less goes first. */
async function undo(hub: Hub, changes: readonly Change[], confirmed: boolean, wasShown: boolean, caller: Caller) {
  const words = speak(caller.language);
  const choices = changes.flatMap((change) => (change.kind === 'choose' ? [change.choice] : []));
  const rules = new Set(changes.flatMap((change) => (change.kind === 'end rule' ? [change.rule] : [])));
  const ending = hub.standing.all().filter(({ id }) => rules.has(id));
  const allowed = changes.flatMap((change) => (change.kind === 'allow' ? [change.allowance] : []));
  const isMore = choices.some(({ state }) => state === 'given') || allowed.length > 0;
  if (confirmed && isMore && hub.ledger.problem) throw refusal('ledger-damaged', hub.ledger.problem);
  const leavesAgain = leavesWithout(hub, ending, words);
  if (confirmed) await less(hub, changes, caller.by);
  const chosen =
    choices.length === 0 ? { words: [], preview: [] } : await choose(hub, choices, confirmed, caller, wasShown);
  if (confirmed && ending.length > 0) {
    hub.standing.remove(({ id }) => rules.has(id), caller.by);
    await hub.rulesChanged();
  }
  const mayAgain = allowed.map((one) => allowanceWords(hub, one, words));
  if (confirmed && allowed.length > 0) {
    hub.allowances.answer(allowed, hub.clock.now(), caller.by);
    hub.allowancesChanged();
  }
  return {
    undone: confirmed ? changes.length : 0,
    words: chosen.words,
    preview: chosen.preview,
    ...(leavesAgain.length === 0 ? {} : { leavesAgain }),
    ...(mayAgain.length === 0 ? {} : { mayAgain }),
    ...unsaved(hub),
  };
}

async function less(hub: Hub, changes: readonly Change[], by: Actor): Promise<void> {
  const now = hub.clock.now();
  const ends = new Set(changes.flatMap((change) => (change.kind === 'withdraw' ? [change.consent] : [])));
  if (ends.size > 0) await hub.withdraw(({ id }) => ends.has(id), by);
  const forbidden = new Set(changes.flatMap((change) => (change.kind === 'forbid' ? [change.allowance] : [])));
  if (forbidden.size > 0) {
    hub.allowances.withdraw(({ id }) => forbidden.has(id), now, by);
    hub.allowancesChanged();
  }
  const reopened = changes.flatMap((change) =>
    change.kind === 'reopen' || (change.kind === 'withdraw' && change.reopen) ? [change.consent] : [],
  );
  if (reopened.length > 0) {
    hub.consents.reopen(reopened, now, by);
    for (const what of ['consents', 'requests'] as const) hub.events.changed(what);
  }
  const added = changes.flatMap((change) => (change.kind === 'add rule' ? [change.rule] : []));
  for (const rule of added) hub.standing.add(rule, now, by);
  if (added.length > 0) await hub.rulesChanged();
  const limits = changes.flatMap((change) => (change.kind === 'limit' ? [change] : []));
  for (const { limit, epsilon } of limits) hub.settings.change({ [limit]: epsilon }, by);
  if (limits.length > 0) hub.events.changed('settings');
  for (const change of changes) {
    if (change.kind !== 'codes') continue;
    const { recipient, purpose, linkable } = change;
    hub.record([{ type: 'codes.changed', recipient, purpose, linkable }], by, () =>
      hub.recipients.setLinkable(recipient, purpose, linkable),
    );
  }
}
