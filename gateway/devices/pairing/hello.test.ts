import { expect, test } from 'vitest';
import { parseHello } from './hello.ts';

const said = (more: object) =>
  parseHello(Buffer.from(JSON.stringify({ vendor: 'acme', model: 'warm-2', credential: 'password', ...more })));

test('a newcomer’s words are each of one alphabet, whichever it is', () => {
  expect(said({ name: 'Термостат' })).toEqual({ vendor: 'acme', model: 'warm-2', name: 'Термостат' });
  for (const mixed of [{ vendor: 'аcme' }, { model: 'warm-2 ירושלים' }, { name: 'hаll' }])
    expect(said(mixed)).toBe('not-understood');
});
