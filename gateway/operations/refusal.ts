/** What a person asked for cannot be done as asked. `problem` is a plain sentence that says what to do. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, problem: string) {
    super(problem);
    this.code = code;
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
  const says: (...about: readonly string[]) => string = CATALOGUE[code].says;
  return new Refusal(code, says(...about));
}

interface Kind {
  readonly status: number;
  readonly says: (...about: string[]) => string;
  readonly see?: string;
}

type Catalogue = typeof CATALOGUE;
export type RefusalCode = keyof Catalogue;

const said = (problem: string) => problem;

/** Everything a person can be refused. A code is part of the contract: programs tell refusals apart by it. */
const CATALOGUE = {
  'not-understood': { status: 400, says: said },
  'no-such-operation': { status: 404, says: (name: string) => `there is no operation "${name}"` },
  'no-such-recipient': {
    status: 404,
    says: (recipient: string) => `there is no recipient "${recipient}"`,
    see: 'recipient list',
  },
  'no-such-request': {
    status: 404,
    says: (recipient: string, request: string, has: string) =>
      `${recipient} has no request "${request}"; it has: ${has}`,
  },
  'not-asked-for': {
    status: 404,
    says: (request: string, field: string, asks: string) =>
      `${request} does not ask for "${field}"; it asks for ${asks}`,
  },
  'no-device-fits': { status: 404, says: () => 'no device here fits that request', see: 'device list' },
  'no-such-device': { status: 404, says: (device: string) => `there is no device "${device}"`, see: 'device list' },
  'no-such-client': {
    status: 404,
    says: (name: string) => `there is no device or app "${name}"`,
    see: 'device list',
  },
  'no-such-consent': {
    status: 404,
    says: (id: string) => `there is no record of a consent "${id}"`,
    see: 'consent list',
  },
  'no-such-batch': {
    status: 404,
    says: (batch: string) => `nothing is kept of a batch ${batch}; its detail may have been forgotten`,
    see: 'left',
  },
  'nothing-shared': { status: 404, says: () => 'nothing that is shared matches', see: 'consent list' },
  'nothing-waits': {
    status: 404,
    says: () => 'no such request waits for an answer',
    see: 'request list',
  },
  'no-such-command': {
    status: 404,
    says: (recipient: string, command: string, has: string) =>
      `${recipient} has no command "${command}"${has === '' ? '' : `; it has: ${has}`}`,
    see: 'command list',
  },
  'never-commanded': {
    status: 409,
    says: (command: string) =>
      `nobody outside may be allowed "${command}": it could make the home tell more, or touch the network or the inside of a device, or Hearthgate knows no way to say it`,
    see: 'command list',
  },
  'no-such-rule': { status: 404, says: () => 'no such rule is in force', see: 'rule list' },
  'no-such-purpose': {
    status: 404,
    says: (recipient: string, purpose: string, asks: string) =>
      `${recipient} asks nothing for ${purpose}; it asks for ${asks}`,
  },
  'no-such-entry': { status: 404, says: (seq: string) => `the record has no entry ${seq}`, see: 'activity list' },
  'cannot-be-undone': { status: 409, says: (why: string) => `it cannot be undone: ${why}`, see: 'activity list' },
  'no-such-rights-request': {
    status: 404,
    says: (id: string) => `nothing was asked under the number ${id}`,
    see: 'rights list',
  },
  'not-granted': { status: 404, says: (filter: string) => `"${filter}" is not granted`, see: 'device list' },
  'finer-than-asked': {
    status: 409,
    says: (field: string, recipient: string) =>
      `${field}: that form is not coarser than what ${recipient} asked for; leave the form out to agree to what was asked`,
  },
  'list-changed': {
    status: 409,
    says: () =>
      'this is not what was shown: the list is another one now, or was not looked at; look at it and confirm that',
    see: 'posture show',
  },
  'no-message-yet': {
    status: 409,
    says: () =>
      'none of these devices has said anything since the hub was started; wait for a message, or choose the worst case',
  },
  'client-refused': { status: 409, says: said },
  'manifest-refused': { status: 422, says: said },
  'ledger-damaged': { status: 503, says: said },
} as const satisfies Record<string, Kind>;
