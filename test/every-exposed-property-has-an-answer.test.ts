import { describe, expect, it } from 'vitest';
import { zigbeeExposes } from '../bench/zigbee-exposes.ts';
import { shippedCatalogue } from '../gateway/runtime/knowledge.ts';
import { classify, type FieldAbout } from '../rules/classify.ts';
import { LABELLED_COMMON_EXPOSES, LABELLED_DRAWN_EXPOSES } from '../rules/labelled-exposes.fixture.ts';
import type { Labelled } from '../rules/labelled-fields.fixture.ts';

const catalogue = shippedCatalogue();
const { models, exposed } = zigbeeExposes();
const revealed = exposed.map((field) => ({ field, ...classify(field, catalogue) }));

describe('every property that zigbee2mqtt knows', () => {
  it('has an answer, and few of them are unknown', () => {
    expect(models).toBeGreaterThan(4_000);
    const unknown = revealed.filter(({ category }) => category === 'unknown');
    expect(unknown.length / revealed.length).toBeLessThan(0.01);
    const names = new Set(exposed.map(({ name }) => name));
    expect(new Set(unknown.map(({ field }) => field.name)).size / names.size).toBeLessThan(0.04);
  });

  it('is unknown seldom also where only the name is known', () => {
    const unknown = exposed.filter(({ name }) => classify({ name }, catalogue).category === 'unknown');
    expect(unknown.length / exposed.length).toBeLessThan(0.02);
  });

  it('is never low where its name alone is what people must not be told apart by', () => {
    const sensitive =
      /^(occupancy|presence|contact|lock_state|door_state|tamper|action_user|user_id|ip_address)$|^pin_code|password/;
    const low = revealed.filter(({ field, sensitivity }) => sensitive.test(field.name) && sensitivity !== 'high');
    expect(low.map(({ field }) => field.name)).toEqual([]);
    expect(revealed.filter(({ field }) => sensitive.test(field.name)).length).toBeGreaterThan(700);
  });
});

describe('what was labelled before the catalogue was asked', () => {
  const labelled = (labels: readonly Labelled[]) => {
    const wanted = new Map(labels.map(({ field, category }) => [key(field), category] as const));
    return revealed
      .filter(({ field }) => wanted.has(key(field)))
      .map((one) => ({ ...one, wanted: wanted.get(key(one.field)) }));
  };
  it.each([
    ['common properties', LABELLED_COMMON_EXPOSES, 0.99],
    ['properties drawn at random', LABELLED_DRAWN_EXPOSES, 0.9],
  ])('%s reveal what a careful reader says, by occurrence', (_, labels, least) => {
    const asked = labelled(labels);
    expect(asked.length).toBeGreaterThan(labels.length);
    const wrong = asked.filter(({ category, wanted }) => category !== wanted);
    const shown = wrong.map(({ field, category, wanted }) => `${field.name}: ${wanted}, but ${category}`);
    expect(wrong.length / asked.length, shown.join('\n')).toBeLessThan(1 - least);
  });
});

function key({ name, unit, type, parent }: FieldAbout): string {
  return [name, unit?.trim() ?? '', type ?? '', parent ?? ''].join('\n');
}
