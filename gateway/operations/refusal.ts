import type { Problem } from '../../rules/problems.ts';
import type { Language } from '../../rules/words/speak.ts';
import { DE } from './refusal-de.ts';

/** What a person asked for cannot be done as asked. `problem` is a plain sentence that says what to do. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** All that is wrong with the input, where that is why. */
  readonly problems: readonly Problem[];
  /** Seconds after which it is worth asking again, where waiting helps. */
  readonly waitS: number | undefined;
  /** The names that it is about. */
  readonly #about: readonly string[];

  constructor(code: RefusalCode, about: readonly string[], problems: readonly Problem[] = [], waitS?: number) {
    super(wordsIn('en', code).says(...about));
    this.waitS = waitS;
    this.code = code;
    this.problems = problems;
    this.#about = about;
  }

  /** The kind of refusal in a few words, the same for all of its code, and what to do. */
  in(language: Language): { readonly title: string; readonly problem: string } {
    const { title, says } = wordsIn(language, this.code);
    return { title, problem: says(...this.#about) };
  }

  /** How HTTP says it (RFC 9110 §15). */
  get status(): number {
    return CATALOGUE[this.code].status;
  }

  /** The words of the command that shows what there is. */
  get see(): string | undefined {
    const kind: Kind = CATALOGUE[this.code];
    return kind.see;
  }
}

/** The refusal of this code, about these names. */
export function refusal<Code extends RefusalCode>(code: Code, ...about: Parameters<Catalogue[Code]['says']>): Refusal {
  return new Refusal(code, about);
}

/** The same, with the place of the input that it is about, in the language of whoever reads it there. */
export function refusalAt<Code extends RefusalCode>(
  path: string,
  language: Language,
  code: Code,
  ...about: Parameters<Catalogue[Code]['says']>
): Refusal {
  return new Refusal(code, about, [{ path, problem: wordsIn(language, code).says(...about) }]);
}

/** The refusal of whoever asks too often; `waitMs` is until they are listened to again. */
export function tooSoon(code: 'too-many-tries' | 'too-many-requests', waitMs: number): Refusal {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new Refusal(code, [String(seconds)], [], seconds);
}

/** The refusal of an input: the first of its problems in words, and all of them with their places. */
export function notUnderstood(problems: readonly Problem[]): Refusal {
  const [first] = problems;
  const says = first === undefined ? 'the input cannot be read' : `${first.path || 'the input'} ${first.problem}`;
  return new Refusal('not-understood', [says], problems);
}

interface Kind {
  readonly status: number;
  readonly title: string;
  readonly says: (...about: string[]) => string;
  readonly see?: string;
}

type Catalogue = typeof CATALOGUE;
export type RefusalCode = keyof Catalogue;

/** A refusal in another language: about the same names. */
export interface InWords<Code extends RefusalCode> {
  readonly title: string;
  readonly says: (...about: Parameters<Catalogue[Code]['says']>) => string;
}

function wordsIn(language: Language, code: RefusalCode): Pick<Kind, 'title' | 'says'> {
  return language === 'de' ? DE[code] : CATALOGUE[code];
}

const said = (problem: string) => problem;

/** Everything a person can be refused. A code is part of the contract: programs tell refusals apart by it. */
const CATALOGUE = {
  'not-understood': { status: 400, title: 'The input is not understood', says: said },
  'no-such-operation': {
    status: 404,
    title: 'There is no such operation',
    says: (name: string) => `there is no operation "${name}"`,
  },
  'no-such-recipient': {
    status: 404,
    title: 'There is no such recipient',
    says: (recipient: string) => `there is no recipient "${recipient}"`,
    see: 'recipient list',
  },
  'no-such-request': {
    status: 404,
    title: 'There is no such request',
    says: (recipient: string, request: string, has: string) =>
      `${recipient} has no request "${request}"; it has: ${has}`,
  },
  'not-asked-for': {
    status: 404,
    title: 'The field is not asked for',
    says: (request: string, field: string, asks: string) =>
      `${request} does not ask for "${field}"; it asks for ${asks}`,
  },
  'no-device-fits': {
    status: 404,
    title: 'No device fits',
    says: () => 'no device here fits that request',
    see: 'device list',
  },
  'no-such-device': {
    status: 404,
    title: 'There is no such device',
    says: (device: string) => `there is no device "${device}"`,
    see: 'device list',
  },
  'no-such-client': {
    status: 404,
    title: 'There is no such device or app',
    says: (name: string) => `there is no device or app "${name}"`,
    see: 'device list',
  },
  'no-such-broker': {
    status: 404,
    title: 'There is no such broker',
    says: (name: string) => `no broker "${name}" is attached`,
    see: 'attach list',
  },
  'broker-refused': { status: 422, title: 'The broker is not attached', says: said },
  'no-such-consent': {
    status: 404,
    title: 'There is no such consent',
    says: (id: string) => `there is no record of a consent "${id}"`,
    see: 'consent list',
  },
  'nothing-shared': {
    status: 404,
    title: 'Nothing that is shared matches',
    says: () => 'nothing that is shared matches',
    see: 'consent list',
  },
  'no-such-batch': {
    status: 404,
    title: 'There is no such batch',
    says: (batch: string) => `nothing is kept of a batch ${batch}; its detail may have been forgotten`,
    see: 'left',
  },
  'nothing-waits': {
    status: 404,
    title: 'No such request waits',
    says: () => 'no such request waits for an answer',
    see: 'request list',
  },
  'asks-otherwise': {
    status: 409,
    title: 'It asks for something else by now',
    says: () => 'what waits is not what was shown any more, and nothing was answered; look at it as it is now',
    see: 'request list',
  },
  'no-such-command': {
    status: 404,
    title: 'The recipient has no such command',
    says: (recipient: string, command: string, has: string) =>
      `${recipient} has no command "${command}"${has === '' ? '' : `; it has: ${has}`}`,
    see: 'command list',
  },
  'nothing-allowed': {
    status: 404,
    title: 'No such command is allowed',
    says: () => 'no command that is allowed matches',
    see: 'command list',
  },
  'over-budget': {
    status: 409,
    title: 'There is no budget left for it',
    says: (name: string, wanted: string, left: string) =>
      `this needs ε ${wanted} of each day, and what ${name} may get has ${left} left; agree to a smaller ε, or withdraw something else first`,
    see: 'budget show',
  },
  'over-budget-of-all': {
    status: 409,
    title: 'There is no budget left for it',
    says: (wanted: string, left: string) =>
      `this needs ε ${wanted} of each day, and what all recipients together may get has ${left} left; agree to a smaller ε, or withdraw something else first`,
    see: 'budget show',
  },
  'recipient-exists': {
    status: 409,
    title: 'There is such a recipient already',
    says: (recipient: string) => `there is a recipient "${recipient}" already; change that, or choose another id`,
    see: 'recipient list',
  },
  'not-own': {
    status: 409,
    title: 'The recipient is not one of the household’s own making',
    says: (recipient: string) => `${recipient} was not made here; add its newer manifest instead`,
  },
  'no-such-profile': {
    status: 404,
    title: 'There is no such profile',
    says: (profile: string, known: string) => `there is no profile "${profile}"; it is one of ${known}`,
    see: 'recipient profiles',
  },
  'wrong-profile': { status: 400, title: 'The profile cannot be used', says: said },
  'wrong-secret': { status: 400, title: 'The secret does not fit the recipient', says: said },
  'never-commanded': {
    status: 409,
    title: 'Nobody outside may be allowed this',
    says: (command: string) =>
      `nobody outside may be allowed "${command}": it could make the home tell more, or touch the network or the inside of a device, or Hearthgate knows no way to say it`,
    see: 'command list',
  },
  'no-such-rule': {
    status: 404,
    title: 'There is no such rule',
    says: () => 'no such rule is in force',
    see: 'rule list',
  },
  'no-such-purpose': {
    status: 404,
    title: 'The recipient has no such purpose',
    says: (recipient: string, purpose: string, asks: string) =>
      `${recipient} asks nothing for ${purpose}; it asks for ${asks}`,
  },
  'no-account-asked': {
    status: 409,
    title: 'The recipient asks for no account',
    says: (name: string) => `${name} takes homes without knowing their account; keep the token to yourself`,
  },
  'no-such-entry': {
    status: 404,
    title: 'There is no such entry',
    says: (size: string) => `the ledger has ${size} entries, numbered from 0`,
    see: 'activity list',
  },
  'cannot-be-undone': {
    status: 409,
    title: 'It cannot be undone',
    says: (why: string) => `it cannot be undone: ${why}`,
    see: 'activity list',
  },
  'no-such-rights-request': {
    status: 404,
    title: 'Nothing was asked under that number',
    says: (id: string) => `nothing was asked under the number ${id}`,
    see: 'rights list',
  },
  'not-granted': {
    status: 404,
    title: 'That is not granted',
    says: (filter: string) => `"${filter}" is not granted`,
    see: 'device list',
  },
  'finer-than-asked': {
    status: 409,
    title: 'The form is finer than what was asked for',
    says: (field: string, recipient: string) =>
      `${field}: that form is not coarser than what ${recipient} asked for; leave the form out to agree to what was asked`,
  },
  'list-changed': {
    status: 409,
    title: 'The list is another one now',
    says: () =>
      'this is not what was shown: the list is another one now, or was not looked at; look at it and confirm that',
    see: 'posture show',
  },
  'no-message-yet': {
    status: 409,
    title: 'No message has come yet',
    says: () =>
      'none of these devices has said anything since the hub was started; wait for a message, or choose the worst case',
  },
  'no-such-certificate': {
    status: 404,
    title: 'There is no such certificate',
    says: (what: string) => `no certificate in force has the serial number or the name "${what}"`,
    see: 'cert list',
  },
  'key-not-usable': { status: 422, title: 'The key cannot be used', says: said },
  'too-many-certificates': {
    status: 409,
    title: 'That is too many certificates',
    says: (name: string) => `"${name}" has as many certificates as one may; revoke those that are not used`,
    see: 'cert list',
  },
  'changed-meanwhile': {
    status: 409,
    title: 'It was changed meanwhile',
    says: (name: string) => `"${name}" was changed while its certificate was made; ask again`,
  },
  'rotation-under-way': {
    status: 409,
    title: 'A rotation is under way',
    says: (which: string) =>
      `the next root stands beside the present one already; hearthgate cert rotate ${which} --finish ends the old one, --cancel gives the new one up`,
  },
  'no-rotation': {
    status: 409,
    title: 'No rotation is under way',
    says: (which: string) => `there is no next root yet; hearthgate cert rotate ${which} makes it`,
  },
  'look-again': {
    status: 409,
    title: 'Look again before you share',
    says: () =>
      'what would leave is not what this token was given for, or it is older than 15 minutes or was used; look at what would leave now, and send its token',
  },
  'no-such-page': {
    status: 404,
    title: 'There is nothing at this address',
    says: () => 'there is nothing at this address; /api/v1/openapi.json lists all there is',
  },
  'wrong-method': {
    status: 405,
    title: 'This address is asked in another way',
    says: (allowed: string) => `use ${allowed} here`,
  },
  'too-large': {
    status: 413,
    title: 'That is too much at once',
    says: () => 'a request holds at most 1 MiB; send it in parts',
  },
  'too-long': {
    status: 414,
    title: 'The address is too long',
    says: () => 'an address and its query have at most 4096 characters',
  },
  'wrong-content-type': {
    status: 415,
    title: 'Only JSON is taken',
    says: () => 'send what changes something as JSON, with content-type: application/json',
  },
  'not-from-here': {
    status: 403,
    title: 'Asked by another name or page',
    says: said,
  },
  'too-many-listeners': {
    status: 503,
    title: 'Too many listen already',
    says: () => 'as many pages as the hub can serve listen to its events already; close one',
  },
  'not-listening': {
    status: 409,
    title: 'The hub does not listen with TLS',
    says: () =>
      'pairing needs a hub that is running and listens with TLS; start it with "hearthgate start", and leave mqtts.enabled on',
  },
  'no-such-newcomer': {
    status: 404,
    title: 'There is no such newcomer',
    says: (id: string) => `no newcomer "${id}" waits; a window is open for ten minutes, and for one device`,
    see: 'pair show',
  },
  'not-taken': {
    status: 409,
    title: 'The device did not take its credentials',
    says: (name: string) =>
      `the device did not take its credentials and is not connected any more, so "${name}" was not added; open another window and start its pairing again`,
  },
  'not-claimed': {
    status: 403,
    title: 'Nobody has claimed this hub',
    says: () =>
      'nobody has claimed this hub yet; do that first, with its setup code ("hearthgate setup-code" makes one)',
  },
  'handed-over': {
    status: 403,
    title: 'The hub was handed over',
    says: () =>
      'this hub was handed over and waits for its household; "hearthgate handover" makes them another code, and "hearthgate handover --take-back" ends theirs and gives the hub back to you',
  },
  'not-handed-over': {
    status: 409,
    title: 'The hub was not handed over',
    says: () => 'this hub was not handed over, or was taken back already',
  },
  'is-claimed': {
    status: 409,
    title: 'The hub is somebody’s already',
    says: () =>
      'this hub is somebody’s already, and is not handed over any more; who may ask it is a matter of its owners',
    see: 'person list',
  },
  'person-needed': {
    status: 401,
    title: 'A person has to ask',
    says: () =>
      'this hub was handed over to its household, so that only one of them may ask that: say --as <name>; the passphrase is read from the terminal, or from standard input',
  },
  'not-signed-in': { status: 401, title: 'Nobody is signed in', says: () => 'sign in first' },
  'not-allowed': {
    status: 403,
    title: 'Somebody else may do that',
    says: (role: string) => `this is for ${role === 'owner' ? 'owners' : 'adults and owners'} of the household`,
  },
  'sign-in-again': {
    status: 403,
    title: 'Type your passphrase once more',
    says: () =>
      'this lets more out, keeps more, or lets somebody in: it needs your passphrase, typed within the last 15 minutes',
  },
  'not-this-page': {
    status: 403,
    title: 'The page did not say its token',
    says: () => 'send the token of your session as x-hearthgate-token; the session tells it',
  },
  'wrong-passphrase': { status: 403, title: 'That is not right', says: () => 'no such name with that passphrase' },
  'wrong-code': {
    status: 403,
    title: 'The code is not good',
    says: () =>
      'that code is not right, was used, or is over; a setup code is good once, for 30 minutes and five tries',
  },
  'passphrase-refused': { status: 422, title: 'Choose another passphrase', says: said },
  'too-many-tries': {
    status: 429,
    title: 'Too many wrong answers',
    says: (seconds: string) => `too many wrong answers came from there; try again in ${seconds} s`,
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    says: (seconds: string) => `too much was asked from there; ask again in ${seconds} s`,
  },
  'too-busy': {
    status: 503,
    title: 'Others are signing in',
    says: () => 'too many sign in at this moment; try again',
  },
  'no-such-person': {
    status: 404,
    title: 'There is no such person',
    says: () => 'nobody here has that id',
    see: 'person list',
  },
  'no-such-session': {
    status: 404,
    title: 'There is no such place',
    says: () => 'nobody is signed in there any more',
  },
  'name-taken': { status: 409, title: 'The name is taken', says: () => 'somebody here has that name; choose another' },
  'last-owner': {
    status: 409,
    title: 'The last owner stays',
    says: () => 'the last owner cannot leave or become less; make somebody else an owner first',
  },
  'client-refused': { status: 409, title: 'The device or app cannot be added or changed', says: said },
  'nothing-fetched': { status: 422, title: 'No manifest was fetched', says: said },
  'manifest-refused': { status: 422, title: 'The manifest is refused', says: said },
  'ledger-damaged': { status: 503, title: 'The ledger is damaged', says: said },
} as const satisfies Record<string, Kind>;
