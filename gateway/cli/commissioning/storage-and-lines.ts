import { wantedPorts } from '../../runtime/config.ts';
import { type Facts, found, measured, type Provision, provision, stated, tested } from './judged.ts';

/** ETSI EN 303 645, clauses 5.4 to 5.7. */
export const storageAndLines: readonly Provision[] = [
  provision('5.4-1', 'Secrets are kept safely', (facts) => {
    const { clearKeys, hub } = facts;
    if (clearKeys === undefined || hub === undefined) return measured(undefined, '', '');
    const { place, means } = hub.rootKey;
    if (place === 'card')
      return {
        ...{ status: 'for the household', how: 'measured' },
        evidence: `the root key lies ${means}; "hearthgate keys move" puts it outside (docs/keys.md)`,
      };
    return clearKeys === 0
      ? found(facts, 'permissions', (says) => `${says}; no private key lies in the clear; the root key lies ${means}`)
      : measured(false, '', `${clearKeys} files hold a private key that the root key does not protect`);
  }),
  provision(
    '5.4-2',
    'An identity that is built in cannot be changed',
    stated('not applicable', 'none is built in; each hub makes its own at its first start'),
  ),
  provision(
    '5.4-3',
    'No secret stands in the source',
    stated('met', 'all keys, codes and passwords are made on the hub, from the system’s randomness'),
  ),
  provision(
    '5.4-4',
    'Secrets that protect updates and connections are each hub’s own',
    tested('keys and certificates are random, for each recipient another', 'test/no-common-name'),
  ),
  provision('5.5-1', 'What is said is protected with good cryptography', ({ observed, hub }) => {
    const plain = hub?.listeners.some(({ listener }) => listener === 'mqtt');
    const tls = observed?.tls ?? [];
    const isOld = tls.some(({ agreed }) => agreed.includes('TLSv1.1'));
    const isTried = tls.length > 0 && tls.every(({ refused }) => refused.includes('TLSv1.1'));
    if (observed && !plain && !isOld && !isTried) return measured(undefined, '', '');
    const good = tls.map(({ listener, agreed }) => `${listener} ${agreed.join(', ')}`).join('; ');
    return measured(
      observed && isTried && !plain,
      `handshakes just now: ${good}; TLS 1.1 was refused`,
      plain
        ? 'MQTT without TLS is switched on: anybody on the network can read along'
        : `TLS 1.1 was agreed to (${good})`,
    );
  }),
  provision(
    '5.5-2',
    'The cryptography in use was looked at by others',
    stated('met', 'OpenSSL by Node, jose, and SQLite3 Multiple Ciphers; nothing of it is our own'),
  ),
  provision(
    '5.5-3',
    'Cryptography can be replaced by an update',
    stated('met', 'all of it is software; batches say their algorithm'),
  ),
  provision('5.5-4', 'Nobody uses the device over the network before they said who they are', ({ observed }) =>
    measured(
      observed && observed.api === 'refused' && observed.strangers === 'refused',
      'just now: the page’s API refused somebody who was not signed in, MQTT refused a client without and one with a wrong password',
      'somebody who proved nothing was let in',
    ),
  ),
  provision(
    '5.5-5',
    'Nothing that matters for security is changed over the network without that',
    tested(
      'every address says who may ask; more leaves only with a passphrase typed just now',
      'test/each-address-says-who-may-ask',
    ),
  ),
  provision('5.5-6', 'Secrets are encrypted on their way', ({ observed, hub }) =>
    measured(
      observed && hub && !hub.listeners.some(({ listener }) => listener === 'mqtt'),
      'there is no listener for devices without TLS',
      'MQTT without TLS is switched on: passwords of devices that use it can be read on the network',
    ),
  ),
  provision('5.5-7', 'Secrets stay secret at whatever can be reached from elsewhere', ({ hub }) =>
    measured(
      hub?.recipients.every(({ contact }) => !contact.includes('without TLS')),
      'what is sent to recipients goes in verified TLS, or stays at addresses in the home',
      'a recipient was reached without TLS',
    ),
  ),
  provision(
    '5.5-8',
    'The maker’s own secrets are looked after',
    stated('not applicable', 'the project holds no secret of any hub'),
  ),
  provision('5.6-1', 'What is not used is switched off', (facts) => portsAsSet(facts)),
  provision(
    '5.6-2',
    'A stranger learns little from the network',
    tested(
      'strangers get one answer whatever is wrong; mDNS tells the port and the authority’s fingerprint, and can be switched off',
      'test/every-listener-refuses-strangers',
    ),
  ),
  provision(
    '5.6-3',
    'No plug or radio is open that is not needed',
    stated(
      'for the household',
      'it is a matter of the machine: put it where nobody passes; see docs/keys.md for what a stolen card tells',
    ),
  ),
  provision(
    '5.6-4',
    'Debugging interfaces are switched off',
    stated(
      'for the household',
      'the hub has none; those of the machine (a serial console, SSH) are whoever’s who looks after it',
    ),
    '5.6-4A, 5.6-4B',
  ),
  provision('5.6-5', 'Only services that are needed run', (facts) => portsAsSet(facts)),
  provision(
    '5.6-6',
    'There is no more code than is needed',
    stated(
      'met',
      'few packages, pinned; the image holds Node, the hub and Debian’s smallest system (docs/decisions/0043)',
    ),
  ),
  provision('5.6-7', 'The software has no more rights than it needs', ({ observed }) =>
    measured(
      observed?.user === undefined ? undefined : observed.user !== 0,
      'it runs as a user of its own; docs/hardening.md says what that user may do',
      'it runs as root: use the image or the service unit (docs/operations.md)',
    ),
  ),
  provision(
    '5.6-8',
    'The hardware keeps memory apart',
    stated('met', 'any 64-bit Linux does, with pages that are never both written and run where the processor has that'),
  ),
  provision(
    '5.6-9',
    'The software is made with care for security',
    stated('met', 'threat model, abuse cases and fuzzing stand in the project (docs/threat-model.md, test/abuse)'),
  ),
  provision(
    '5.7-1',
    'The device checks at its start that its software is genuine',
    stated('not met', 'no secure boot: that is the machine’s, and a Raspberry Pi has none by default'),
  ),
  provision(
    '5.7-2',
    'An unlooked-for change is noticed, and told',
    stated('not met', 'the record shows tampering with itself; whether the program was changed nobody is told'),
  ),
];

/** What the process listens on, beside what is configured. */
function portsAsSet({ observed, hub, config }: Facts) {
  const open = observed?.open;
  if (open === undefined || hub === undefined || config === undefined) return measured(undefined, '', '');
  const configured = wantedPorts(config);
  const known = new Set([...hub.listeners, ...configured].map(({ port }) => port));
  const strange = open.filter((port) => !known.has(port));
  const wanted = configured.map(({ name }) => name);
  return measured(
    strange.length === 0,
    `listens on ${open.length} ports of TCP, just those that are configured: ${wanted.join(', ')}`,
    `listens on ports that no setting names: ${strange.join(', ')}`,
  );
}
