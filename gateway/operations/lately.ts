import Type from 'typebox';
import { leftPage } from '../history/left.ts';
import { daysBefore } from '../history/span.ts';
import { leftSums, stayedSums } from '../history/sums.ts';
import type { Hub } from '../main.ts';
import { FlowSum, flowsOn } from './left-export.ts';
import { deviceNamed, recipientName } from './named.ts';
import { Count, LeftState, Millis, RecipientName, Text, Texts } from './shapes.ts';

const DAYS = 14;
const LATEST = 5;

export const Lately = Type.Object(
  {
    latest: Type.Array(
      Type.Object(
        { batch: Count, at: Millis, recipient: Text, name: RecipientName, state: LeftState, devices: Texts },
        { title: 'LatestBatch', description: 'Devices by what the home calls them.' },
      ),
      { description: 'Batches with something in them, the newest first.' },
    ),
    days: Type.Array(
      Type.Object({ day: Text, left: Count, stayed: Count }, { title: 'DayCounts', description: 'Values of a day.' }),
      { description: 'The two weeks before today, and today; the oldest first.' },
    ),
    flows: Type.Array(FlowSum, { description: 'What went today from which device to which recipient.' }),
  },
  { title: 'Lately', description: 'What left and what stayed home, as far as it is seen at one glance.' },
);

/** `day` is today, as the household has it. */
export async function lately(hub: Hub, day: string) {
  const days = { from: daysBefore(day, DAYS), to: day };
  const [{ batches }, left, stayed, flows] = await Promise.all([
    leftPage(hub, {}, undefined),
    leftSums(hub.flow, 'day', days),
    stayedSums(hub.flow, 'day', days),
    flowsOn(hub, { from: day, to: day }),
  ]);
  // Empty ones are there so that nobody outside sees when something happens; here they would only hide it.
  const latest = batches.filter(({ records }) => records > 0).slice(0, LATEST);
  return {
    latest: latest.map(({ batch, at, recipient, state, lines }) => ({
      ...{ batch, at, recipient, state, name: recipientName(hub, recipient) },
      devices: [...new Set(lines.map(({ device }) => deviceNamed(hub, device).deviceName ?? device))],
    })),
    days: Array.from({ length: DAYS + 1 }, (_, at) => {
      const of = daysBefore(day, DAYS - at);
      return {
        day: of,
        left: left.find((sum) => sum.of === of)?.records ?? 0,
        stayed: stayed.find((sum) => sum.of === of)?.count ?? 0,
      };
    }),
    flows,
  };
}
