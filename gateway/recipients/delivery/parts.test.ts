import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lines } from '../../../device-sim/vendors/open-services.ts';
import type { Common, HttpsJson, InfluxLine, MqttJson, OpenDelivery } from '../../../rules/delivery.ts';
import type { ShapedField } from '../../../rules/forms/form.ts';
import { areOpen, openBytes, partsIn, sizeOf } from './parts.ts';
import { type OpenRecord, valuesOf } from './values.ts';

const COMMON: Common = {
  ...{ auth: { scheme: 'none' }, names: 'own', as: [], numbersOnly: false, most: 3, answers: [] },
};
const INFLUX: InfluxLine = { kind: 'influx-line', measurement: 'our, home', ...COMMON };
const JSON_OWN: HttpsJson = { kind: 'https-json', ...COMMON };

const shaped: fc.Arbitrary<ShapedField> = fc.oneof(
  fc.record({ form: fc.constant('exact' as const), value: fc.oneof(number(), fc.boolean(), fc.string()) }),
  fc.record({ form: fc.constant('rounded' as const), value: number(), step: fc.constant(0.5), unit: fc.string() }),
  fc.record({
    form: fc.constant('summary' as const),
    mean: number(),
    timeInState: fc.dictionary(fc.string({ minLength: 1 }), fc.nat(), { maxKeys: 3 }),
  }),
);
const records: fc.Arbitrary<OpenRecord[]> = fc.array(
  fc.record({
    id: fc.string({ minLength: 1 }),
    device: fc.string(),
    from: fc.nat(2_000_000_000).map((s) => s * 1000),
    to: fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }).map((s) => s * 1000),
    fields: fc
      .dictionary(fc.stringMatching(/^[A-Za-z][\w.:-]{0,8}$/), shaped, { maxKeys: 3 })
      .map((all) => new Map(Object.entries(all))),
  }),
  { maxLength: 6 },
);

function number() {
  return fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n));
}

const made = (delivery: OpenDelivery, of: readonly OpenRecord[]) =>
  partsIn(openBytes(delivery, { name: 'a-name', purpose: 'dpv:ServiceProvision', records: of })).parts;

test('whatever a device, a field or a word is called, a line holds its value and nothing breaks out of it', () => {
  fc.assert(
    fc.property(records, (of) => {
      const parts = made(INFLUX, of);
      const read = parts.flatMap(({ body }): unknown[] => lines(body) ?? ['not line protocol']);
      const said = valuesOf(INFLUX, of);
      expect(read).toEqual(
        said.map(({ value, to }) =>
          expect.objectContaining({
            value: typeof value === 'string' ? value.replace(/\p{Cc}/gu, ' ') : value,
            at: to,
          }),
        ),
      );
      expect(parts.every(({ body }) => body.split('\n').length <= 3)).toBe(true);
      for (const { body } of parts)
        for (const line of body.split('\n')) expect(line.startsWith('our\\,\\ home,')).toBe(true);
    }),
  );
});

test('Hearthgate’s own JSON says every record whole, in requests of as many as are allowed', () => {
  fc.assert(
    fc.property(records, (of) => {
      const parts = made(JSON_OWN, of);
      const read = parts.flatMap(({ body }) => JSON.parse(body).records);
      const whole = of.filter(({ fields }) => [...fields].length > 0);
      expect(read.map(({ fields }) => fields)).toEqual(
        whole.map(({ fields }) => JSON.parse(JSON.stringify(Object.fromEntries(fields)))),
      );
      expect(parts.every(({ body }) => JSON.parse(body).records.length <= 3)).toBe(true);
      expect(JSON.stringify(parts)).not.toContain('"id"');
    }),
  );
});

test('a template gets typed values, and one request for each series where its body tells them apart', () => {
  const delivery: HttpsJson = {
    ...JSON_OWN,
    ...{ most: 100, as: [{ field: 'energy', is: 'import' }] },
    template: {
      body: { meter: '{device}-{as}', unit: '{unit}', fixed: [true, 1, null], data: '{values}' },
      value: ['{to}', '{value}', 'a {form} of {purpose}'],
    },
  };
  const of = ['a', 'b', 'a'].map(
    (device, i): OpenRecord => ({
      ...{ id: device, device, from: 0, to: (i + 1) * 1000 },
      fields: new Map<string, ShapedField>([
        ['energy', { form: 'rounded', value: i + 0.5, step: 0.5, unit: 'kWh' }],
        ['other', { form: 'exact', value: 1 }],
      ]),
    }),
  );
  expect(made(delivery, of).map(({ body }) => JSON.parse(body))).toEqual([
    {
      ...{ meter: 'a-import', unit: 'kWh', fixed: [true, 1, null] },
      data: [
        ['1970-01-01T00:00:01Z', 0.5, 'a rounded of dpv:ServiceProvision'],
        ['1970-01-01T00:00:03Z', 2.5, 'a rounded of dpv:ServiceProvision'],
      ],
    },
    {
      ...{ meter: 'b-import', unit: 'kWh', fixed: [true, 1, null] },
      data: [['1970-01-01T00:00:02Z', 1.5, 'a rounded of dpv:ServiceProvision']],
    },
  ]);
});

test('what is put into a topic is one level of it, whatever it is called', () => {
  const delivery: MqttJson = {
    ...{ kind: 'mqtt-json', ...COMMON, most: 1, topic: 'home/{device}/{as}', retain: false },
    template: { body: '{value}' },
  };
  fc.assert(
    fc.property(fc.string(), (device) => {
      const fields = new Map<string, ShapedField>([['power', { form: 'exact', value: 5 }]]);
      const [part] = made(delivery, [{ id: 'x', device, from: 0, to: 1000, fields }]);
      expect(part?.topic?.split('/')).toHaveLength(3);
      expect(part?.topic).not.toMatch(/[+#\0]|\/\//);
      expect(part?.body).toBe('5');
    }),
  );
});

test('bytes without a seal are told from sealed ones, and count as what goes out of them', () => {
  const bytes = openBytes(JSON_OWN, { name: 'n', purpose: 'dpv:ServiceProvision', records: [] });
  expect(areOpen(bytes)).toBe(true);
  expect(sizeOf(bytes)).toBe(0);
  const jwe = Buffer.from(`${Buffer.from('{"alg":"ECDH-ES"}').toString('base64url')}..a.b.c`);
  expect(areOpen(jwe)).toBe(false);
  expect(sizeOf(jwe)).toBe(jwe.length);
});
