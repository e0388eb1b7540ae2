import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { profile } from '../gateway/devices/dialects/profile.ts';
import { loadProfile } from '../gateway/devices/dialects/profile-file.ts';
import { say, told } from '../gateway/devices/dialects/say.testing.ts';

const PAGE = read('docs/dialects.md');

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

function block(language: string): string {
  const found = new RegExp(`^( *)\`\`\`${language}\n([\\s\\S]*?)^ *\`\`\`$`, 'm').exec(PAGE);
  if (found === null) throw new Error(`docs/dialects.md has no block of ${language}`);
  return (found[2] ?? '').replaceAll(new RegExp(`^${found[1]}`, 'gm'), '');
}

test('the profile on the page does what the page says', () => {
  const dialect = profile(loadProfile(block('yaml'), 'docs/dialects.md'));
  expect(told(say(dialect, 'greenhouse/tomatoes/state', { t: 21.5, rh: 60, door: 'shut' }))).toEqual({
    tomatoes: { temperature: '21.5 °C', humidity: '60 %', open: false },
  });
});

test('the code on the page is that of the dialect', () => {
  expect(read('gateway/devices/dialects/wled.ts')).toContain(block('ts'));
});

test('every file and script that the page names is there', () => {
  const paths = [...PAGE.matchAll(/[\w./-]+\.(?:ts|yaml|md)\b/g)].map(([path]) => path);
  const folders = ['', 'gateway/devices/dialects/', 'rules/knowledge/profiles/'];
  const isThere = (path: string) =>
    folders.some((folder) => existsSync(new URL(`../${folder}${path}`, import.meta.url)));
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !isThere(path))).toEqual([]);
  const { scripts } = JSON.parse(read('package.json'));
  const named = [...PAGE.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, script]) => script);
  expect(named.filter((script) => !Object.hasOwn(scripts, script ?? ''))).toEqual([]);
});
