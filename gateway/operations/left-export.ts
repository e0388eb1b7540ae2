import Type, { type Static } from 'typebox';
import { visible } from '../../rules/visible.ts';
import { type LineThatLeft, linesThatLeft } from '../history/left-lines.ts';
import { flowSums } from '../history/sums.ts';
import type { Hub } from '../main.ts';
import { deviceNamed, recipientName } from './named.ts';
import { operation } from './operation.ts';
import { Count, Days, DeviceName, LeftState, Millis, Narrowing, oneOf, RecipientName, Text } from './shapes.ts';

const closed = { additionalProperties: false };
const Span = Type.Object(Days, closed);
const Which = Type.Object({ ...Narrowing, state: Type.Optional(LeftState) }, closed);
/** More than a week of a large home; what is older is in the sums. */
const MOST = 20_000;
const MOST_FLOWS = 200;

export const FlowSum = Type.Object(
  { device: Text, deviceName: DeviceName, recipient: Text, name: RecipientName, records: Count },
  { title: 'FlowSum' },
);

/** What went from which device to which recipient, the most first. */
export async function flowsOn(hub: Hub, days: Static<typeof Span>) {
  return (await flowSums(hub.flow, days)).slice(0, MOST_FLOWS).map((sum) => ({
    ...sum,
    ...deviceNamed(hub, sum.device),
    name: recipientName(hub, sum.recipient),
  }));
}

/** What left as a list to take away, and as pairs to draw; no value is in either. */
export const leftExport = {
  'left lines': operation(
    Which,
    Type.Object({
      lines: Type.Array(
        Type.Object(
          {
            ...{ day: Text, at: Millis, ended: Millis, batch: Count },
            ...{
              recipient: Text,
              name: RecipientName,
              purpose: Text,
              device: Text,
              deviceName: DeviceName,
              field: Text,
            },
            ...{ form: Text, records: Count, state: oneOf(['sent', 'possibly received', 'dropped']) },
            ...{ size: Count, receipt: Type.Optional(Text) },
          },
          { title: 'LineThatLeft' },
        ),
      ),
      leftOut: Type.Boolean({ description: `There is more than the newest ${MOST}; narrow what is asked for.` }),
    }),
    async (hub, filter) => {
      const { lines, leftOut } = await newest(hub, filter);
      return {
        lines: lines.map((line) => ({
          ...line,
          name: recipientName(hub, line.recipient),
          ...deviceNamed(hub, line.device),
        })),
        leftOut,
      };
    },
  ),
  'left csv': operation(Which, Type.Object({ csv: Text }), async (hub, filter) => {
    const { lines, leftOut } = await newest(hub, filter);
    const rest = leftOut ? [[`Only the newest ${MOST} lines are here; choose fewer days for the others.`]] : [];
    return { csv: csvOf([HEAD, ...lines.map((line) => rowOf(hub, line)), ...rest]) };
  }),
  'left flows': operation(Span, Type.Array(FlowSum), flowsOn),
};

async function newest(hub: Hub, filter: Static<typeof Which>) {
  const found = await linesThatLeft(hub.flow, filter, MOST + 1);
  return { lines: found.slice(0, MOST), leftOut: found.length > MOST };
}

const HEAD = [
  ...['day', 'slot (UTC)', 'ended (UTC)', 'device', 'field', 'form', 'values', 'recipient', 'purpose', 'state'],
  ...['bytes of the message', 'message', 'receipt'],
];

function rowOf(hub: Hub, line: LineThatLeft): (string | number)[] {
  const { day, at, ended, batch, recipient, purpose, device, field, form, records, state, size, receipt = '' } = line;
  const name = deviceNamed(hub, device).deviceName ?? device;
  return [
    ...[day, iso(at), iso(ended), name, field, form, records, recipientName(hub, recipient), purpose, state],
    ...[size, batch, receipt],
  ];
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(cell).join()}\r\n`).join('')}`;
}

/** Names are chosen outside: one that a spreadsheet would work out as a formula is kept a text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = visible(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
  return `"${text.replaceAll('"', '""')}"`;
}
