import type { Role } from '../../household/people.ts';
import { canBeConfirmed } from '../../operations/operation.ts';
import { type OperationName, operations } from '../../operations/operations.ts';

/** One address of the API: which operation it asks, and how the answer is given. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /api/v1; `{name}` is the member `name` of the operation's input. */
  readonly path: string;
  readonly operation: OperationName;
  /** Who is answered; `anyone` also before signing in. */
  readonly may: May;
  /** It lets something or somebody more in or out in one step: the passphrase was typed within 15 minutes. */
  readonly typed?: true;
  /** It is answered also while nobody has claimed the hub. */
  readonly unclaimed?: true;
  /** The answer begins a session, whose cookie goes with it, or ends the one it was asked in. */
  readonly cookie?: 'begins' | 'ends';
  /** A sentence for the document. */
  readonly says: string;
  /** Its name in the document where another address asks the same operation. */
  readonly id?: string;
  /** Members of the input that nobody says. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** The answer is a list, given in pages: the members that name one of its lines, if any do. */
  readonly list?: readonly string[];
  /** What is shown is for going on with that operation: the answer has the token that it takes. */
  readonly leadsTo?: OperationName;
  /** Not JSON: one member of the result, as this kind of document. */
  readonly document?: {
    readonly type: 'application/jose' | 'application/zip' | 'text/csv' | 'text/plain';
    readonly member: string;
    /** It is offered for keeping, under this name. */
    readonly file?: string;
  };
}

export type May = 'anyone' | Role;

/** What every address of the table begins with. */
export const BASE = '/api/v1';

type More = Omit<Route, 'method' | 'path' | 'operation' | 'may' | 'says'>;
const on =
  (method: Route['method']) =>
  (path: string, operation: OperationName, may: May, says: string, more: More = {}): Route => ({
    ...{ method, path, operation, may, says },
    ...more,
  });
const [get, post, put, remove] = [on('GET'), on('POST'), on('PUT'), on('DELETE')];

/** All of the API but its events. Members that stand neither in the path nor in `fixed` are the query of GET and DELETE, else the body. */
export const routes: readonly Route[] = [
  post('/setup', 'claim', 'anyone', 'Claims the hub with its setup code, or lets somebody who has it back in.', {
    ...{ unclaimed: true, cookie: 'begins' },
  }),
  post('/session', 'session begin', 'anyone', 'Signs in.', { cookie: 'begins' }),
  get('/session', 'session show', 'viewer', 'Who is signed in here.'),
  remove('/session', 'session end', 'viewer', 'Signs out.', { cookie: 'ends' }),
  post('/session/passphrase', 'session renew', 'viewer', 'Types the passphrase once more, for what lets more out.'),
  get('/places', 'place list', 'viewer', 'Where people are signed in.', { list: ['id'] }),
  post('/places/{id}/end', 'place end', 'viewer', 'Signs out there.'),
  post('/places/end-others', 'place end-others', 'viewer', 'Signs out everywhere but here.'),
  get('/people', 'person list', 'viewer', 'Who may ask this hub, and as what.', { list: ['id'] }),
  post('/people/invitations', 'person invite', 'adult', 'A code that lets somebody in; adults invite viewers.', {
    typed: true,
  }),
  post('/people/acceptance', 'invitation accept', 'anyone', 'Comes in with such a code.', { cookie: 'begins' }),
  put('/people/{person}/role', 'person role', 'owner', 'What somebody may do.'),
  remove('/people/{person}', 'person remove', 'viewer', 'Lets somebody go, at once; oneself, or an owner anybody.'),
  put('/passphrase', 'person passphrase', 'viewer', 'Changes one’s own passphrase; signs out everywhere else.'),

  get(
    '/home',
    'home show',
    'viewer',
    'Whether everything is all right: today’s counts, what waits, trouble, whether all is stopped.',
  ),
  get('/root-key', 'keys show', 'viewer', 'Where the root key lies, and what a stolen card reveals for it.'),
  get('/status', 'status', 'viewer', 'How the hub is.'),
  get('/quarantine', 'quarantine', 'viewer', 'What could not be understood: when, from whom, why; never the values.', {
    ...{ fixed: { most: 1000 }, list: [] },
  }),

  get(
    '/devices',
    'device states',
    'viewer',
    'The devices that were found, new ones first, and how much of each is shared.',
    {
      list: ['id'],
    },
  ),
  get('/fields', 'field list', 'viewer', 'What all devices together can tell, as far as they said it.', {
    list: ['field'],
  }),
  get('/rooms', 'room list', 'viewer', 'The rooms that devices stand in.', { list: ['room'] }),
  get(
    '/devices/{device}',
    'device show',
    'viewer',
    'A device: each field, what it reveals and why, and who gets it in which form.',
  ),
  post(
    '/devices/{device}/values',
    'device values',
    'adult',
    'The last values it said; looking at sensitive ones is recorded.',
  ),
  post('/devices/{device}/looked', 'device looked', 'adult', 'Somebody looked at it: it is new no more.'),
  put(
    '/devices/{device}/room',
    'device place',
    'adult',
    'In which room it stands; without a room it is not said any more.',
  ),
  get('/clients', 'client list', 'viewer', 'Who may connect, what each was refused and how to allow it.', {
    list: ['name'],
  }),
  post('/devices', 'device add', 'adult', 'Credentials for a device or bridge; the password is shown only now.', {
    typed: true,
  }),
  post('/apps', 'app add', 'adult', 'Credentials for a local app; what it reads it may pass on.', { typed: true }),
  post(
    '/clients/{name}/grants',
    'device grant',
    'adult',
    'Lets a device or app read and write more of the home’s own topics.',
    {
      typed: true,
    },
  ),
  post('/clients/{name}/revocations', 'device revoke', 'adult', 'Takes such rights back.'),
  post('/clients/{name}/renewal', 'device renew', 'adult', 'Another password, shown only now; the one before ends.', {
    typed: true,
  }),
  remove(
    '/clients/{name}',
    'device remove',
    'adult',
    'Takes the credentials back, and every consent about its devices.',
  ),

  get('/brokers', 'attach list', 'viewer', 'Brokers of others that the hub reads along on, and how that goes.', {
    list: ['name'],
  }),
  post('/brokers', 'attach', 'owner', 'Reads along on a broker that the home has, once it was tried.', { typed: true }),
  post('/brokers/{name}/grants', 'attach grant', 'owner', 'Lets the hub say something there, too.', { typed: true }),
  post('/brokers/{name}/revocations', 'attach revoke', 'owner', 'Takes that back.'),
  remove(
    '/brokers/{name}',
    'attach remove',
    'owner',
    'Reads there no more, and forgets the devices that were found there.',
  ),

  post(
    '/pairing',
    'pair open',
    'adult',
    'Opens a window of ten minutes for one new device; what its QR code says is shown only now.',
    { typed: true },
  ),
  get(
    '/pairing',
    'pair show',
    'viewer',
    'Whether a window is open, and who came: with the code, or refused without it.',
  ),
  post(
    '/pairing/newcomers/{newcomer}/confirmation',
    'pair confirm',
    'adult',
    'Names a newcomer and gives it credentials: over its own connection, or to be typed in, shown only now.',
    { typed: true },
  ),
  post('/pairing/newcomers/{newcomer}/rejection', 'pair reject', 'adult', 'Sends who came with the code away.'),
  remove('/pairing', 'pair close', 'adult', 'Closes the window.'),

  get('/certificates', 'cert list', 'viewer', 'The authorities, and the certificates that devices connect with.'),
  get('/certificates/authorities/{which}', 'cert show', 'viewer', 'What devices or browsers are to trust.'),
  post(
    '/certificates/{what}/revocation',
    'cert revoke',
    'adult',
    'Ends a certificate, or all of a device, and its connections.',
  ),

  get('/recipients', 'recipient list', 'viewer', 'Who outside may receive, and how delivery goes.', {
    list: ['recipient'],
  }),
  post('/recipients', 'recipient add', 'adult', 'Takes a signed manifest, or a newer version of it; shares nothing.'),
  post(
    '/recipients/published',
    'recipient fetch',
    'owner',
    'Fetches what a maker published at its address, once, and takes it; shares nothing, and is recorded as a connection.',
  ),
  get('/recipient-profiles', 'recipient profiles', 'viewer', 'Kinds of recipients that a household adds by itself.', {
    list: ['profile'],
  }),
  post(
    '/recipients/own',
    'recipient new',
    'adult',
    'Writes and signs a manifest for a recipient of the household’s own, without a key; shares nothing.',
  ),
  put('/recipients/own/{recipient}', 'recipient change', 'adult', 'Writes a newer version of such a manifest.', {
    typed: true,
  }),
  get(
    '/recipients/{recipient}/learns',
    'recipient learns',
    'viewer',
    'What it could still learn from what leaves to it now, in words and figures.',
  ),
  get(
    '/recipients/{recipient}/learns/here',
    'recipient learns-here',
    'adult',
    'The same tried on this home’s own history, where it is kept: one figure, or why there is none.',
  ),
  get('/recipients/{recipient}', 'recipient show', 'viewer', 'A recipient: who it is, what it asks for, what it gets.'),
  remove(
    '/recipients/{recipient}',
    'recipient remove',
    'adult',
    'Withdraws everything it was given and forgets its manifest.',
  ),
  put(
    '/recipients/{recipient}/credentials',
    'recipient credentials',
    'adult',
    'Keeps what the recipient issued to this home; whose account it is decides who gets what is agreed to.',
    { typed: true },
  ),
  remove('/recipients/{recipient}/credentials', 'recipient credentials', 'adult', 'Forgets them.', {
    id: 'recipientCredentialsForget',
  }),
  post(
    '/recipients/{recipient}/enrolment',
    'recipient enrol',
    'adult',
    'Tells it with a token from its app whose account this is, or says hello again after it refused.',
  ),
  put(
    '/recipients/{recipient}/codes',
    'recipient codes',
    'adult',
    'Whether a purpose’s codes stay the same or change every month.',
  ),
  post(
    '/recipients/{recipient}/new-codes',
    'recipient new-codes',
    'adult',
    'Gives all its codes up; from now on it gets new ones.',
  ),
  post(
    '/recipients/{recipient}/erasure',
    'recipient erase',
    'adult',
    'Asks it to erase what it has; answers with the letter, too.',
  ),
  post('/recipients/{recipient}/opt-out', 'recipient opt-out', 'adult', 'Tells it not to sell or share what it has.'),

  get('/requests', 'request list', 'viewer', 'What waits for an answer, by who asks.', { list: ['recipient'] }),
  get(
    '/requests/{recipient}/{request}',
    'request show',
    'viewer',
    'A request that waits, with all a person is to be shown.',
  ),
  get('/answers', 'request answers', 'viewer', 'How requests were answered, the latest first.', {
    list: ['recipient', 'request'],
  }),
  post(
    '/requests/{recipient}/{request}/postponement',
    'request postpone',
    'adult',
    'Leaves it for later; nothing is shared meanwhile.',
  ),

  post(
    '/previews',
    'preview',
    'adult',
    'What would leave of real messages, before and after, and the token for agreeing to it.',
    {
      leadsTo: 'consent give',
    },
  ),
  post(
    '/previews/learns',
    'preview learns',
    'adult',
    'What the recipient could learn if these choices were made, beside what it gets already.',
  ),
  get('/consents', 'consent list', 'viewer', 'Every choice on record, oldest first.', { list: ['id'] }),
  post('/consents', 'consent give', 'adult', 'Agrees to a request, or to a part of it, or to less of it.'),
  post('/refusals', 'consent refuse', 'adult', 'Answers no; what was shared of it stops at once.'),
  post('/choices', 'consent apply', 'adult', 'Makes many choices, all or none.'),
  post('/withdrawals', 'consent withdraw', 'adult', 'Stops at once what was agreed to, also what is queued.'),
  post('/consents/{id}/withdrawal', 'consent withdraw', 'adult', 'Withdraws one consent.', {
    id: 'consentWithdrawOne',
  }),
  get(
    '/consents/{id}/receipt',
    'consent record',
    'viewer',
    'The signed receipt of the decision that the consent was made by.',
    {
      document: { type: 'application/jose', member: 'receipt', file: 'receipt.jws' },
    },
  ),
  get(
    '/decisions',
    'consent explain',
    'viewer',
    'Why each field of a request leaves or stays: every rule that mattered.',
    {
      list: [],
    },
  ),

  get('/rules', 'rule list', 'viewer', 'The rules above all consents, and what is stopped.', { list: ['id'] }),
  post('/rules', 'rule add', 'adult', 'Sets a rule; it holds at once.'),
  post('/rules/{id}/removal', 'rule remove', 'adult', 'Ends a rule.'),
  post('/sharing/stop', 'sharing stop', 'adult', 'Stops all sharing at once, or one recipient or device.'),
  post('/sharing/resume', 'sharing resume', 'adult', 'Goes on as it was agreed to.'),

  get(
    '/commands',
    'command list',
    'viewer',
    'What recipients want to make devices do, how it was answered, what reached none.',
  ),
  post('/commands/allowances', 'command allow', 'adult', 'Lets a recipient make a device do something it declared.'),
  post('/commands/refusals', 'command refuse', 'adult', 'Answers no.'),
  post('/commands/withdrawals', 'command withdraw', 'adult', 'Takes back at once what was allowed.'),

  get(
    '/left',
    'left list',
    'viewer',
    'What left and what waits to, newest first; `after` is the `next` of the page before.',
  ),
  get('/left/sums', 'left sums', 'viewer', 'How much left, grouped as asked; a year answers at once.'),
  get('/left/flows', 'left flows', 'viewer', 'What went from which device to which recipient, the most first.'),
  get('/left/lines', 'left lines', 'viewer', 'What left, field by field, for programs; no value is in it.'),
  get('/left/csv', 'left csv', 'viewer', 'The same for a spreadsheet.', {
    document: { type: 'text/csv', member: 'csv', file: 'what-left.csv' },
  }),
  get(
    '/left/{batch}',
    'left show',
    'viewer',
    'One batch: its fields, forms, consents, receipts, and what left where it is kept.',
    {
      fixed: { openSensitive: false },
    },
  ),
  post(
    '/left/{batch}/values',
    'left show',
    'adult',
    'The same with kept values of high sensitivity; that is recorded.',
    {
      ...{ id: 'leftOpen', fixed: { openSensitive: true } },
    },
  ),
  get('/stayed', 'stayed list', 'viewer', 'What stayed home, as counts by reason, or grouped as asked.', {
    list: ['of'],
  }),
  post('/history/erasure', 'history erase', 'adult', 'Erases what is known of the time before a day; the proofs stay.'),
  post(
    '/devices/{name}/forgetting',
    'device forget',
    'adult',
    'Forgets a device, or a credential with all its devices.',
  ),

  get('/activity', 'activity list', 'viewer', 'Every change in words, newest first, and whether it can be undone.'),
  post('/activity/{seq}/undo', 'activity undo', 'adult', 'Restores what was before a change, by a new one.'),
  get(
    '/rights',
    'rights list',
    'viewer',
    'What recipients were asked about the household’s rights, and what became of it.',
    {
      list: ['id'],
    },
  ),
  get('/rights/{id}/letter', 'rights letter', 'viewer', 'The letter to send where there is no other way.'),
  post('/rights/{id}/note', 'rights note', 'adult', 'Notes what the recipient answered.'),
  get('/posture', 'posture show', 'viewer', 'The starting answer, and what devices need to work as far as is known.'),
  put(
    '/posture',
    'posture set',
    'adult',
    'Chooses the starting answer; sharing what devices need takes the code of the list.',
  ),
  get('/budget', 'budget show', 'viewer', 'How much noised values disclosed, and what is left of it.'),
  get('/settings', 'settings show', 'viewer', 'What the household set about its history.'),
  put('/settings', 'settings set', 'adult', 'Changes it; keeping less is done at once.'),

  get(
    '/export',
    'export',
    'adult',
    'Everything the hub knows about the household, for people and machines, in one zip.',
    {
      ...{ typed: true, document: { type: 'application/zip', member: 'base64', file: 'hearthgate.zip' } },
    },
  ),

  get('/ledger/checkpoint', 'ledger checkpoint', 'viewer', 'The newest signed checkpoint, to be kept elsewhere.', {
    document: { type: 'text/plain', member: 'checkpoint' },
  }),
  get('/ledger/key', 'ledger key', 'viewer', 'The key that checkpoints are checked with.', {
    document: { type: 'text/plain', member: 'key' },
  }),
  get('/ledger/lines', 'ledger lines', 'viewer', 'The whole ledger as an export, for the verifier.', {
    document: { type: 'text/plain', member: 'lines', file: 'ledger.txt' },
  }),
  get('/ledger/entries', 'ledger entries', 'viewer', 'What the ledger says, in order.'),
  get(
    '/ledger/entries/{seq}/proof',
    'ledger inclusion',
    'viewer',
    'Shows that an entry stands in the ledger (RFC 6962 §2.1.1).',
  ),
  get(
    '/ledger/consistency',
    'ledger consistency',
    'viewer',
    'Shows that the ledger continues an older one (RFC 6962 §2.1.2).',
  ),
];

/** Operations without an address, and why. */
export const NOT_SERVED: Partial<Record<OperationName, string>> = {
  'cert issue': 'it answers with a private key, which is for whoever stands at the hub',
  'cert rotate': 'it ends what every device trusts, step by step: for whoever stands at the hub',
  'setup-code': 'it lets whoever stands at the hub in, and nobody else may make it',
  'hub health': 'it tells of the machine, to whoever stands at it',
  'hub contact': 'it connects to whoever nothing is agreed with: for whoever stands at the hub',
  'hub commissioning': 'it is the report of whoever sets the hub up, at it',
  'hub hand-over': 'it ends what whoever sets the hub up may do, and is theirs alone',
  'hub take-back': 'it ends the code that was handed over, before anybody has claimed the hub',
  'provision check': 'it is about files that lie beside the hub',
  provision: 'it is about files that lie beside the hub, for whoever sets it up there',
  'device list': 'the command line’s view of what /clients and /devices tell apart',
};

/** Whether the passphrase must have been typed a moment ago: always, or where what is said lets more out. */
export function signsInAgain({ operation, typed }: Route): 'always' | 'for more' | 'never' {
  if (typed) return 'always';
  return FOR_MORE.has(operation) || canBeConfirmed(operations[operation].input) ? 'for more' : 'never';
}

/** Those that say it in another way than by `confirmed`. */
const FOR_MORE = new Set<OperationName>(['posture set', 'person role', 'person remove', 'settings set']);

/** The names in a path, `{name}`. */
export function namesIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
}
