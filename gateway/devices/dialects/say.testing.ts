import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { classify } from '../../../rules/classify.ts';
import { parseCatalogue } from '../../../rules/field-catalogue.ts';
import type { Dialect, FoundDevice, SourceReading, Understood } from './dialect.ts';

/** For the tests of this folder: payloads from text or objects, and what was understood in a form easy to compare. */
export function bytes(payload: string | object): Uint8Array {
  return new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload));
}

export const NOW = Date.parse('2026-05-04T10:00:00Z');

export function say(dialect: Dialect, topic: string, payload: string | object | Uint8Array): Understood | 'not routed' {
  const route = dialect.route(topic);
  const raw = payload instanceof Uint8Array ? payload : bytes(payload);
  return route === undefined ? 'not routed' : route(raw, NOW);
}

/** `{ deviceKey: { field: value } }` of all readings, with units written behind the value. */
export function told(understood: Understood | 'not routed'): Record<string, Record<string, unknown>> {
  return Object.fromEntries(readingsOf(understood).map(({ device, fields }) => [device.key, valuesOf(fields)]));
}

export function readingsOf(understood: Understood | 'not routed'): readonly SourceReading[] {
  if (understood === 'not routed' || understood.kind !== 'readings') {
    throw new Error(`expected readings, got ${JSON.stringify(understood)}`);
  }
  return understood.readings;
}

export function devicesOf(understood: Understood | 'not routed'): readonly FoundDevice[] {
  if (understood === 'not routed' || understood.kind !== 'devices') {
    throw new Error(`expected devices, got ${JSON.stringify(understood)}`);
  }
  return understood.devices;
}

function valuesOf(fields: SourceReading['fields']): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, value, unit }) => [name, unit === undefined ? value : `${value} ${unit}`]),
  );
}

/** What each text field among all that was understood reveals, as `category, sensitivity`; each must be meant. */
export function textsOf(ecosystem: string, said: readonly (Understood | 'not routed')[]): Record<string, string> {
  const catalogue = parseCatalogue(parse(readFileSync(new URL(CATALOGUE, import.meta.url), 'utf8')));
  const texts = said
    .filter((each) => each !== 'not routed' && each.kind === 'readings')
    .flatMap((each) => readingsOf(each).flatMap(({ fields }) => fields))
    .filter(({ value }) => typeof value === 'string');
  return Object.fromEntries(
    texts.map(({ name }) => {
      const { category, sensitivity } = classify({ name, ecosystem }, catalogue);
      return [name, `${category}, ${sensitivity}`];
    }),
  );
}

const CATALOGUE = '../../../rules/knowledge/fields.yaml';
