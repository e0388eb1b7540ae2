import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseEvaluated } from './evaluated.ts';

const shipped = parse(readFileSync(new URL('./knowledge/evaluated.yaml', import.meta.url), 'utf8'));

it('a broken file says where', () => {
  expect(parseEvaluated(shipped)).toEqual(shipped);
  const { weekly, ...ways } = shipped.home;
  expect(() => parseEvaluated({ ...shipped, home: ways })).toThrow('weekly');
  expect(() => parseEvaluated({ ...shipped, home: { ...ways, weekly: { ...weekly, right: 95.6 } } })).toThrow(
    '/home/weekly/right',
  );
  expect(() => parseEvaluated({ ...shipped, home: { ...ways, weekly: { ...weekly, least: 0.5 } } })).toThrow(
    'least is more than most',
  );
  expect(() => parseEvaluated({ ...shipped, rumours: {} })).toThrow('rumours');
});
