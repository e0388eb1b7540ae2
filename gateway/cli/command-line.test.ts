import { expect, test } from 'vitest';
import { UsageError } from './command.ts';
import { commandOf, inputOf, usage } from './command-line.ts';
import { commands } from './commands.ts';
import { programs } from './programs.ts';

function understand(...words: string[]) {
  const command = commandOf(words);
  return inputOf(command, words, (path) => path);
}

test.each<[string, string]>([
  [
    'device ad',
    'did you mean "device add"? after "device" comes one of: add, list, grant, revoke, renew, remove, place',
  ],
  ['statsu', 'did you mean "status"?'],
  ['device list more', '"more" is too many'],
  ['device list --json=yes', '--json takes no value'],
  ['quarantine --most', '--most needs a value'],
  ['start now', 'did you mean "start"?'],
  ['device add', 'say which name'],
  ['device add plug --colour red', 'there is no option --colour'],
  ['device grant meter', 'say --read or --write'],
  ['recipient codes nope dpv:Marketing', 'either --linkable or --monthly'],
  ['consent give a', 'say the recipient and the request'],
  ['consent give a b --for soon', 'once, today or until-changed'],
  ['rule add --never location --visitors', 'say one of'],
  ['consent give a b --form {', '--form is neither JSON nor YAML'],
  ['left show', 'say which batch'],
  ['left show latest', 'left show takes a whole number'],
  ['left tomorrow', '"tomorrow" is too many'],
  ['settings set', 'say what to set'],
  ['settings set --keep-sensitive maybe', '--keep-sensitive takes yes or no'],
  ['history erase', 'say --before which day'],
  ['quarantine --most x', '--most takes a whole number'],
])('%s', (words, sentence) => {
  expect(() => understand(...words.split(' '))).toThrow(UsageError);
  expect(() => understand(...words.split(' '))).toThrow(sentence);
});

test('a recipient is added from a file or from an address, and the hub is asked for one or the other', () => {
  expect(understand('recipient', 'add', 'acme.jws')).toMatchObject({ operation: 'recipient add' });
  expect(understand('recipient', 'add', 'https://acme.example')).toMatchObject({
    operation: 'recipient fetch',
    input: { address: 'https://acme.example' },
  });
});

test('what is wrong with a command comes with how it is said', () => {
  expect(() => understand('device', 'remove')).toThrow('say which name\nhearthgate device remove <name>');
});

test('every command understands its own example, and says it with its own usage', () => {
  for (const { name, example, operation, usage: said } of commands) {
    const words = [...example.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
    const until = words.findIndex((word) => word === '>' || word === '<');
    expect(understand(...(until === -1 ? words : words.slice(0, until)))).toMatchObject(
      typeof operation === 'string' ? { operation } : {},
    );
    expect(said.startsWith(name.join(' '))).toBe(true);
    expect(usage(name)).toContain(`hearthgate ${said}`);
  }
});

test.each(commands.map((command) => [command.name.join(' '), command] as const))(
  '%s has help with an example, speaks JSON, and refuses an option that there is not',
  (said, { name, usage: words, about, options }) => {
    const help = usage([...name, '--help']);
    for (const part of [`hearthgate ${words}`, about, `Example: hearthgate ${said}`, '--json'])
      expect(help).toContain(part);
    // Each option that it takes stands in its usage, but those that are only passed on.
    for (const option of Object.keys(options).filter((each) => each !== 'token'))
      expect(words).toContain(`--${option}`);
    expect(() => understand(...name, '--zq7-nothing')).toThrow('there is no option --zq7-nothing');
    // Where words are missing they are asked for: --json is none of them.
    expect(tried(...name, '--json')).not.toMatch(/--json/);
  },
);

function tried(...words: string[]): string {
  try {
    understand(...words);
    return '';
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}

test('a program that reads its words itself has help with an example, too', () => {
  for (const { name, usages, about, example } of programs) {
    expect(example.startsWith(name.join(' '))).toBe(true);
    const help = usage([...name, '--help']);
    for (const part of [...usages.map((each) => `hearthgate ${each}`), about, `Example: hearthgate ${example}`])
      expect(help).toContain(part);
    expect(usages.join('\n')).toContain('--json');
  }
});

test('what begins several commands lists them, and nothing lists all, with what the exit codes mean', () => {
  expect(usage(['ledger']).match(/hearthgate ledger/g)).toHaveLength(3);
  const all = usage([]);
  for (const { usage: said } of commands) expect(all).toContain(`hearthgate ${said}`);
  for (const { usages } of programs) for (const said of usages) expect(all).toContain(`hearthgate ${said}`);
  expect(all).toMatch(/Exit codes: 0 done, 1 .* 2 .* 70 .* 78 /);
});

test('what is said becomes what the operation takes', () => {
  expect(understand('app', 'grant', 'hass', '--read', 'a/#', '--read', 'b', '--json')).toEqual({
    operation: 'device grant',
    input: { name: 'hass', read: ['a/#', 'b'], write: [] },
    json: true,
  });
  expect(understand('left', '--device', 'lamp', '--state', 'possibly received')).toMatchObject({
    operation: 'left list',
    input: { device: 'lamp', state: 'possibly received' },
  });
  expect(understand('settings', 'set', '--sum-days', '90', '--keep-sensitive', 'no')).toMatchObject({
    input: { sumDays: 90, keepSensitive: false },
  });
  expect(understand('consent', 'withdraw', 'an-id')).toMatchObject({ input: { id: 'an-id' }, json: false });
});
