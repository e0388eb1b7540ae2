/** The words `hearthgate ledger` takes; `<file>` is a household.db or an export. */
export const usage = [
  'ledger verify [<file>] [--checkpoint <file>]... [--key <key>] [--json]',
  'ledger checkpoint [<file>] [--json]',
  'ledger export [<file>] [--json]',
] as const;
