import { type LeftDeps, leftPage } from './left.ts';
import { leftBatch } from './left-batch.ts';
import { leftSums, stayedSums } from './sums.ts';
import { dayBack, type Size } from './year.fixture.ts';

/** A large home's year: 438,000 sums of what left and as many counts of what stayed, 201,600 lines of detail. */
export const YEAR: Size = { devices: 50, fields: 8, streams: 3, days: 365, detailDays: 7 };

/** Every question a person can ask, by day, device, recipient, purpose and field, the dear ones among them. */
export function asks(deps: LeftDeps): Readonly<Record<string, () => Promise<unknown>>> {
  const { flow } = deps;
  const [device, field, recipient] = ['device-7', 'field-3', 'recipient-1'];
  const purpose = 'dpv:ServiceProvision';
  const partOfYear = { from: dayBack(340), to: dayBack(4) };
  return {
    'left: newest': () => leftPage(deps, {}, undefined),
    'left: last page': () => leftPage(deps, {}, { day: dayBack(6), number: 40 }),
    'left: one day': () => leftPage(deps, { from: dayBack(3), to: dayBack(3) }, undefined),
    'left: a device': () => leftPage(deps, { device }, undefined),
    'left: a device that said nothing': () => leftPage(deps, { device: 'none' }, undefined),
    'left: a field': () => leftPage(deps, { field }, undefined),
    'left: a field of a recipient': () => leftPage(deps, { field, recipient }, undefined),
    'left: a device, a field, a state': () => leftPage(deps, { device, field, state: 'possibly received' }, undefined),
    'left: a recipient': () => leftPage(deps, { recipient }, undefined),
    'left: a purpose': () => leftPage(deps, { purpose }, undefined),
    'left: dropped': () => leftPage(deps, { state: 'dropped' }, undefined),
    'left: one batch': () => leftBatch(flow, 300, () => ''),
    'sums: by day': () => leftSums(flow, 'day', {}),
    'sums: by recipient': () => leftSums(flow, 'recipient', {}),
    'sums: by device': () => leftSums(flow, 'device', {}),
    'sums: by device, months cut at both ends': () => leftSums(flow, 'device', partOfYear),
    'sums: by field of a device': () => leftSums(flow, 'field', { device }),
    'sums: by day of a device': () => leftSums(flow, 'day', { device }),
    'sums: by day of a field': () => leftSums(flow, 'day', { field }),
    'sums: by day of a field to a recipient': () => leftSums(flow, 'day', { field, recipient }),
    'stayed: by reason': () => stayedSums(flow, 'reason', {}),
    'stayed: by reason, months cut at both ends': () => stayedSums(flow, 'reason', partOfYear),
    'stayed: by device': () => stayedSums(flow, 'device', {}),
    'stayed: by field for a reason': () => stayedSums(flow, 'field', { reason: 'refused' }),
    'stayed: by day': () => stayedSums(flow, 'day', {}),
    'stayed: by day of a device': () => stayedSums(flow, 'day', { device }),
    'stayed: by day of a field': () => stayedSums(flow, 'day', { field }),
  };
}
