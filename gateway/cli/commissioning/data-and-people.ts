import { asked, found, measured, type Provision, provision, stated, tested } from './judged.ts';

/** ETSI EN 303 645, clauses 5.8 to 5.13, and those of chapter 6 about personal data. */
export const dataAndPeople: readonly Provision[] = [
  provision(
    '5.8-1',
    'Personal data is protected between the device and services',
    tested('batches are signed, encrypted to the recipient’s key and sent in TLS', 'test/sealed-stays-sealed'),
  ),
  provision(
    '5.8-2',
    'Sensitive personal data is protected with good cryptography on its way',
    tested(
      'the same holds for every field; one without a key is shown as readable there',
      'test/a-recipient-without-a-key-gets-no-more',
    ),
  ),
  provision('5.8-3', 'What the device can sense is told to the user', (facts) =>
    asked(facts, ['device show', 'field list'], 'the page and "look" say of each field what it may reveal'),
  ),
  provision(
    '5.9-1',
    'It stands outages of network and power',
    tested('what was acknowledged is kept when the plug is pulled', 'test/pulling-the-plug-loses-nothing-acknowledged'),
  ),
  provision('5.9-2', 'At home it goes on without the internet, and comes back cleanly', (facts) =>
    found(
      facts,
      'records',
      () =>
        `the disk takes what is recorded; devices and apps are served without any recipient (test/a-wrong-clock-stops-sharing-not-the-home.test.ts)`,
    ),
  ),
  provision(
    '5.9-3',
    'It connects again without a rush',
    tested(
      'each recipient has a time of its own; the wait before another try grows, by chance longer or shorter',
      'gateway/recipients/links/backoff',
    ),
  ),
  provision(
    '5.10-1',
    'Telemetry, where there is any, is looked at for signs of attack',
    stated('not applicable', 'there is none: nothing about the hub leaves it'),
  ),
  provision('5.11-1', 'Users can erase what is kept of them, simply', (facts) =>
    asked(
      facts,
      ['device forget', 'history erase', 'person remove'],
      '"device forget", "history erase" and removing a person, on the page or by command',
    ),
  ),
  provision('5.11-2', 'Users can have services erase what they got', (facts) =>
    asked(
      facts,
      ['recipient erase', 'rights letter'],
      '"recipient erase" asks in a sealed notice, and prints the letter where that does not help',
    ),
  ),
  provision(
    '5.11-3',
    'It is explained how to',
    stated('met', 'docs/api.md and the page; selling the machine: erase its card (docs/handover.md)'),
  ),
  provision(
    '5.11-4',
    'It is confirmed that it was done',
    tested(
      'what was forgotten is counted and gone from the disk; a recipient’s own word stays its word',
      'test/what-is-forgotten-is-gone',
    ),
  ),
  provision(
    '5.12-1',
    'Setting up takes few decisions, and the safe one is the first',
    tested('nothing is shared until somebody claims the hub and says so', 'test/default-is-silence'),
  ),
  provision(
    '5.12-2',
    'It is explained how to set it up safely',
    stated('met', 'docs/install.md, docs/handover.md and docs/hardening.md'),
  ),
  provision('5.12-3', 'Users can see whether it is set up safely', (facts) => {
    const bad = facts.findings.filter(({ state }) => state === 'bad').map(({ check }) => check);
    return measured(
      bad.length === 0,
      'this report, and "hearthgate doctor": nothing is wrong now',
      `"hearthgate doctor" finds: ${bad.join(', ')}`,
    );
  }),
  provision(
    '5.13-1',
    'What comes in is checked before it is used',
    ({ observed }) => {
      const seen = observed?.garbage;
      return measured(
        seen === undefined ? undefined : seen === 'cut off',
        'bytes that are no MQTT were cut off just now without an answer; every input has one parser (test/bad-input-never-leaks.test.ts, test/fuzz)',
        'bytes that are no MQTT were answered',
      );
    },
    '5.13-1A, 5.13-1B',
  ),
  provision(
    '6.1',
    'It is told plainly what personal data is used, how, by whom and why',
    tested('each request is shown in words with its purpose before it is answered', 'test/a-yes-is-to-what-was-shown'),
  ),
  provision(
    '6.2',
    'Where consent is the reason, it is valid',
    tested('two steps, with what was read kept in a receipt', 'test/every-choice-stands-in-the-ledger'),
  ),
  provision(
    '6.3',
    'Consent can be taken back at any time',
    tested('in one step, also what is queued', 'test/withdrawn-consent-stops-what-is-queued'),
    '6.3A, 6.3B',
  ),
  provision(
    '6.4',
    'Telemetry has no more personal data than it needs',
    stated('not applicable', 'there is no telemetry'),
  ),
  provision('6.5', 'It is told what telemetry is collected and why', stated('not applicable', 'there is no telemetry')),
];
