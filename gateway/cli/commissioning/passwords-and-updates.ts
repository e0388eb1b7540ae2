import { asked, measured, type Provision, provision, stated, tested } from './judged.ts';

const SOURCE = 'SECURITY.md of the source';

/** ETSI EN 303 645, clauses 5.1 to 5.3. */
export const passwordsAndUpdates: readonly Provision[] = [
  provision('5.1-1', 'No two devices begin with one password: each is its own, or the user chose it', ({ hub }) =>
    measured(
      hub && hub.guessable === 0,
      `there is no password at first; of ${hub?.clients.length ?? 0} credentials none opens with a password that is tried first, and people choose a passphrase of their own`,
      `${hub?.guessable ?? 0} credentials open with a password that is tried first; give them another with "hearthgate device renew"`,
    ),
  ),
  provision(
    '5.1-2',
    'A password that is made beforehand cannot be worked out from others',
    tested(
      'passwords of devices are 144 random bits each, setup codes 36 with five tries',
      'test/nothing-is-shared-until-somebody-claims-the-hub',
    ),
  ),
  provision(
    '5.1-2A',
    'Machines do better without passwords among themselves',
    ({ hub }) => {
      const all = hub?.clients ?? [];
      const without = all.filter(({ authentication }) => authentication === 'password').length;
      return measured(
        hub && without === 0,
        `all ${all.length} have certificates`,
        `${without} of ${all.length} devices and apps have a password alone; "hearthgate cert issue" makes them certificates`,
      );
    },
    'V3.1.3 alone',
  ),
  provision('5.1-3', 'How users prove who they are is good cryptography', ({ observed }) =>
    measured(
      observed && observed.api === 'refused' && observed.tls.every(({ agreed }) => !agreed.includes('TLSv1.1')),
      'passphrases are kept as Argon2id and travel in TLS alone; nobody who was not signed in was answered',
      'somebody who was not signed in was answered, or an old TLS was agreed to',
    ),
  ),
  provision('5.1-4', 'It is simple to change what one signs in with', (facts) =>
    asked(
      facts,
      ['person passphrase', 'device renew', 'cert revoke'],
      'a passphrase on the page, a device’s password with "device renew", a certificate with "cert issue" and "cert revoke"',
    ),
  ),
  provision(
    '5.1-5',
    'Trying passwords over the network leads nowhere',
    tested('five wrong answers are free, then each address waits up to five minutes', 'test/what-an-attacker-tried'),
  ),
  provision(
    '5.2-1',
    'The maker says publicly how to report a weakness',
    stated('met', `${SOURCE} says where to, and that an answer comes in seven days`),
  ),
  provision(
    '5.2-2',
    'Reported weaknesses are acted on in time',
    stated('met', `${SOURCE} promises it; this check cannot see whether it is kept`),
  ),
  provision(
    '5.2-3',
    'The maker watches for weaknesses all the time',
    stated('met', '"npm run -s audit" stands in the project’s checks; the list of parts is made for every version'),
  ),
  provision(
    '5.3-1',
    'All parts of the software can be renewed',
    stated(
      'met',
      'an image, or a checkout and "npm ci", replaces all of it; the machine’s own system is renewed by its own means',
    ),
  ),
  provision(
    '5.3-2',
    'There is a way to install updates safely',
    stated(
      'met',
      'docs/upgrade.md: the source is fetched over TLS, each package is held to a SHA-512 in package-lock.json',
    ),
  ),
  provision(
    '5.3-3',
    'An update is simple',
    stated('met', 'two commands (docs/upgrade.md), for whoever looks after the machine'),
  ),
  provision(
    '5.3-4',
    'Updates can come by themselves, where the user wants it',
    stated('not met', 'nothing is fetched by itself, on purpose: the hub contacts nobody on its own'),
    '5.3-4A, 5.3-4B',
  ),
  provision(
    '5.3-5',
    'The device looks for updates by itself',
    stated('not met', 'it contacts nobody on its own; the household, or who looks after it, watches the releases'),
  ),
  provision(
    '5.3-6',
    'The user can switch updates and their notices on and off',
    stated('not applicable', 'there are none that come by themselves'),
    '5.3-6A, 5.3-6B',
  ),
  provision(
    '5.3-7',
    'Updates are protected with good cryptography',
    stated('met', 'TLS to the source, SHA-512 for packages, SHA-256 for releases (SHA256SUMS)'),
  ),
  provision(
    '5.3-8',
    'Security updates come in time',
    stated('for the household', 'run the update monthly (docs/upgrade.md); agree who does it'),
  ),
  provision(
    '5.3-9',
    'The device checks that an update is genuine and whole',
    stated(
      'for the household',
      '"npm ci" refuses a package whose hash is another; the release is checked with sha256sum by a person',
    ),
  ),
  provision(
    '5.3-10',
    'An update over the network is checked against somebody who is trusted',
    stated('met', 'the source’s server by its certificate, every package by the hash in the source'),
  ),
  provision(
    '5.3-11',
    'The user is told plainly that an update is needed, and why',
    stated('for the household', 'nothing tells it: watch the repository’s releases; CHANGELOG.md begins with privacy'),
  ),
  provision(
    '5.3-12',
    'The user is told when an update interrupts the device',
    stated('met', 'whoever updates starts it; docs/upgrade.md says that it is away for seconds and what is kept'),
  ),
  provision(
    '5.3-13',
    'How long updates will come is said publicly',
    stated('not met', 'before 1.0 only the newest version is mended (SECURITY.md), and no end is named'),
  ),
  provision(
    '5.3-14',
    'For what cannot be updated: why, and how to replace it',
    stated('not applicable', 'all of it can be updated'),
  ),
  provision(
    '5.3-15',
    'What cannot be updated can be taken off the network, and replaced',
    stated(
      'not applicable',
      'all of it can be updated; a restored backup takes the hub to another machine (docs/backup.md)',
    ),
    '5.3-15A, 5.3-15B',
  ),
  provision('5.3-16', 'The model can be told, on the device or on its page', ({ hub }) =>
    measured(
      hub && hub.version !== '',
      `Hearthgate ${hub?.version ?? ''}, as "hearthgate status" and the page say`,
      'it does not say its version',
    ),
  ),
];
