import { expect, test } from 'vitest';
import { changesOf, problemsIn, type Told } from './release.ts';

const CHANGELOG = `# Changelog

## Unreleased

### Privacy changes

- Later.

## 1.2.0 (2026-11-26)

### Privacy changes

- Now.

### Changes

- Other.

## 1.1.0

### Changes

- Before.
`;
const ready: Told = {
  ...{ version: '1.2.0', changelog: CHANGELOG, today: '2026-11-26' },
  dockerfile: 'FROM a\nARG VERSION=1.2.0\n',
  released: 'export const RELEASED = Date.UTC(2026, 10, 26);',
};

test('a version that is ready has nothing to be put right', () => {
  expect(problemsIn(ready)).toEqual([]);
  expect(changesOf('1.2.0', CHANGELOG)).toBe('\n### Privacy changes\n\n- Now.\n\n### Changes\n\n- Other.\n\n');
});

test.each<[string, Partial<Told>, string]>([
  ['nothing says what changed', { version: '1.3.0', dockerfile: 'FROM a\nARG VERSION=1.3.0\n' }, 'no "## 1.3.0"'],
  [
    'what changed for privacy is not first',
    { version: '1.1.0', dockerfile: 'FROM a\nARG VERSION=1.1.0\n' },
    'does not begin',
  ],
  ['the image names another version', { dockerfile: 'FROM a\nARG VERSION=1.2.01\n' }, 'Dockerfile'],
  ['a hub would believe a clock of before the release', { today: '2026-11-27' }, 'RELEASED'],
  ['its day cannot be read', { released: '' }, 'RELEASED'],
])('it is no release while %s', (_, different, problem) => {
  expect(problemsIn({ ...ready, ...different })).toEqual([expect.stringContaining(problem)]);
});
