import { describe, expect, test } from 'vitest';
import { bitsADay, MAX_BITS_A_DAY_BELOW_EXACT } from '../../rules/capacity.ts';
import { type FieldSpec, parseManifest } from '../../rules/manifest.ts';
import { type OwnField, type OwnRecipient, ownManifest, placeSaid } from '../../rules/own-recipient.ts';
import { profileIn, type RecipientProfile } from '../../rules/recipient-profile.ts';
import { speak } from '../../rules/words/speak.ts';
import { readRecipientProfile, shippedRecipientProfiles } from './recipient-profiles.ts';

const WEBHOOK = `profile: mine
title: Mine
says: I can read it.
address: "{server}/in"
ask:
  - { name: server, says: the server }
secret: a token
delivery: { kind: https-json, auth: { scheme: bearer } }
every: PT5M
least: PT1M
`;

function read(text: string): RecipientProfile {
  const found = readRecipientProfile(text);
  if ('problem' in found) throw new Error(found.problem);
  return found.profile;
}

describe('a profile that is copied and changed', () => {
  test('is taken where it is sound', () => {
    expect(read(WEBHOOK)).toMatchObject({ profile: 'mine', delivery: { kind: 'https-json' } });
  });

  test.each([
    ['title: Mine\n', '', '/title is missing; add it'],
    ['https-json', 'https-jsn', '/delivery/kind is "https-jsn"; write one of'],
    ['{server}/in', '{host}/in', '/address has "{host}"; add it to ask'],
    ['{server}/in', 'https://a.example/in', '/ask/0 has no place in the address; leave it out'],
    ['secret: a token\n', '', '/secret is missing; add what it is'],
    ['bearer', 'basic', '/user is missing; add what it is'],
    ['PT5M', 'PT', '/every is no duration; write one such as PT5M'],
    ['says: I can', 'colour: red\nsays: I can', '/colour is not known here; remove it'],
    ['title: Mine', 'title: [', 'it is not YAML'],
    ['title: Mine', 'title: *x', 'it is not YAML'],
  ])('with %j as %j says what is wrong and what to do: %s', (from, to, problem) => {
    expect(WEBHOOK).toContain(from);
    const found = readRecipientProfile(WEBHOOK.replace(from, to));
    expect('problem' in found && found.problem).toContain(problem);
  });
});

const OWN: Omit<OwnRecipient, 'at' | 'fields'> = {
  ...{ recipient: 'our-own', version: 1, name: 'Our own', country: 'ZZ', contact: 'ourselves', withoutSecret: false },
  ...{ names: 'codes', purpose: 'dpv:ServiceProvision', sentence: 'For ourselves.', retention: 'P1Y' },
};
const EN = speak('en');
const HERE = [{ dialect: 'native' }];
const TEMPERATURE: OwnField = { name: 'temperature', type: 'number', unit: '°C' };
const AT = new Map([['server', 'https://s.example/']]);

describe('what a household says becomes a manifest', () => {
  test.each(shippedRecipientProfiles().map((profile) => [profile.profile, profile] as const))('%s', (_, profile) => {
    const scheme = profile.delivery.kind === 'mqtt-json' ? 'mqtts://h.example' : 'https://h.example';
    const at = new Map(
      (profile.ask ?? []).map(({ name }, i) => [name, i === 0 && profile.address.startsWith('{') ? scheme : 'a b']),
    );
    const unit = profile.units?.[0] ?? '°C';
    const as = profile.as === undefined ? {} : { as: [{ is: profile.as.among?.[0] ?? 'there' }] };
    const made = ownManifest(profile, { ...OWN, at, fields: [{ ...TEMPERATURE, unit, ...as }] }, HERE, EN);
    if (!('json' in made)) throw new Error(JSON.stringify(made.problems));
    expect(parseManifest(made.json)).toHaveProperty('manifest');
  });

  test('a summary of the time between two sendings where no form is said, and words by their names', () => {
    const fields: OwnField[] = [
      TEMPERATURE,
      { name: 'open', type: 'boolean' },
      { name: 'mode', type: 'category', values: ['on'] },
    ];
    const made = ownManifest(read(WEBHOOK), { ...OWN, at: AT, fields, every: 'PT30M' }, HERE, EN);
    expect(made).toMatchObject({
      json: {
        endpoint: { url: 'https://s.example/in' },
        requests: [
          {
            release: { release: 'slot', every: 'PT30M' },
            fields: [
              { form: { form: 'summary', window: 'PT30M', statistics: ['mean'] } },
              { form: { form: 'exact', grain: 'PT30M' } },
              { form: { form: 'category', categories: { values: ['on'] }, grain: 'PT30M' } },
            ],
          },
        ],
      },
    });
  });

  test('what homes measure fits into what a device may say in a day, five fields every minute', () => {
    const fields = ['°C', '%', 'W', 'V', 'hPa'].map((unit, i): OwnField => ({ name: `f${i}`, type: 'number', unit }));
    const made = ownManifest(read(WEBHOOK), { ...OWN, at: AT, fields, every: 'PT1M' }, HERE, EN);
    const parsed = parseManifest('json' in made ? made.json : undefined);
    if (!('manifest' in parsed)) throw new Error(JSON.stringify(parsed.problems));
    const specs = parsed.manifest.products[0]?.fields ?? [];
    const bits = parsed.manifest.requests[0]?.fields.map(({ form }, i) => bitsADay(form, specs[i] as FieldSpec)) ?? [];
    expect(bits).toHaveLength(5);
    expect(bits.reduce((sum, each) => sum + each, 0)).toBeLessThan(MAX_BITS_A_DAY_BELOW_EXACT);
  });

  test.each<[string, object, string]>([
    ['nothing for the address', { at: new Map() }, '/at has no "server"; give it: the server'],
    ['too much for it', { at: new Map([...AT, ['org', 'x']]) }, '/at has "org", which is not asked for'],
    ['sending every second', { every: 'PT1S' }, '/every is too often for Mine; write PT1M or more'],
    ['no duration', { every: 'often' }, '/every is "often"; write a duration'],
  ])('%s is told', (_, more, problem) => {
    const made = ownManifest(read(WEBHOOK), { ...OWN, at: AT, fields: [TEMPERATURE], ...more }, HERE, EN);
    const problems = 'problems' in made ? made.problems.map((one) => `${one.path} ${one.problem}`) : [];
    expect(problems.join('\n')).toContain(problem);
  });

  test('a service that knows units and names of its own takes no others', () => {
    const energyId = shippedRecipientProfiles().find(({ profile }) => profile === 'energyid');
    if (!energyId) throw new Error('not shipped');
    const made = ownManifest(
      energyId,
      {
        ...{ ...OWN, at: new Map() },
        fields: [
          { name: 'energy', type: 'number', unit: 'Wh', as: [{ is: 'electricity' }] },
          { name: 'gas', type: 'number', unit: 'kWh' },
        ],
      },
      HERE,
      EN,
    );
    const problems = 'problems' in made ? made.problems.map((one) => `${one.path} ${one.problem}`) : [];
    expect(problems).toEqual([
      expect.stringContaining('/fields/0/as is "electricity"; write one of electricityImport'),
      expect.stringContaining('/fields/0/unit is Wh; EnergyID needs a field in kWh'),
      expect.stringContaining('/fields/1/as is missing; give the metric'),
    ]);
  });
});

test('words that change how others look are told, wherever in a profile they stand', () => {
  for (const [line, path] of [
    [/^title: /m, '/title'],
    [/^says: /m, '/says'],
    [/^secret: /m, '/secret'],
    [/says: (?=the server)/, '/ask/0/says'],
  ] as const) {
    const turned = WEBHOOK.replace(line, (begin: string) => `${begin}\u202e`);
    expect(readRecipientProfile(turned)).toEqual({ problem: expect.stringContaining(`${path} has characters`) });
  }
});

test('every shipped profile says all of it in German, and asks for the same', () => {
  for (const profile of shippedRecipientProfiles()) {
    const german = profileIn(profile, 'de');
    const texts = ({ says, stays, user, secret, as, ask }: RecipientProfile) =>
      [says, stays, user, secret, as?.says, ...(ask ?? []).map((one) => one.says)].map((each) => each ?? '-');
    for (const [i, text] of texts(profile).entries())
      if (text !== '-') expect(texts(german)[i], profile.profile).not.toBe(text);
    expect(german.ask?.map(({ name }) => name)).toEqual(profile.ask?.map(({ name }) => name));
    expect(profileIn(profile, 'en')).toBe(profile);
  }
});

test('a profile that says only a part in German says the rest in English', () => {
  const mine = read(`${WEBHOOK}de: { says: Ich kann es lesen. }\n`);
  expect(profileIn(mine, 'de')).toMatchObject({ title: 'Mine', says: 'Ich kann es lesen.', secret: 'a token' });
  const wrong = `${WEBHOOK}de: { ask: [{ name: host, says: der Server }] }\n`;
  expect(readRecipientProfile(wrong)).toEqual({
    problem: '/de/ask/0 is about "host", which ask has not; leave it out',
  });
});

test('what is wrong with the manifest is told where it was said', () => {
  const places = ['/endpoint/url', '/endpoint/ca', '/controller/name', '/products/0/fields/2/unit'];
  expect(places.map(placeSaid)).toEqual(['/at', '/ca', '/name', '/fields/2/unit']);
  const more = ['/requests/0/fields/1/form', '/requests/0/release/every', '/requests/0/sentence'];
  expect(more.map(placeSaid)).toEqual(['/fields/1/form', '/every', '/sentence']);
});
