import Type from 'typebox';
import { dayOf } from '../../rules/calendar.ts';
import type { ConsentId } from '../../rules/consent.ts';
import { describe } from '../../rules/explain.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { DeviceId, FieldName } from '../../rules/reading.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import { erasable, erase } from '../history/erase.ts';
import { type Cursor, cursorFrom, leftPage } from '../history/left.ts';
import { type BatchLine, leftBatch } from '../history/left-batch.ts';
import { reasonSays } from '../history/reasons.ts';
import { LEFT_BY, leftSums, STAYED_BY, type StayedBy, stayedSums } from '../history/sums.ts';
import type { Hub } from '../main.ts';
import { deviceNamed, namesBy, purposesInWords, recipientName } from './named.ts';
import { type Opened, recordOpened } from './opened.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, Day, Days, DeviceName, LeftState, Millis, Narrowing, RecipientName, Text, Texts } from './shapes.ts';

const Line = { device: Text, deviceName: DeviceName, field: Text, form: Text, records: Count };
const Row = {
  batch: Count,
  at: Type.Integer({ description: 'The instant of its slot; milliseconds since 1970 UTC.' }),
  ended: Type.Optional(Millis),
  recipient: Text,
  name: RecipientName,
  purpose: Text,
  state: LeftState,
  size: Count,
  records: Count,
};
const LeftPage = Type.Object(
  {
    batches: Type.Array(
      Type.Object(
        {
          ...Row,
          day: Type.String({ description: 'The household’s day that it is listed under.' }),
          lines: Type.Array(Type.Object(Line)),
        },
        { title: 'LeftBatch' },
      ),
    ),
    queued: Type.Array(
      Type.Object(
        {
          ...{ recipient: Text, name: RecipientName, purpose: Text, device: Text, deviceName: DeviceName, field: Text },
          ...{ records: Count, due: Type.Optional(Millis) },
        },
        { title: 'Queued', description: 'Waits for its slot.' },
      ),
    ),
    next: Type.Optional(Type.String({ description: 'The `after` of the next page.' })),
  },
  { title: 'Left' },
);
const Batch = Type.Object(
  {
    ...Row,
    soThatItCan: Text,
    stream: Text,
    seq: Type.Integer(),
    lines: Type.Array(
      Type.Object(
        {
          ...Line,
          consent: Text,
          receipt: Type.Optional(Type.String({ description: 'The name of the consent in the batch.' })),
          first: Millis,
          last: Millis,
          sensitive: Type.Boolean(),
          kept: Type.Boolean({ description: 'Whether what left is kept word for word.' }),
          values: Type.Optional(Type.Array(Type.Unknown())),
          why: Texts,
        },
        { title: 'LeftLine' },
      ),
    ),
  },
  { title: 'BatchThatLeft' },
);
const Named = Type.Optional(Type.String({ description: 'What people call the device, the recipient or the purpose.' }));
const LeftSum = Type.Object(
  {
    of: Text,
    name: Named,
    records: Count,
    sent: Type.Optional(Count),
    possiblyReceived: Type.Optional(Count),
    bytes: Type.Optional(Count),
    dummies: Type.Optional(Count),
  },
  { title: 'LeftSum' },
);
const StayedSum = Type.Object(
  { of: Text, name: Named, count: Count, says: Type.Optional(Text) },
  { title: 'StayedSum' },
);
const Erased = Type.Object(
  {
    before: Day,
    erased: Type.Boolean(),
    rows: Type.Object({
      ...{ deliveries: Count, lines: Count, sums: Count, stayed: Count, connections: Count, quarantine: Count },
      ...{ ledgerEntries: Count, consentRecords: Count },
    }),
  },
  { title: 'ErasedHistory' },
);

/** What left, what stayed home, and how it is forgotten. */
export const history = {
  'left list': operation(
    Type.Object(
      {
        ...Narrowing,
        state: Type.Optional(LeftState),
        after: Type.Optional(Type.String()),
      },
      { additionalProperties: false },
    ),
    LeftPage,
    async (hub, { after, ...filter }) => {
      const page = await leftPage(hub, filter, cursor(after));
      return {
        ...page,
        batches: page.batches.map(({ lines, ...row }) => ({
          ...row,
          name: recipientName(hub, row.recipient),
          lines: lines.map((line) => ({ ...line, ...deviceNamed(hub, line.device) })),
        })),
        queued: page.queued.map((each) => ({
          ...each,
          name: recipientName(hub, each.recipient),
          ...deviceNamed(hub, each.device),
        })),
      };
    },
  ),
  'left show': operation(
    Type.Object({
      batch: Type.Integer({ minimum: 1 }),
      /** Shows values of high sensitivity, too, and records that it did. */
      openSensitive: Type.Optional(Type.Boolean()),
    }),
    Batch,
    async (hub, { batch, openSensitive }, { by, language }) => {
      const named = (consent: string, epoch: string, recipient: string) =>
        hub.manifests.get(recipient as RecipientId)?.endpoint.delivery === undefined
          ? hub.recipients.receiptId(consent, epoch)
          : null;
      const found = await leftBatch(hub.flow, batch, named);
      if (found === undefined) throw refusal('no-such-batch', String(batch));
      const lines = found.lines.map((line) => ({ ...line, sensitive: isSensitive(hub, line) }));
      if (openSensitive) recordOpened(hub, openedIn(lines), by);
      return {
        ...found,
        name: recipientName(hub, found.recipient),
        soThatItCan: purposesInWords(speak(language))(found.purpose),
        lines: lines.map((line) => shown(hub, line, openSensitive ?? false, speak(language))),
      };
    },
  ),
  'left sums': operation(
    Type.Object(
      {
        by: Type.Union(LEFT_BY.map((by) => Type.Literal(by))),
        ...Narrowing,
      },
      { additionalProperties: false },
    ),
    Type.Array(LeftSum),
    async (hub, { by, ...filter }, { language }) => {
      const name = namesBy(hub, by, speak(language));
      return (await leftSums(hub.flow, by, filter)).map((sum) => ({ ...sum, ...name(sum.of) }));
    },
  ),
  'stayed list': operation(
    Type.Object(
      {
        by: Type.Optional(Type.Union(STAYED_BY.map((by) => Type.Literal(by)))),
        ...{ ...Days, device: Narrowing.device, field: Narrowing.field, recipient: Narrowing.recipient },
        reason: Narrowing.field,
      },
      { additionalProperties: false },
    ),
    Type.Array(StayedSum),
    async (hub, { by: said, ...filter }, { language }) => {
      const by: StayedBy = said ?? 'reason';
      await hub.line.keepStayed();
      const sums = await stayedSums(hub.flow, by, filter);
      const name = namesBy(hub, by, speak(language));
      return sums.map((sum) => ({
        ...sum,
        ...(by === 'reason' ? { says: reasonSays(sum.of, speak(language)) } : name(sum.of)),
      }));
    },
  ),
  'history erase': operation(
    Type.Object({ before: Day, confirmed: Type.Boolean() }),
    Erased,
    async (hub, input, { by }) => {
      const { before, confirmed } = input;
      if (before > dayOf(hub.clock.now(), hub.timeZone)) {
        throw refusal('not-understood', '/before is a day to come; history ends yesterday');
      }
      if (confirmed) hub.ownHome.forget();
      const rows = confirmed ? await erase(hub.erasing, before, by) : await erasable(hub.erasing, before);
      return { before, erased: confirmed, rows };
    },
  ),
};

function cursor(after: string | undefined): Cursor | undefined {
  if (after === undefined) return undefined;
  const found = cursorFrom(after);
  if (found === undefined) throw refusal('not-understood', '/after is not the "next" of an earlier page');
  return found;
}

/** What was of high sensitivity when it left, or is by what is known of the device today. */
function isSensitive(hub: Hub, { device, field, sensitive }: BatchLine): boolean {
  return sensitive || hub.isSensitive(device as DeviceId, field as FieldName);
}

/** The lines with values of high sensitivity that are kept. */
export function openedIn(lines: readonly BatchLine[]): Opened[] {
  return lines
    .filter(({ sensitive, values }) => sensitive && values !== undefined)
    .map(({ device, field }) => ({ device: device as DeviceId, field: field as FieldName }));
}

function shown(hub: Hub, line: BatchLine, openSensitive: boolean, words: Sentences) {
  const { values, ...rest } = line;
  return {
    ...rest,
    ...deviceNamed(hub, line.device),
    kept: values !== undefined,
    ...(values !== undefined && (openSensitive || !line.sensitive) ? { values } : {}),
    why: why(hub, line.consent, words),
  };
}

/** What the household had agreed to, and what became of it. */
function why(hub: Hub, id: string, words: Sentences): string[] {
  const consent = hub.consents.get(id as ConsentId);
  if (consent === undefined) return [];
  const { since, form, state, ended } = consent;
  const on = (at: number) => dayOf(at, hub.timeZone);
  return [
    words.because.rules.given,
    words.history.agreed(on(since), describe(form, words)),
    ...(ended === undefined ? [] : [words.history.ended(state, on(ended))]),
  ];
}
