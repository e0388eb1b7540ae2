import Type, { type Static } from 'typebox';
import { windowOf } from '../../rules/calendar.ts';
import type { Form } from '../../rules/forms/form.ts';
import { entry, lengthSafe } from '../../rules/length-safe.ts';
import type { FieldSpec } from '../../rules/manifest.ts';
import type { Draw } from '../../rules/noised-window.ts';
import type { Permitted } from '../../rules/permitted.ts';
import { compile } from '../../rules/plan.ts';
import { preview } from '../../rules/preview.ts';
import type { DeviceId, FieldName, Instant, Reading, Value } from '../../rules/reading.ts';
import type { Choice } from '../household/consents.ts';
import type { Hub } from '../main.ts';
import { noiseBytes } from '../runtime/noise-bytes.ts';
import { Give, give } from './consents.ts';
import { recordOpened, sensitiveIn } from './opened.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, DeviceValue, oneOf, Text, Time } from './shapes.ts';
import { withChoices } from './would-leave.ts';

const Sample = Type.Union([Type.Literal('last'), Type.Literal('typical day'), Type.Literal('worst case')]);
const Ask = Type.Object({ ...Give, sample: Sample });

const Counts = Type.Record(Type.String(), Type.Number());
const Unit = Type.Optional(Text);
/** What one field became; exactly what stands in the batch. */
const Shaped = Type.Union(
  [
    Type.Object({ form: Type.Literal('exact'), value: DeviceValue, unit: Unit }),
    Type.Object({ form: Type.Literal('rounded'), value: Type.Number(), step: Type.Number(), unit: Unit }),
    Type.Object({ form: Type.Literal('category'), value: Text }),
    Type.Object({
      form: Type.Literal('summary'),
      ...Object.fromEntries(
        ['mean', 'min', 'max', 'sum', 'count'].map((statistic) => [statistic, Type.Optional(Type.Number())]),
      ),
      last: Type.Optional(DeviceValue),
      histogram: Type.Optional(Counts),
      timeInState: Type.Optional(Counts),
      of: Type.Optional(Text),
      unit: Unit,
    }),
    Type.Object({
      form: Type.Literal('noised'),
      ...Object.fromEntries(['mean', 'sum', 'count'].map((statistic) => [statistic, Type.Optional(Type.Number())])),
      last: Type.Optional(Text),
      histogram: Type.Optional(Counts),
      error: Type.Number({ description: 'How far it is off in the mean.' }),
      epsilon: Type.Optional(Type.Number()),
      per: Type.Optional(Type.Literal('home-day')),
      unit: Unit,
    }),
  ],
  { title: 'ShapedField' },
);

const Shown = Type.Object(
  {
    sample: Sample,
    before: Type.Array(Type.Object({ device: Text, at: Time, field: Text, value: DeviceValue })),
    after: Type.Array(
      Type.Object({
        ...{ purpose: Text, device: Text },
        of: Type.String({ description: 'What the home calls it; only the code goes.' }),
        ...{ field: Text, from: Time, to: Time, shaped: Shaped },
      }),
    ),
    fields: Type.Array(
      Type.Object({
        device: Text,
        field: Text,
        values: Count,
        records: Count,
        becomes: oneOf(['left out', 'sent as is', 'rounded', 'replaced by a word', 'summed up', 'noised']),
      }),
    ),
  },
  { title: 'Preview' },
);

const STEP_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/** What would leave of real messages if these choices were made, by the very functions of the line. */
export const previews = {
  preview: operation(Ask, Shown, (hub, input, { shownAt, by }) => {
    const choices = give(hub, input, shownAt);
    const now = hub.clock.now();
    const readings = [...Map.groupBy(choices, ({ device }) => device)].flatMap(([device, about]) =>
      sampleOf(hub, device, about, input.sample, now),
    );
    if (readings.length === 0) {
      throw refusal('no-message-yet');
    }
    // The worst case is made up; the others are what the home said.
    if (input.sample !== 'worst case') recordOpened(hub, sensitiveIn(hub, readings), by);
    const until = Math.max(now, ...readings.map(({ at }) => at)) + 32 * DAY_MS;
    const plan = compile(withChoices(hub, forEver(choices), readings[0]?.at ?? now), readings[0]?.at ?? now);
    const recipient = input.recipient as Choice['recipient'];
    const since = sinceMorning(readings, hub.household.timeZone);
    const left = preview(plan, since, until, hub.identifiers.holds, drawnFor(readings)).get(recipient) ?? [];
    return {
      sample: input.sample,
      before: before(readings),
      after: left.map(after),
      fields: tags(readings, left),
    };
  }),
};

/** Noised windows are of whole days: as if it had been agreed to when the first of them began. */
function sinceMorning(readings: readonly Reading[], timeZone: string): Reading[] {
  const [first] = readings;
  if (first === undefined) return [];
  return [{ ...first, at: windowOf('P1D', first.at, timeZone).from, fields: [] }, ...readings];
}

/** Noise for windows that began before the last reading; those after it would only tell of silence. It never leaves the home, and costs nothing. */
function drawnFor(readings: readonly Reading[]): Draw {
  const last = Math.max(...readings.map(({ at }) => at));
  const random = noiseBytes();
  return (from) => (from <= last ? random : undefined);
}

/** A preview shows what a choice lets out, not how long. */
function forEver(choices: readonly Choice[]): Choice[] {
  return choices.map(({ until: _, once: __, ...choice }) => choice);
}

function sampleOf(
  hub: Hub,
  device: DeviceId,
  choices: readonly Choice[],
  sample: Static<typeof Sample>,
  now: Instant,
): Reading[] {
  const last = hub.line.recent.last(device);
  if (sample === 'last') return last === undefined ? [] : [last];
  if (sample === 'typical day') return hub.line.recent.day(device, now);
  const fields = choices.map(({ field, terms }) => ({ field, extremes: extremesOf(terms.spec) }));
  return Array.from({ length: DAY_MS / STEP_MS }, (_, i) => ({
    device,
    at: now - DAY_MS + i * STEP_MS,
    fields: fields.map(({ field, extremes }) => ({ name: field, value: extremes[i % extremes.length] ?? 0 })),
  }));
}

/** Values that show most of what a form tells: as far apart as the field goes. */
function extremesOf(spec: FieldSpec): readonly Value[] {
  switch (spec.type) {
    case 'boolean':
      return [true, false];
    case 'category':
      return spec.values;
    case 'number':
      return spec.bounds ?? [0, 100, 37.5];
  }
}

function before(readings: readonly Reading[]) {
  return readings.flatMap(({ device, at, fields }) =>
    fields.map(({ name, value }) => ({ device, at: new Date(at).toISOString(), field: name, value })),
  );
}

function after({ purpose, device, field, from, to, shaped }: Permitted) {
  return {
    purpose,
    device: 'a code',
    of: device,
    field,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    shaped,
  };
}

/** What happens to each field, in one of few words; a device's name is always replaced by a code. */
function tags(readings: readonly Reading[], left: readonly Permitted[]) {
  const said = new Map<string, { readonly device: DeviceId; readonly field: FieldName; values: number }>();
  for (const { device, fields } of readings)
    for (const { name: field } of fields)
      entry(said, lengthSafe([device, field]), () => ({ device, field, values: 0 })).values++;
  const records = Map.groupBy(left, ({ device, field }) => lengthSafe([device, field]));
  return [...said].map(([key, of]) => {
    const made = records.get(key) ?? [];
    const form = made[0]?.shaped.form;
    return { ...of, records: made.length, becomes: form === undefined ? 'left out' : TAGS[form] };
  });
}

const TAGS: Readonly<Record<Exclude<Form['form'], 'withheld'>, string>> = {
  exact: 'sent as is',
  rounded: 'rounded',
  category: 'replaced by a word',
  summary: 'summed up',
  noised: 'noised',
};
