import { one } from './arguments.ts';
import type { Backup, BackupInput, Restored, RestoreInput } from './backup.ts';
import { type Command, UsageError } from './command.ts';
import { table } from './print.ts';

const options = { 'passphrase-file': { type: 'string' } } as const;

function passphraseFile({ 'passphrase-file': file }: Readonly<Record<string, unknown>>) {
  return typeof file === 'string' ? { passphraseFile: file } : {};
}

/** They work on the household's files themselves: a backup also beside a hub that runs, a restore where none does. */
export const backupCommands: readonly Command[] = [
  {
    name: ['backup'],
    usage: 'backup [<file> | -] [--passphrase-file <path>]',
    about:
      'Writes the household into one file that a passphrase opens, while the hub goes on; - writes it to standard output. Keys of stand-in names are not in it.',
    example: 'backup /media/stick/home.backup',
    operation: 'backup',
    options,
    input: ({ values, positionals: [file, ...more] }): BackupInput => {
      if (more.length > 0) throw new UsageError(`one file at a time; "${more[0]}" is too many`);
      return { ...(file === undefined ? {} : { file }), ...passphraseFile(values) };
    },
    print: (result) => told(result as Backup),
  },
  {
    name: ['restore'],
    usage: 'restore <file> [--dry-run] [--replace] [--on-card] [--passphrase-file <path>]',
    about:
      'Puts a household from a backup in its place; the hub is stopped, and shares nothing afterwards until somebody resumes it. --dry-run reads all of it and changes nothing; --replace moves aside what is there.',
    example: 'restore /media/stick/home.backup --dry-run',
    operation: 'restore',
    options: {
      ...options,
      'dry-run': { type: 'boolean' },
      replace: { type: 'boolean' },
      'on-card': { type: 'boolean' },
    },
    input: ({ values, positionals }): RestoreInput => ({
      file: one(positionals, 'file'),
      dryRun: values['dry-run'] === true,
      replace: values.replace === true,
      onCard: values['on-card'] === true,
      ...passphraseFile(values),
    }),
    print: (result) => told(result as Restored),
  },
];

function told({ notes, ...done }: Backup | Restored): string {
  return [table(done), ...notes.map((note) => `- ${note}`)].join('\n');
}
