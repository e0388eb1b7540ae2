import type { HandedOver } from '../../operations/handover.ts';

/** What ends when the hub is handed over, in sentences. */
export function endsWords({ ending }: HandedOver): string[] {
  const { consents, commands, pairing } = ending;
  return [
    'Every code that was made before: there is one that claims this hub, the one below.',
    'The command line, for whoever set it up: from now on it may be reported on and handed over anew, which ends that code. Once the hub is claimed, only its people ask, by name and passphrase.',
    ...(pairing ? ['The open window for a new device.'] : []),
    ...(consents > 0
      ? [`${consents} consents that were given while the hub was nobody’s: none was the household’s.`]
      : []),
    ...(commands > 0 ? [`${commands} allowed commands, for the same reason.`] : []),
  ];
}

/** What whoever set the hub up was shown and still opens something, each with the one command that ends it. */
export function seenWords({ seen }: HandedOver): string[] {
  const { passwords, keys, brokers, recipients } = seen;
  return [
    ...passwords.map((name) => `the password of ${name}: hearthgate device renew ${name}`),
    ...keys.map(
      (name) => `perhaps the key of ${name}: hearthgate cert revoke ${name}, after hearthgate cert issue ${name}`,
    ),
    ...brokers.map(
      (name) =>
        `the password for the broker ${name}: change it there, then hearthgate attach remove ${name} and attach it anew`,
    ),
    ...recipients.map(
      (name) => `what ${name} issued: have it issue another, then hearthgate recipient credentials ${name}`,
    ),
  ];
}

/** What no program can end, said to both. */
export const STAYS: readonly string[] = [
  'Whoever can sign in to the machine as its administrator, or as the hub’s user, can read its files and change its program. Change the machine’s passwords, and remove the keys in ~/.ssh/authorized_keys and accounts that are not yours.',
  'A setup code can always be made at the machine, for whoever forgot their passphrase. Everybody in the household sees that it was made, and what it did.',
  'A copy of the card, a backup, the root key’s file or its passphrase that somebody kept opens what it held: hearthgate keys move gives the hub another root key.',
  'What devices hold beside this hub: their own apps, accounts and Wi-Fi password.',
];

/** The page where the code is typed, with the code behind a #, which no server is told. */
export function linkOf({ page, code }: HandedOver): string | undefined {
  return page === undefined || code === undefined ? undefined : `${page}/setup#code=${code}`;
}
