import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientTypes } from './client-types.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FILE = 'gateway/web/ui/api/types.ts';

test('the pages ask by the document that the API serves; "npm run client-types" writes what they know of it', () => {
  const biome = join(ROOT, 'node_modules/.bin/biome');
  const written = execFileSync(biome, ['format', `--stdin-file-path=${FILE}`], { cwd: ROOT, input: clientTypes() });
  expect(readFileSync(join(ROOT, FILE), 'utf8')).toBe(written.toString());
});
