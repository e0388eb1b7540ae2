import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Command, UsageError } from '../gateway/cli/command.ts';
import { commandOf, inputOf } from '../gateway/cli/command-line.ts';
import { parseNeeds } from '../rules/needs.ts';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

const NEED = {
  purpose: 'dpv:ServicePersonalisation',
  field: 'temperature',
  form: { form: 'summary', window: 'P1D', statistics: ['mean', 'max'] },
  because: 'The curve that it is sold with is worked out by its maker.',
  weil: 'Die Kurve, mit der es verkauft wird, berechnet der Hersteller.',
};

interface Shown {
  readonly posture: string;
  readonly code: string;
  readonly given: number;
  readonly needed: { field: string; device: string; leaves: string; because: string }[];
  readonly agreed: { field: string; device: string }[];
  readonly devices: { device: string; atHome: string }[];
  readonly words: { rows: { label: string; text: string; claim?: true }[] }[];
}

let house: House;
beforeEach(async () => {
  house = await openHouse({
    knows: ({ keys }) =>
      parseNeeds([
        {
          match: { vendor: 'acme', model: 'warm-2' },
          'at home': 'It heats, follows its schedule and is set by hand.',
          'zu Hause': 'Es heizt, folgt seinem Zeitplan und lässt sich von Hand einstellen.',
          recipient: { id: 'acme-heating', key: keys.manifest.jwk.kid },
          needs: [NEED],
        },
      ]),
  });
  await house.do('recipient add', { signed: house.acme.signed });
  await plugThermostat(house);
});
afterEach(() => house.stop());

const NEEDED = 'only what devices need to work';
const NOTHING = 'share nothing until I say so';
const show = () => house.do<Shown>('posture show', {});
const set = (posture: string, more: object = {}) => house.do<Shown>('posture set', { posture, ...more });
const shared = () => [...house.hub.plan.routes.values()].map(({ device, field }) => `${device} ${field}`);
const policies = () =>
  house.hub.ledger
    .read(0, 1_000)
    .flatMap(({ entry }) => (entry?.type === 'policy.changed' ? [[entry.was, entry.is]] : []));

test('a home begins with sharing nothing; what devices need is listed field by field and shared when its code is said', async () => {
  expect(await show()).toMatchObject({
    posture: NOTHING,
    needed: [{ device: 'thermostat', field: 'temperature', because: NEED.because }],
    devices: [{ device: 'thermostat', atHome: 'It heats, follows its schedule and is set by hand.' }],
  });
  const asked = await set(NEEDED);
  expect(asked).toMatchObject({ posture: NOTHING, given: 0, needed: [{ field: 'temperature' }] });
  expect(asked.words[0]?.rows).toContainEqual({ label: 'What is known here', text: 'needed to work, says Hearthgate' });
  expect(shared()).toEqual([]);
  await expect(set(NEEDED, { code: '000000000000' })).rejects.toThrow('not what was shown');

  expect(await set(NEEDED, { code: asked.code })).toMatchObject({ posture: NEEDED, given: 1 });
  expect(shared()).toEqual(['thermostat temperature']);
  const [route] = house.hub.plan.routes.values();
  expect(route?.released).toEqual({ form: 'summary', window: 'P1D', statistics: ['mean'], step: 0.5 });
  expect(await show()).toMatchObject({ posture: NEEDED, needed: [], agreed: [{ field: 'temperature' }] });
  expect(policies()).toEqual([[NOTHING, NEEDED]]);
});

test('nothing is agreed to by a later device or manifest: it waits in the inbox, and the code of an older list is refused', async () => {
  const { code } = await set(NEEDED);
  await set(NEEDED, { code });
  await plugThermostat(house, 'second');
  await house.clock.advance(1_000);
  expect(shared()).toEqual(['thermostat temperature']);
  const later = await show();
  expect(later.needed).toMatchObject([{ device: 'second', field: 'temperature' }]);
  const waiting = await house.do<{ requests: { fields: { devices: string[]; field: string; known?: string }[] }[] }[]>(
    'request list',
    {},
  );
  const fields = waiting.flatMap(({ requests }) => requests.flatMap((request) => request.fields));
  expect(fields).toContainEqual(
    expect.objectContaining({ devices: ['second'], field: 'temperature', known: 'needed to work, says Hearthgate' }),
  );
  expect(fields).toContainEqual(
    expect.objectContaining({ field: 'heating', known: 'works without it, as far as Hearthgate knows' }),
  );
  const { code: stale } = await set(NEEDED);
  await house.do('recipient add', {
    signed: await signedBy(house, { version: 2, endpoint: { url: 'mqtts://elsewhere.example:8883' } }),
  });
  expect(shared()).toEqual([]);
  await expect(set(NEEDED, { code: stale })).rejects.toThrow('not what was shown');
  expect((await show()).needed).toHaveLength(2);
});

test('going back takes one step and only what the posture agreed to; what a person gave or refused is untouched, also after a restart', async () => {
  await house.give('acme-heating', 'setpoints');
  const { code } = await set(NEEDED);
  await set(NEEDED, { code });
  expect(shared()).toHaveLength(2);
  await house.restart();
  expect((await show()).posture).toBe(NEEDED);
  expect(await set(NOTHING)).toMatchObject({ posture: NOTHING, withdrawn: 1 });
  expect(shared()).toEqual(['thermostat target']);
  expect(policies()).toEqual([
    [NOTHING, NEEDED],
    [NEEDED, NOTHING],
  ]);
  // What was taken back is an answer: it does not come again by itself.
  expect((await show()).needed).toEqual([]);
});

test('what was refused is not needed any more, whatever the posture', async () => {
  await house.do('consent refuse', { recipient: 'acme-heating', request: 'heating-tips', field: 'temperature' });
  const { code, needed } = await set(NEEDED);
  expect(needed).toEqual([]);
  await set(NEEDED, { code });
  expect(shared()).toEqual([]);
});

test('what leaves by the posture is what was listed, and its record has the words that were shown', async () => {
  const thermostat = await house.replug('thermostat');
  const { code } = await set(NEEDED);
  await set(NEEDED, { code });
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":20.7,"heating":true,"target":21}', { qos: 1 });
  await house.clock.advance(26 * HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.records.length > 0);
  expect(house.acme.receiver.records.map(({ fields }) => Object.keys(fields))).toEqual([['temperature']]);
  const [given] = house.hub.consents.standing();
  const record = given && house.hub.receipts.of(given.id);
  expect(record).toMatchObject({ how: `posture: ${NEEDED}`, words: { title: 'Acme Heating asks for temperature' } });
});

test('the command line says nothing or needed, and prints the code that agrees', () => {
  const words = (...more: string[]) => ['posture', 'set', ...more];
  const command: Command = commandOf(words('needed'));
  const input = (...more: string[]) => inputOf(command, words(...more), () => '').input;
  expect(input('needed', '--code', 'abc')).toEqual({ posture: NEEDED, code: 'abc' });
  expect(input('nothing')).toEqual({ posture: NOTHING });
  expect(() => input('everything')).toThrow(UsageError);
  expect(command.print({ words: [], given: 0, code: 'abc' })).toContain('--code abc');
});
