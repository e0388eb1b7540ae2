import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appOptions, withAppOptions } from './app-options.ts';
import { readConfig } from './config.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-options-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const written = (options: unknown) => writeFileSync(join(dir, 'options.json'), JSON.stringify(options));
const app = { SUPERVISOR_TOKEN: 'x' };

test('the options of the app set names and log, unless the environment does, and only in an app', () => {
  expect(appOptions(dir, app)).toBeUndefined();
  written({ attach: true, shows_itself: 'en', names: ['hub.home', '192.168.1.10'], log: 'warn' });
  expect(appOptions(dir, app)).toMatchObject({ attach: true, shows_itself: 'en' });
  expect(readConfig(dir, withAppOptions(dir, app))).toMatchObject({ names: ['hub.home', '192.168.1.10'], log: 'warn' });
  expect(readConfig(dir, withAppOptions(dir, { ...app, HEARTHGATE_LOG: 'debug' })).log).toBe('debug');
  expect(appOptions(dir, {})).toBeUndefined();
  expect(withAppOptions(dir, {})).toEqual({});
});

test('options that are none are told, and which', () => {
  for (const [wrong, where] of [
    [{ attach: 'yes', shows_itself: 'no', names: [] }, '/attach'],
    [{ attach: true, shows_itself: 'fr', names: [] }, '/shows_itself'],
    [undefined, 'cannot be used'],
  ] as const) {
    written(wrong ?? 'none');
    expect(() => appOptions(dir, app), where).toThrow(where);
  }
});
