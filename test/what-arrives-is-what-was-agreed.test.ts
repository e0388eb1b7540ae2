import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenCloud, startOpenCloud } from '../device-sim/vendors/open-cloud.ts';
import { lines as influxLines, type Taken } from '../device-sim/vendors/open-services.ts';
import { numberForm, wordForm } from '../rules/forms/form.arbitrary.ts';
import type { Form } from '../rules/forms/form.ts';
import { meet } from '../rules/forms/order.ts';
import type { RecipientId } from '../rules/manifest.ts';
import { preview } from '../rules/preview.ts';
import type { DeviceId, FieldName, Reading } from '../rules/reading.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

/**
 * The whole line on random manifests, choices and payloads: real broker, outbox, seal, MQTT/TLS and HTTPS. What the two
 * vendors open, and what two recipients of the household's own read without a key, is exactly what the rules say of these
 * readings, and nothing that was not permitted is in any byte.
 */
let house: House;
let json: OpenCloud;
let influx: OpenCloud;
beforeEach(async () => {
  [house, json, influx] = await Promise.all([openHouse(), startOpenCloud(), startOpenCloud()]);
});
afterEach(async () => {
  await house.stop();
  await Promise.all([json.stop(), influx.stop()]);
});

const WHO = ['acme-heating', 'volt-insight', 'own-json', 'own-influx'] as const;
type Who = (typeof WHO)[number];

const NUMBERS = ['temperature', 'target', 'power'] as const;
const FIELDS = [...NUMBERS, 'mode'] as const;
const PURPOSES = ['dpv:ServiceProvision', 'dpv:ServiceOptimisation', 'dpv:Marketing'] as const;
const RELEASES = [
  { release: 'slot', every: 'PT15M' },
  { release: 'slot', every: 'PT1H' },
  { release: 'live', within: 'PT0.05S' },
] as const;

/** Windows of days would only make the rounds longer. */
const short = (form: Form): Form =>
  form.form === 'summary' && form.window.startsWith('P1') ? { ...form, window: 'PT1H' } : form;
const someForm = fc.record({ number: numberForm.map(short), word: wordForm.map(short) });

/** The household's answer to one field: nothing, no, or yes to a form that is at most the asked one. */
type Answer = 'silence' | 'refused' | 'withdrawn' | Form;

interface Ask {
  readonly purpose: string;
  readonly release: (typeof RELEASES)[number];
  readonly fields: ReadonlyMap<string, Form>;
  readonly answers: ReadonlyMap<string, Answer>;
}

const someAsk = fc
  .record({
    purpose: fc.constantFrom(...PURPOSES),
    release: fc.constantFrom(...RELEASES),
    fields: fc.subarray([...FIELDS], { minLength: 1 }),
    asked: someForm,
    agreed: someForm,
    answers: fc.array(
      fc.constantFrom<'asked' | 'less' | Exclude<Answer, Form>>(
        'silence',
        'refused',
        'withdrawn',
        'asked',
        'less',
        'less',
      ),
      {
        minLength: FIELDS.length,
        maxLength: FIELDS.length,
      },
    ),
  })
  .map(({ purpose, release, fields, asked, agreed, answers }): Ask => {
    const of = (form: typeof asked, field: string) => (field === 'mode' ? form.word : form.number);
    const kept = fields.filter((field) => of(asked, field).form !== 'withheld');
    return {
      purpose,
      release,
      fields: new Map<string, Form>(kept.map((field) => [field, of(asked, field)])),
      answers: new Map<string, Answer>(
        kept.map((field, i) => {
          const answer = answers[i] ?? 'silence';
          const less = meet(of(asked, field), of(agreed, field));
          if (answer === 'asked') return [field, of(asked, field)];
          if (answer === 'less') return [field, less.form === 'withheld' ? 'silence' : less];
          return [field, answer];
        }),
      ),
    };
  })
  .filter(({ fields }) => fields.size > 0);

const someReading = fc.record({
  gapMinutes: fc.integer({ min: 0, max: 20 }),
  numbers: fc.array(fc.integer({ min: -150, max: 400 }), { minLength: 3, maxLength: 3 }),
  mode: fc.constantFrom('off', 'on', 'eco', 'boost'),
});

const round = fc.record({
  'acme-heating': fc.array(someAsk, { minLength: 1, maxLength: 3 }),
  'volt-insight': fc.array(someAsk, { minLength: 1, maxLength: 3 }),
  'own-json': fc.array(someAsk, { minLength: 1, maxLength: 3 }),
  'own-influx': fc.array(someAsk, { minLength: 1, maxLength: 3 }),
  readings: fc.array(someReading, { minLength: 3, maxLength: 12 }),
});

/** Where each is, and how it is sent to. */
function reached(of: House, who: Who): object {
  switch (who) {
    case 'own-json':
      return { endpoint: { url: json.url, ca: json.ca, delivery: { kind: 'https-json' } } };
    case 'own-influx':
      return { endpoint: { url: influx.url, ca: influx.ca, delivery: { kind: 'influx-line', measurement: 'home' } } };
    default: {
      const { manifest, keys } = who === 'acme-heating' ? of.acme : of.volt;
      return { endpoint: manifest.endpoint, keys: { encryption: [keys.encryption.jwk] } };
    }
  }
}

function manifestOf(of: House, recipient: Who, version: number, asks: readonly Ask[]) {
  return {
    v: 1,
    recipient,
    version,
    origin: 'household',
    controller: { name: recipient, country: 'DE', contact: 'privacy@example.com' },
    ...reached(of, recipient),
    products: [
      {
        match: { vendor: 'acme' },
        fields: [
          ...NUMBERS.map((name) => ({ name, type: 'number', bounds: [-20, 40], resolution: 0.1 })),
          { name: 'mode', type: 'category', values: ['off', 'on', 'eco'] },
        ],
      },
    ],
    requests: asks.map(({ purpose, release, fields }, i) => ({
      id: `ask-${i}`,
      purpose,
      sentence: 'For a test.',
      fields: [...fields].map(([name, form]) => ({ name, form })),
      release,
      retention: 'P30D',
      necessity: 'optional',
      ifRefused: 'Nothing.',
    })),
  };
}

async function answer(of: House, recipient: string, asks: readonly Ask[]): Promise<void> {
  for (const [i, { answers }] of asks.entries()) {
    for (const [field, said] of answers) {
      const about = { recipient, request: `ask-${i}`, field };
      if (said === 'silence') continue;
      if (said === 'refused') await of.do('consent refuse', about);
      else
        await of.give(recipient, `ask-${i}`, {
          field,
          acceptUnion: true,
          ...(said === 'withdrawn' ? {} : { form: said }),
        });
      if (said === 'withdrawn') await of.do('consent withdraw', about);
    }
  }
}

/** What one recipient opened, or should: a line for each field of each record, in no order. */
function lines(records: readonly { from: string; to: string; purpose: string; fields: object }[]): string[] {
  return records
    .flatMap(({ purpose, from, to, fields }) =>
      Object.entries(fields).map(([field, shaped]) => JSON.stringify([purpose, field, from, to, canonical(shaped)])),
    )
    .sort();
}

function canonical(shaped: object): unknown {
  return Object.entries(shaped).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The records of Hearthgate's own JSON, as a vendor opens them. */
function recordsIn(body: string) {
  const { purpose, records }: { purpose: string; records: { from: string; to: string; fields: object }[] } =
    JSON.parse(body);
  return records.map((record) => ({ ...record, purpose }));
}

/** What line protocol says of a record: one line for each number, truth value or word in it. */
function pointLines({ to, fields }: { to: string; fields: object }): string[] {
  return Object.entries(fields).flatMap(([field, shaped]: [string, Record<string, unknown>]) => {
    const { form, value, unit: _, step: __, of: ___, ...statistics } = shaped;
    const said = form === 'summary' ? flat(statistics) : [['', value]];
    return said.map(([statistic, one]) =>
      JSON.stringify([statistic === '' ? field : `${field}_${statistic}`, one, Date.parse(to)]),
    );
  });
}

function flat(statistics: Record<string, unknown>): [string, unknown][] {
  return Object.entries(statistics).flatMap(([name, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([label, part]) => [`${name}.${label}`, part])
      : [[name, value]],
  );
}

function pointLine({ name, value, at }: Taken): string {
  return JSON.stringify([name, value, at]);
}

function counted(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

/** What is there beyond what was before. */
function less(all: readonly string[], before: ReadonlyMap<string, number> = new Map()): string[] {
  const left = new Map(before);
  return all.filter((each) => {
    const count = left.get(each) ?? 0;
    left.set(each, count - 1);
    return count < 1;
  });
}

/** Waits for up to three slots, a second each: what one had no room for goes in the next. What did not come by then is shown by what is expected. */
async function settled(met: () => boolean): Promise<void> {
  for (let slots = 0; slots < 3 && !met(); slots++) {
    if (slots > 0) await house.clock.advance(HOUR);
    for (let i = 0; i < 100 && !met(); i++) await sleep(10);
  }
}

const second = (at: number) => `${new Date(at).toISOString().slice(0, -5)}Z`;

test('whatever is asked, chosen and said, what arrives is what the rules make of it, and no byte holds anything else', async () => {
  const thermostat = await plugThermostat(house);
  const receivers = { 'acme-heating': house.acme.receiver, 'volt-insight': house.volt.receiver };
  /** What each recipient got so far, in lines that no order tells anything of. */
  const got: Readonly<Record<Who, () => readonly string[]>> = {
    'acme-heating': () => lines(receivers['acme-heating'].records),
    'volt-insight': () => lines(receivers['volt-insight'].records),
    'own-json': () => lines(json.requests.flatMap(({ body }) => recordsIn(body))),
    'own-influx': () => influx.requests.flatMap(({ body }) => (influxLines(body) ?? []).map(pointLine)),
  };
  const canaries: string[] = [];
  let version = 0;
  const arrived = new Map<Who, number>();
  await fc.assert(
    fc.asyncProperty(round, async (given) => {
      version++;
      const before = new Map(WHO.map((who) => [who, counted(got[who]())]));
      for (const recipient of WHO) {
        const signed = JSON.stringify(manifestOf(house, recipient, version, given[recipient]));
        // What was agreed to in an earlier round stays good for terms that come again; each round starts from nothing.
        await house.do('consent withdraw', { recipient }).catch(() => undefined);
        await house.do('recipient add', { signed });
        await answer(house, recipient, given[recipient]);
      }
      const readings: Reading[] = [];
      for (const { gapMinutes, numbers, mode } of given.readings) {
        await house.clock.advance(gapMinutes * 60_000);
        const said = {
          ...Object.fromEntries(NUMBERS.map((name, i) => [name, (numbers[i] ?? 0) / 10])),
          mode,
        };
        const canary = `canary-${version}-${readings.length}`;
        canaries.push(canary);
        const sneaky = { nobodyAsked: canary, serial: `SN${canary}`, 'nested.secret': canary };
        await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ ...sneaky, ...said }), { qos: 1 });
        readings.push({
          device: 'thermostat' as DeviceId,
          at: house.clock.now(),
          fields: Object.entries(said).map(([name, value]) => ({ name: name as FieldName, value })),
        });
      }
      const { plan } = house.hub;
      const until = house.clock.now() + 2 * HOUR;
      const expected = preview(plan, readings, until, () => false);
      await house.clock.advance(4 * HOUR);
      for (const who of WHO) {
        const due = (expected.get(who as RecipientId) ?? []).map(({ purpose, field, from, to, shaped }) => ({
          ...{ purpose, from: second(from), to: second(to), fields: { [field]: shaped } },
        }));
        const wanted = who === 'own-influx' ? due.flatMap(pointLines).sort() : lines(due);
        const arrivedNow = () => less(got[who](), before.get(who));
        await settled(() => arrivedNow().length >= wanted.length);
        expect(arrivedNow().sort()).toEqual(wanted);
        arrived.set(who, (arrived.get(who) ?? 0) + due.length);
      }
      // Said once more without the rules: a field leaves only where somebody agreed to it for that purpose.
      for (const who of ['acme-heating', 'volt-insight', 'own-json'] as const) {
        const agreed = new Set(
          given[who].flatMap(({ purpose, answers }) =>
            [...answers].flatMap(([field, said]) => (typeof said === 'string' ? [] : [`${purpose} ${field}`])),
          ),
        );
        for (const line of less(got[who](), before.get(who))) {
          const [purpose, field]: string[] = JSON.parse(line);
          expect(agreed).toContain(`${purpose} ${field}`);
        }
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
  for (const who of WHO) expect(arrived.get(who)).toBeGreaterThan(10);
  expect([...json.shown, ...influx.shown]).toEqual([]);
  expect(receivers['acme-heating'].rejected).toEqual([]);
  expect(receivers['volt-insight'].rejected).toEqual([]);
  const open = JSON.stringify([...json.requests, ...influx.requests]);
  const outside = house.everythingOutside().toString('latin1') + open;
  expect(open).not.toContain('thermostat');
  for (const canary of canaries) {
    for (const spelled of [
      canary,
      Buffer.from(canary).toString('base64').slice(0, -3),
      Buffer.from(canary).toString('hex'),
    ]) {
      expect(outside.includes(spelled)).toBe(false);
    }
  }
}, 60_000);
