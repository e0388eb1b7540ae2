import { parseArgs } from 'node:util';
import { nearest } from '../../rules/nearest.ts';
import { type Command, UsageError } from './command.ts';
import { commands } from './commands.ts';
import { programs } from './programs.ts';

/** The command that the first words name; throws with the one that was probably meant. */
export function commandOf(words: readonly string[]): Command {
  const command = commands.find(({ name }) => begins(words, name));
  if (command) return command;
  const said = words.slice(0, 2).join(' ');
  const meant = nearest(said, NAMES) ?? nearest(words[0] ?? '', NAMES);
  const after = NAMES.filter((name) => name.startsWith(`${words[0]} `)).map((name) =>
    name.slice(name.indexOf(' ') + 1),
  );
  const hint =
    after.length > 0 ? `after "${words[0]}" comes one of: ${after.join(', ')}` : '"hearthgate --help" lists them all';
  throw new UsageError(
    `there is no command "${said}"; ${meant === undefined ? '' : `did you mean "${meant}"? `}${hint}`,
  );
}

/** What the words after the command's name give it to do; throws with how it is used. */
export function inputOf(command: Command, words: readonly string[], readFile: (path: string) => string) {
  const options = { ...command.options, json: { type: 'boolean' }, as: { type: 'string' } } as const;
  try {
    const args = words.slice(command.name.length);
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const input = command.input({ values, positionals, readFile });
    const { operation } = command;
    return {
      operation: typeof operation === 'string' ? operation : operation(Object(input)),
      ...{ input, json: values.json === true },
      ...(values.as === undefined ? {} : { as: values.as }),
    };
  } catch (error) {
    const problem = problemOf(error, options);
    if (problem === undefined) throw error;
    throw new UsageError(`${problem}\nhearthgate ${command.usage}`);
  }
}

/** How the command that the words name is used, or all that begin with them. */
export function usage(words: readonly string[]): string {
  const command = commands.find(({ name }) => begins(words, name));
  if (command) return `${help([command.usage], command)}\n\n--json prints the result for machines.`;
  const program = programs.find(({ name }) => begins(words, name));
  if (program) return help(program.usages, program);
  const some = USAGES.filter((each) => words[0] !== undefined && each.startsWith(`${words[0]} `));
  const lines = (some.length > 0 ? some : USAGES).map((each) => `  hearthgate ${each}`);
  return ['Hearthgate: a privacy gateway for the home.', '', ...lines, '', ...ALL].join('\n');
}

function help(usages: readonly string[], { about, example }: Pick<Command, 'about' | 'example'>): string {
  return [...usages.map((each) => `hearthgate ${each}`), '', about, `Example: hearthgate ${example}`].join('\n');
}

const ALL = [
  'Each takes --json, and --help, which gives an example. On a hub that was handed over, --as <name> asks as one of its household.',
  'Exit codes: 0 done, 1 refused or not well, 2 not understood, 70 a defect, 78 the hub cannot run here and now.',
];
const USAGES = [...programs.flatMap(({ usages }) => usages), ...commands.map((each) => each.usage)];
/** All commands by name, also those that are not operations of a hub. */
const NAMES = USAGES.map((each) => each.replace(/ [[(<>-].*$/, ''));

function begins(words: readonly string[], name: readonly string[]): boolean {
  return name.every((word, index) => words[index] === word);
}

/** `parseArgs` in our words; undefined for what is no fault of the words. */
export function problemOf(error: unknown, options: Command['options']): string | undefined {
  if (error instanceof UsageError) return error.message;
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('ERR_PARSE_ARGS'))
    return undefined;
  const option = /'(-[^' ]+)/.exec(error.message)?.[1] ?? '';
  const name = option.replace(/^-+/, '');
  const known = options[name];
  if (known) return known.type === 'boolean' ? `${option} takes no value` : `${option} needs a value`;
  const meant = nearest(name, Object.keys(options));
  return `there is no option ${option}${meant === undefined ? '' : `; did you mean --${meant}?`}`;
}
