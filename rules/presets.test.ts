import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseEvaluated } from './evaluated.ts';
import { parsePresets, tellsOf } from './presets.ts';
import { parsePurposes } from './purposes.ts';
import { LANGUAGES, speak } from './words/speak.ts';

const shipped = (name: string) => parse(readFileSync(new URL(`./knowledge/${name}.yaml`, import.meta.url), 'utf8'));
const evaluated = parseEvaluated(shipped('evaluated'));
const presets = parsePresets(shipped('presets'));
const en = speak('en').learn;
const tells = (name: string) => {
  const preset = presets.find((one) => one.preset === name);
  if (!preset) throw new Error(name);
  return tellsOf(preset, evaluated, speak('en'));
};

it('every preset has a purpose in plain words, and says in each language what it tells and what not', () => {
  const purposes = parsePurposes(shipped('purposes'));
  for (const preset of presets) {
    expect(purposes.get(preset.purpose), preset.preset).toBeDefined();
    for (const language of LANGUAGES) {
      const { can, cannot } = tellsOf(preset, evaluated, speak(language));
      expect(can.length + cannot.length).toBeGreaterThan(0);
    }
  }
});

it('what is said of each follows its rows', () => {
  expect(tells('energy-of-many-homes')).toEqual({
    can: [en.little.away(evaluated.away.noised)],
    cannot: [en.no.home, en.no.traffic, en.no.again],
  });
  expect(tells('product-improvement').can).toEqual([en.little.away(evaluated.away.noised)]);
  expect(tells('energy-statistics').can[0]).toBe(en.home(evaluated.home.daily));
  expect(tells('heating-tips').cannot).toEqual([en.no.traffic]);
  expect(tells('presence-comfort').can).toContain(en.says);
  expect(tells('security-alarm').can).toContain(en.traffic);
});

it('a broken file says where', () => {
  expect(() => parsePresets([{ preset: 'x' }])).toThrow('presets');
  const [first] = shipped('presets');
  expect(() => parsePresets([{ ...first, fields: [{ reveals: 'energy', form: { form: 'exactly' } }] }])).toThrow(
    '/0/fields/0/form',
  );
});
