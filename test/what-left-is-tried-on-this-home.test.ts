import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../device-sim/random.ts';
import type { Operation } from '../gateway/store/flow.ts';
import { HOUR, type House, openHouse, plugThermostat, signedBy } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.stop());

interface Here {
  readonly words: string;
  readonly because?: string;
}

const here = (recipient: string) => house.do<Here>('recipient learns-here', { recipient });

const MOTION = {
  ...{ id: 'motion', purpose: 'dpv:ServiceProvision', sentence: 'Whether somebody is there.', retention: 'P30D' },
  ...{ recipients: [], necessity: 'optional', ifRefused: 'Nothing.', release: { release: 'slot', every: 'PT1H' } },
  fields: [{ name: 'motion', form: { form: 'exact', grain: 'PT1S' } }],
};

/** Acme may ask for what says by itself whether somebody is there. */
async function addAcme(): Promise<void> {
  const [product] = house.acme.manifest.products;
  if (!product) throw new Error('Acme makes nothing');
  const motion = { name: 'motion', type: 'boolean', category: 'presence', sensitivity: 'high' };
  const products = [{ ...product, fields: [...product.fields, motion] }];
  await house.do('recipient add', { signed: await signedBy(house, { products, requests: [MOTION] }) });
  await plugThermostat(house);
}

test('there is no figure without its reason, and the reason says what to change', async () => {
  await house.do('recipient add', { signed: house.volt.signed });
  const meter = await house.plug('meter', { dialect: 'tasmota', base: 'meter' });
  await meter.publishAsync('tele/meter/SENSOR', '{"Time":"2026-11-02T08:00:00","ENERGY":{"Power":120}}', { qos: 1 });
  expect(await here('volt-insight')).toMatchObject({ because: 'nothing telling' });
  await house.give('volt-insight', 'energy-report');
  expect(await here('volt-insight')).toMatchObject({ because: 'nobody says' });
  await addAcme();
  await house.give('acme-heating', 'motion');
  expect(await here('acme-heating')).toMatchObject({ because: 'says itself' });
  expect(await here('volt-insight')).toMatchObject({ because: 'not kept' });
  await house.do('settings set', { keepSensitive: true });
  const few = await here('volt-insight');
  expect(few.because).toBe('few days');
  expect(few.words).toBe(
    'Not computed on your own history: what left is kept here for 7 days, and 14 are needed. You decide that under Your data.',
  );
  await house.do('settings set', { detailDays: 30 });
  expect(await here('volt-insight')).toMatchObject({ because: 'too few' });
});

/** Twenty days of hours in which somebody was there or not, and of a meter that follows it. */
async function live(): Promise<void> {
  const consentOf = (field: string) => house.hub.consents.all().find((one) => one.field === field)?.id ?? '';
  const random = createRandom('lived');
  const operations: Operation[] = [];
  const hours = 20 * 24;
  for (let n = 0; n < hours; n++) {
    const [from, batch] = [house.clock.now() - (hours - n) * HOUR, 1_000_000 + n];
    const [day, is] = [new Date(from).toISOString().slice(0, 10), random.chance(n % 24 < 9 ? 0.9 : 0.4)];
    const at = new Date(from).toISOString();
    const kept = (shaped: object) => JSON.stringify([{ from: at, to: at, shaped }]);
    const line = (device: string, field: string, form: string, shaped: object): Operation => [
      ...([
        'outbox line add',
        device,
        field,
        consentOf(field),
        form,
        null,
        1,
        from,
        from,
        1,
        kept(shaped),
        batch,
      ] as const),
    ];
    operations.push(
      [
        'outbox delivery add',
        batch,
        'volt-insight',
        'dpv:ServiceProvision',
        's',
        n,
        from,
        from,
        day,
        'sent',
        1,
        1,
        '{}',
      ],
      line('thermostat', 'motion', 'exact', { form: 'exact', value: is }),
      line('meter', 'ENERGY.Power', 'summary', { form: 'summary', mean: 100 + 300 * Number(is) + random.float() }),
    );
  }
  await house.hub.flow.write(operations);
}

test('once enough is kept there is one figure with its interval, and no time in it', async () => {
  await live();
  // What was not computed for want of days is tried again after a day, or once something was forgotten.
  house.hub.ownHome.forget();
  const found = await here('volt-insight');
  expect(found).toEqual({
    words: expect.stringMatching(
      /^On your own history of 20 days: .* guessed right in \d+ % .* habits alone give \d+ %\. .* of 100 hours/,
    ),
    found: { days: 20, right: 1, guess: expect.any(Number), least: expect.any(Number), most: expect.any(Number) },
  });
  expect(JSON.stringify(found)).not.toMatch(/\d:\d\d|meter|thermostat/);
  await house.do('settings set', { keepSensitive: false });
  expect(await here('volt-insight')).toMatchObject({ because: 'not kept' });
  await house.do('settings set', { keepSensitive: true });
  expect(await here('volt-insight')).toMatchObject({ because: 'too few' });
});

test('a recipient that is not known is said to be so', async () => {
  await expect(here('nobody')).rejects.toThrow('nobody');
});
