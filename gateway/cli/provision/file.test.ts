import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../command.ts';
import { readWish } from './file.ts';

const files =
  (more: Record<string, string>) =>
  (path: string): string => {
    const text = more[path];
    if (text === undefined) throw new UsageError(`there is no file ${path}`);
    return text;
  };
const read = (yaml: string, more: Record<string, string> = {}) =>
  readWish('/home/me/home.yaml', files({ '/home/me/home.yaml': yaml, ...more }));

test.each([
  ['devices: [', 'is not YAML'],
  ['devices: []', 'version: is missing'],
  ['version: 2', 'version (line 1): is 2; write 1'],
  ['version: 1\nconsents: []', 'consents (line 2): is not known here'],
  ['version: 1\ndevices:\n  - nam: x', 'devices.0.nam (line 3): is not known here; remove it (known: name,'],
  ['version: 1\ndevices:\n  - nam: x', 'perhaps name'],
  ['version: 1\ndevices:\n  - name: x\n    dialect: tasmotta', 'devices.0.dialect (line 4): is "tasmotta"'],
  ['version: 1\napps:\n  - { name: x, read: "#" }', 'apps.0.read (line 3): is "#"; write a list'],
  [
    'version: 1\nrecipients:\n  - manifest: acme.jws',
    'recipients.0.manifest (line 3): cannot be read: there is no file',
  ],
])('%j is told where it is wrong', (yaml, says) => {
  expect(() => read(yaml)).toThrow(UsageError);
  expect(() => read(yaml)).toThrow(says);
});

test('all that is wrong is said at once', () => {
  expect(() => read('version: 3\ndevices:\n  - nam: x\napps: 5')).toThrow(
    /version.*\n.*devices\.0\.name.*\n.*nam.*\n.*apps/,
  );
});

test('files are read beside it, and a password without its end of line', () => {
  const yaml =
    'version: 1\nattach:\n  - { url: "mqtts://hub@ha.local", passwordFile: ha.password, ca: sub/ha.crt }\nrecipients: [{ manifest: /abs/acme.jws }]';
  const more = { '/home/me/ha.password': 'secret\n', '/home/me/sub/ha.crt': 'PEM', '/abs/acme.jws': 'JWS' };
  expect(read(yaml, more).wanted).toEqual({
    devices: [],
    apps: [],
    attach: [{ url: 'mqtts://hub@ha.local', filters: ['#'], password: 'secret', ca: 'PEM' }],
    recipients: [{ signed: 'JWS' }],
  });
});

test('the example of the documents can be read', () => {
  const example = join(import.meta.dirname, '../../../docs/examples/provision.yaml');
  const { wanted } = readWish(example, (path) => (path === example ? readFileSync(path, 'utf8') : 'beside it'));
  for (const [part, listed] of Object.entries(wanted)) expect([part, listed]).not.toEqual([part, []]);
});
