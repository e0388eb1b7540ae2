import { given, hours, lifetime, none } from './arguments.ts';
import { type Command, type Given, UsageError } from './command.ts';
import { asked, table } from './print.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** What recipients may make devices do. */
export const allowCommands: readonly Command[] = [
  {
    name: ['command', 'list'],
    usage: 'command list',
    about: 'What recipients want to make devices do, what you said to it, and what reached no device.',
    example: 'command list --json',
    operation: 'command list',
    options: {},
    input: none,
    print: table,
  },
  {
    name: ['command', 'allow'],
    usage:
      'command allow <recipient> <command> [--device <id>] [--for <today|30d|12h|until-changed>] [--hours <22:00-06:00>] [--days <1,2,3>] [--yes]',
    about: 'Shows what a recipient may then make devices do; with --yes it is allowed. Without --for it lasts 30 days.',
    example: 'command allow acme-heating set-target --device thermostat --yes',
    operation: 'command allow',
    options: { device: text, for: text, hours: text, days: text, yes: flag },
    input: ({ values, positionals }) => ({
      ...commandAsk(positionals, values),
      ...lifetime(values.for),
      ...(values.hours === undefined ? {} : { schedule: hours(values) }),
      confirmed: values.yes ?? false,
    }),
    print: (result) => asked(result, (result as { allowed: number }).allowed > 0),
  },
  {
    name: ['command', 'refuse'],
    usage: 'command refuse <recipient> <command> [--device <id>]',
    about: 'Says no to a command, so that it does not wait for an answer any more.',
    example: 'command refuse acme-heating boost',
    operation: 'command refuse',
    options: { device: text },
    input: ({ values, positionals }) => commandAsk(positionals, values),
    print: table,
  },
  {
    name: ['command', 'withdraw'],
    usage: 'command withdraw [--recipient <id>] [--command <name>] [--device <id>]',
    about: 'Takes back what was allowed, at once; without options all of it.',
    example: 'command withdraw --recipient acme-heating',
    operation: 'command withdraw',
    options: { recipient: text, command: text, device: text },
    input: ({ values }) => given(values, ['recipient', 'command', 'device']),
    print: table,
  },
];

function commandAsk(positionals: readonly string[], values: Given['values']) {
  const [recipient, command, ...more] = positionals;
  if (!recipient || !command || more.length > 0)
    throw new UsageError('say the recipient and the command, for example: acme-heating set-target');
  return { recipient, command, ...given(values, ['device']) };
}
