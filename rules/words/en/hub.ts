/** What there is to know of the hub itself, of apps and of brokers of others. */
export const hub = {
  /** What a thief of the data directory can read, by the place of the root key. */
  rootKey: {
    card: 'on the card, beside the data: a stolen card reveals everything',
    file: 'in a file outside: databases and private keys on a stolen card are unreadable without that file',
    passphrase:
      'locked by a passphrase: databases and private keys on a stolen card are as hard to read as it is to guess',
  },
  clock: {
    known: 'known',
    unknown: 'not known yet: nothing is shared until the box knows the date',
  },
  ledgerDamaged:
    'the ledger in household.db is not what was signed; keep a copy, run "hearthgate ledger verify" on it, and restore a backup',
  wayOut: 'what this app reads it may pass on, also out of the home; Hearthgate does not control that',
  trustsPublic: 'its certificate, signed by a public authority',
  trustsPinned: 'the certificate that was pinned',
  trustsPlace: 'its place in the home network alone',
  readsAlong: (othersRead: string) => `Hearthgate reads along; ${othersRead}.`,
  withoutTls: (hasPassword: boolean) =>
    `It is read without TLS: ${hasPassword ? 'the password and values' : 'values'} can be read by whoever is on the way, which is in the home network.`,
  maySay: (what: readonly string[]) => `Hearthgate may say there: ${what.join(', ')}.`,
  sharing: 'what is shared, to native devices',
  commands: 'commands that you allowed',
  itself: 'itself, to Home Assistant: counts, and a button that stops all sharing',
  anybodyMayStop: 'Whoever may write there can press that button; nothing there resumes.',
  notOffered:
    'That broker does not let this user say or hear all of it: let it read and write hearthgate/v1/hub/#, read homeassistant/status, and write homeassistant/device/#.',
  saysNothing: 'Hearthgate says nothing there.',
};
