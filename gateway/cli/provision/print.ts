import type { ProvisionDone } from './provision.ts';

const WORDS: Readonly<Record<string, string>> = {
  done: 'done',
  'so already': 'so already',
  'to do': 'would be done',
  waits: 'waits',
  'not done': 'NOT DONE',
};

/** A line for each step, then where the passwords are. */
export function provisioned({ steps, credentialsFile: file, credentials = [] }: ProvisionDone): string {
  const rows = steps.map(({ what, name, state, says }) => {
    const done = (WORDS[state] ?? state).padEnd(13);
    return `${done} ${what.padEnd(9)} ${name}${says === undefined ? '' : `: ${says}`}`;
  });
  const shown = credentials.map(({ name, password }) => `user name  ${name}\npassword   ${password}`);
  return [
    rows.length === 0 ? 'The file asks for nothing.' : rows.join('\n'),
    ...shown,
    ...(credentials.length > 0 ? ['The passwords are shown only now.'] : []),
    ...(file === undefined ? [] : [`The passwords stand in ${file}, and nowhere else.`]),
  ].join('\n\n');
}
