import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandOf, inputOf } from '../gateway/cli/command-line.ts';
import { shippedRecipientProfiles } from '../gateway/runtime/recipient-profiles.ts';

const TEXT = readFileSync(join(import.meta.dirname, 'recipients.md'), 'utf8');

/** The commands of a page's sh blocks, without comments, as words. */
function commandsIn(text: string): string[][] {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block.replace(/\\\n/g, ' '));
  return blocks
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter((line) => line.startsWith('hearthgate '))
    .map((line) => [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1));
}

test('every command of docs/recipients.md is one, as it stands', () => {
  const commands = commandsIn(TEXT);
  expect(commands).toHaveLength(4);
  for (const words of commands) {
    expect(() => inputOf(commandOf(words), words, () => 'a token\n')).not.toThrow();
  }
  expect(inputOf(commandOf(commands[0] ?? []), commands[0] ?? [], () => 'a token\n').input).toMatchObject({
    ...{ recipient: 'our-influx', profile: 'influxdb', credentials: { password: 'a token' }, every: 'PT5M' },
    at: [{ of: 'server', is: 'https://influx.example:8086' }, { of: 'org' }, { of: 'bucket' }],
    fields: [{ name: 'temperature' }, { name: 'humidity' }],
  });
});

test('a command that is named in a sentence of docs/recipients.md is one', () => {
  const named = [...TEXT.matchAll(/`hearthgate (recipient [a-z-]+)/g)].map(([, words = '']) => words.split(' '));
  expect(named.length).toBeGreaterThan(3);
  for (const words of named) expect(() => commandOf(words)).not.toThrow();
});

test('docs/recipients.md names every shipped profile and every option of the command', () => {
  for (const { profile } of shippedRecipientProfiles()) expect(TEXT).toContain(`\`${profile}\``);
  for (const option of Object.keys(commandOf(['recipient', 'new']).options).filter((name) => name !== 'name'))
    expect(TEXT, option).toContain(`--${option}`);
});
