// Written by `npm run client-types` from the document that the API serves; do not edit.

export type Activity = { readonly changes: readonly Change[]; readonly next?: number };

export type ActivityUndoInput = { readonly through?: number; readonly token?: string };

export type ActivityUndoStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: Undone;
};

export type AnsweredRequest = {
  readonly recipient: string;
  readonly name: string;
  readonly request: string;
  readonly purpose: string;
  readonly sentence: string;
  readonly given: number;
  readonly refused: number;
  readonly withdrawn: number;
  readonly expired: number;
  readonly at: number;
  readonly until?: number;
};

export type AppAddInput = {
  readonly name: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
};

export type AskedField = {
  readonly devices: readonly string[];
  readonly field: string;
  readonly leaves: string;
  readonly known?: string;
  readonly changed?: readonly string[];
  readonly answeredBefore?: 'given' | 'refused' | 'withdrawn' | 'expired';
  readonly form: Form;
  readonly less: readonly { readonly form: Form; readonly leaves: string }[];
  readonly usual?: { readonly form: Form; readonly leaves: string };
  readonly until?: string;
};

export type AskingRecipient = {
  readonly recipient: string;
  readonly name: string;
  readonly requests: readonly WaitingRequest[];
  readonly account?: string;
  readonly commands?: readonly {
    readonly command: string;
    readonly device: string;
    readonly may: string;
    readonly says: string;
    readonly tells: string;
  }[];
};

export type AttachGrantInput = { readonly sharing?: true; readonly commands?: true; readonly itself?: 'en' | 'de' };

export type AttachInput = {
  readonly url: string;
  readonly name?: string;
  readonly user?: string;
  readonly password?: string;
  readonly ca?: string;
  readonly filters?: readonly string[];
};

export type AttachListPage = { readonly items: readonly Broker[]; readonly total: number; readonly next?: string };

export type AttachRemoveResult = { readonly removed: string; readonly devices: number; readonly notKept?: string };

export type AttachRevokeInput = { readonly sharing?: true; readonly commands?: true; readonly itself?: true };

export type AttachRevokeResult = {
  readonly sharing: boolean;
  readonly commands: boolean;
  readonly itself: 'no' | 'en' | 'de';
  readonly name: string;
  readonly notKept?: string;
};

export type Authority = {
  readonly authority: 'devices' | 'page';
  readonly file: string;
  readonly fingerprint: string;
  readonly until: number;
  readonly next?: { readonly fingerprint: string; readonly until: number };
  readonly server: { readonly names: string; readonly fingerprint: string; readonly until: number };
  readonly outside?: readonly string[];
};

export type BatchThatLeft = {
  readonly batch: number;
  readonly at: number;
  readonly ended?: number;
  readonly recipient: string;
  readonly name: string;
  readonly purpose: string;
  readonly state: 'waiting' | 'sent' | 'possibly received' | 'dropped';
  readonly size: number;
  readonly records: number;
  readonly soThatItCan: string;
  readonly stream: string;
  readonly seq: number;
  readonly lines: readonly LeftLine[];
};

export type Broker = {
  readonly name: string;
  readonly url: string;
  readonly user?: string;
  readonly speaks: 'MQTT 5' | 'MQTT 3.1.1';
  readonly trusts: string;
  readonly filters: readonly string[];
  readonly sharing: boolean;
  readonly commands: boolean;
  readonly itself: 'no' | 'en' | 'de';
  readonly state: string;
  readonly stateSays: string;
  readonly connected: boolean;
  readonly devices: number;
  readonly says: readonly string[];
};

export type Budget = {
  readonly date?: string;
  readonly dayEnds?: string;
  readonly all: {
    readonly day: BudgetSpan;
    readonly week: BudgetSpan;
    readonly month: BudgetSpan;
    readonly reserved: number;
    readonly freeAt?: string;
  };
  readonly recipients: readonly {
    readonly recipient: string;
    readonly name: string;
    readonly day: BudgetSpan;
    readonly week: BudgetSpan;
    readonly month: BudgetSpan;
    readonly reserved: number;
    readonly freeAt?: string;
    readonly noised: readonly NoisedField[];
  }[];
};

export type BudgetSpan = { readonly cap: number; readonly spent: number; readonly left: number };

export type Categories =
  | { readonly edges: readonly number[]; readonly labels: readonly string[] }
  | { readonly values: readonly string[] };

export type CertRevokeInput = Readonly<Record<string, never>>;

export type CertRevokeResult = { readonly revoked: readonly Certificate[]; readonly notKept?: string };

export type CertShowResult = {
  readonly authority: 'devices' | 'page';
  readonly file: string;
  readonly fingerprint: string;
  readonly until: number;
  readonly next?: { readonly fingerprint: string; readonly until: number };
  readonly server: { readonly names: string; readonly fingerprint: string; readonly until: number };
  readonly outside?: readonly string[];
  readonly certificate: string;
};

export type Certificate = {
  readonly serial: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly since: number;
  readonly until: number;
};

export type Certificates = {
  readonly authorities: readonly Authority[];
  readonly certificates: readonly IssuedCertificate[];
};

export type Change = {
  readonly seq: number;
  readonly at?: number;
  readonly type?: string;
  readonly who?: string;
  readonly what: string;
  readonly from?: string;
  readonly to?: string;
  readonly recipient?: string;
  readonly request?: string;
  readonly device?: string;
  readonly field?: string;
  readonly purpose?: string;
  readonly receipt?: string;
  readonly erased?: number;
  readonly undo?: 'at once' | 'after a preview';
  readonly notUndone?: string;
};

export type ChangedPerson = {
  readonly id: string;
  readonly name: string;
  readonly role: 'viewer' | 'adult' | 'owner';
  readonly since: number;
  readonly you: boolean;
  readonly places: number;
  readonly notKept?: string;
};

export type Choices = {
  readonly given: number;
  readonly refused: number;
  readonly consents?: readonly string[];
  readonly replaces: readonly string[];
  readonly words: readonly Words[];
  readonly preview: readonly {
    readonly device: string;
    readonly field: string;
    readonly leaves: string;
    readonly when?: string;
    readonly code?: string;
    readonly because?: readonly string[];
    readonly together?: string;
  }[];
  readonly undo?: { readonly seq: number; readonly through: number };
};

export type ClaimInput = { readonly code: string; readonly name: string; readonly passphrase: string };

export type Client = {
  readonly name: string;
  readonly kind: 'device' | 'bridge' | 'app';
  readonly dialect?: string;
  readonly base?: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly wayOut?: string;
  readonly seen?: true;
  readonly denied?: readonly { readonly topic: string; readonly allow?: string }[];
};

export type ClientListPage = { readonly items: readonly Client[]; readonly total: number; readonly next?: string };

export type Command = {
  readonly recipient: string;
  readonly command: string;
  readonly device: string;
  readonly saidBy: string;
  readonly sentence: string;
  readonly may: string;
  readonly state: 'waiting' | 'allowed' | 'refused' | 'withdrawn' | 'never';
  readonly until?: string;
  readonly hours?: string;
  readonly because: readonly string[];
};

export type CommandAllowInput = {
  readonly recipient: string;
  readonly command?: string;
  readonly device?: string;
  readonly lifetime?: 'today' | '30 days' | 'until changed' | number;
  readonly schedule?: { readonly from: string; readonly to: string; readonly days?: readonly number[] };
  readonly token?: string;
};

export type CommandAllowStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: {
    readonly allowed: number;
    readonly preview: readonly {
      readonly command: string;
      readonly device: string;
      readonly may: string;
      readonly says: string;
      readonly tells: string;
    }[];
  };
};

export type CommandListResult = {
  readonly commands: readonly Command[];
  readonly stopped: readonly {
    readonly recipient: string;
    readonly from: string;
    readonly what: 'refused' | 'withheld';
    readonly because: string;
    readonly count: number;
  }[];
};

export type CommandRefuseInput = { readonly recipient: string; readonly command?: string; readonly device?: string };

export type CommandRefuseResult = { readonly refused: number; readonly notKept?: string };

export type CommandWithdrawInput = { readonly recipient?: string; readonly command?: string; readonly device?: string };

export type CommandWithdrawResult = { readonly withdrawn: number; readonly notKept?: string };

export type Consent = {
  readonly id: string;
  readonly recipient: string;
  readonly request: string;
  readonly manifestVersion: number;
  readonly device: string;
  readonly field: string;
  readonly state: 'given' | 'refused' | 'withdrawn' | 'expired';
  readonly form: Form;
  readonly release: Release;
  readonly since: number;
  readonly until?: number;
  readonly ended?: number;
  readonly once?: 'open' | 'spent';
  readonly schedule?: { readonly days: readonly number[]; readonly from: number; readonly to: number };
  readonly unionSeen: boolean;
};

export type ConsentApplyInput = {
  readonly choices: readonly {
    readonly recipient: string;
    readonly request: string;
    readonly device?: string;
    readonly field?: string;
    readonly answer: 'give' | 'refuse';
    readonly form?: unknown;
    readonly lifetime?: 'once' | 'today' | '30 days' | 'until changed' | number;
    readonly schedule?: { readonly from: string; readonly to: string; readonly days?: readonly number[] };
    readonly acceptUnion?: boolean;
  }[];
  readonly token?: string;
};

export type ConsentApplyStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: Choices;
};

export type ConsentExplainPage = {
  readonly items: readonly Decision[];
  readonly total: number;
  readonly next?: string;
};

export type ConsentGiveInput = {
  readonly recipient: string;
  readonly request: string;
  readonly device?: string;
  readonly field?: string;
  readonly form?: unknown;
  readonly fields?: readonly { readonly field: string; readonly devices: readonly string[]; readonly form?: unknown }[];
  readonly lifetime?: 'once' | 'today' | '30 days' | 'until changed' | number;
  readonly schedule?: { readonly from: string; readonly to: string; readonly days?: readonly number[] };
  readonly acceptUnion: boolean;
  readonly token?: string;
};

export type ConsentGiveStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: Choices;
};

export type ConsentListPage = { readonly items: readonly Consent[]; readonly total: number; readonly next?: string };

export type ConsentRefuseInput = {
  readonly recipient: string;
  readonly request: string;
  readonly device?: string;
  readonly field?: string;
  readonly fields?: readonly { readonly field: string; readonly devices: readonly string[] }[];
  readonly asked?: string;
};

export type ConsentWithdrawInput = {
  readonly id?: string;
  readonly recipient?: string;
  readonly request?: string;
  readonly device?: string;
  readonly field?: string;
};

export type ConsentWithdrawOneInput = {
  readonly recipient?: string;
  readonly request?: string;
  readonly device?: string;
  readonly field?: string;
};

export type ConsentWithdrawResult = { readonly withdrawn: number; readonly notKept?: string };

export type Credentials = { readonly name: string; readonly password: string };

export type DayCounts = { readonly day: string; readonly left: number; readonly stayed: number };

export type Decision = {
  readonly device: string;
  readonly field: string;
  readonly kind: 'permit' | 'withhold';
  readonly because: readonly string[];
};

export type DeliveryState = { readonly recipient: string; readonly state: string };

export type DeliveryTrouble = { readonly recipient: string; readonly state: string; readonly name: string };

export type Device = {
  readonly id: string;
  readonly name?: string;
  readonly room?: string;
  readonly isNew: boolean;
  readonly client: string;
  readonly dialect: string;
  readonly alsoRead?: string;
  readonly vendor?: string;
  readonly model?: string;
  readonly lastHeard?: string;
  readonly base?: string;
  readonly stopped?: { readonly until?: string };
  readonly hours: readonly { readonly id: string; readonly says: string }[];
  readonly fields: readonly DeviceField[];
};

export type DeviceAddInput = {
  readonly name: string;
  readonly dialect:
    | 'native'
    | 'zigbee2mqtt'
    | 'tasmota'
    | 'shelly-gen1'
    | 'shelly-gen2'
    | 'owntracks'
    | 'theengs'
    | 'frigate'
    | 'valetudo'
    | 'homie'
    | 'wled'
    | 'openevse'
    | 'zwave-js-ui'
    | 'ems-esp'
    | 'sparkplug'
    | 'espresense'
    | 'teslamate'
    | 'nuki-hub'
    | 'ring-mqtt'
    | 'dsmr-reader'
    | 'tuya-mqtt'
    | 'roomba'
    | 'kept-home'
    | 'home-assistant'
    | 'esphome'
    | 'statestream'
    | 'profile';
  readonly base?: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
};

export type DeviceField = {
  readonly field: string;
  readonly unit?: string;
  readonly category:
    | 'presence'
    | 'activity'
    | 'energy'
    | 'climate'
    | 'location'
    | 'identifier'
    | 'network'
    | 'audio/video'
    | 'health'
    | 'access/security'
    | 'safety'
    | 'diagnostics'
    | 'state/control'
    | 'unknown';
  readonly sensitivity: 'low' | 'medium' | 'high';
  readonly reason: string;
  readonly goes: readonly Flow[];
};

export type DeviceForgetInput = { readonly history: boolean; readonly token?: string };

export type DeviceForgetStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: Forgotten;
};

export type DeviceGrantInput = { readonly read: readonly string[]; readonly write: readonly string[] };

export type DeviceLookedInput = Readonly<Record<string, never>>;

export type DeviceLookedResult = { readonly device: string };

export type DevicePlaceInput = { readonly room?: string; readonly token?: string };

export type DevicePlaceStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: {
    readonly device: string;
    readonly room: string;
    readonly becomes?: string;
    readonly leavesAgain?: readonly {
      readonly recipient: string;
      readonly device: string;
      readonly field: string;
      readonly leaves: string;
    }[];
  };
};

export type DeviceRemoveResult = { readonly removed: string; readonly notKept?: string };

export type DeviceRenewInput = Readonly<Record<string, never>>;

export type DeviceRevokeInput = { readonly read: readonly string[]; readonly write: readonly string[] };

export type DeviceState = {
  readonly id: string;
  readonly name?: string;
  readonly room?: string;
  readonly isNew: boolean;
  readonly client: string;
  readonly dialect: string;
  readonly alsoRead?: string;
  readonly vendor?: string;
  readonly model?: string;
  readonly lastHeard?: string;
  readonly fields: number;
  readonly sharedFields: number;
  readonly recipients: readonly { readonly recipient: string; readonly name: string }[];
};

export type DeviceStatesPage = {
  readonly items: readonly DeviceState[];
  readonly total: number;
  readonly next?: string;
};

export type DeviceValuesInput = Readonly<Record<string, never>>;

export type DeviceValuesResult = {
  readonly device: string;
  readonly at?: string;
  readonly values: readonly {
    readonly field: string;
    readonly value: number | boolean | string;
    readonly unit?: string;
  }[];
};

export type EndedRules = {
  readonly ended: readonly string[];
  readonly leavesAgain: readonly {
    readonly recipient: string;
    readonly device: string;
    readonly field: string;
    readonly leaves: string;
  }[];
};

export type Enrolled = {
  readonly by: 'open' | 'token';
  readonly state: 'enrolled' | 'due' | 'needs a token' | 'refused';
  readonly says?: string;
  readonly account?: string;
};

export type ErasedHistory = {
  readonly before: string;
  readonly erased: boolean;
  readonly rows: {
    readonly deliveries: number;
    readonly lines: number;
    readonly sums: number;
    readonly stayed: number;
    readonly connections: number;
    readonly quarantine: number;
    readonly ledgerEntries: number;
    readonly consentRecords: number;
  };
};

export type FieldListPage = { readonly items: readonly HeardField[]; readonly total: number; readonly next?: string };

export type Flow = {
  readonly device: string;
  readonly field: string;
  readonly recipient: string;
  readonly name: string;
  readonly request: string;
  readonly purpose: string;
  readonly consent: string;
  readonly leaves: string;
  readonly when: string;
  readonly until?: string;
  readonly heldBackBy?: string;
};

export type FlowSum = {
  readonly device: string;
  readonly deviceName?: string;
  readonly recipient: string;
  readonly name: string;
  readonly records: number;
};

export type Forgotten = {
  readonly forgotten: readonly string[];
  readonly devices: readonly string[];
  readonly credential?: string;
  readonly counts: {
    readonly consents: number;
    readonly messages: number;
    readonly answers?: number;
    readonly records?: number;
    readonly shared?: number;
    readonly entries?: number;
  };
  readonly says: readonly string[];
};

export type Form =
  | { readonly form: 'withheld' }
  | { readonly form: 'exact'; readonly grain?: 'PT1S' | 'PT10S' | 'PT1M' | 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H' }
  | {
      readonly form: 'rounded';
      readonly step: number;
      readonly grain?: 'PT1S' | 'PT10S' | 'PT1M' | 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H';
    }
  | {
      readonly form: 'category';
      readonly categories: Categories;
      readonly grain?: 'PT1S' | 'PT10S' | 'PT1M' | 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H';
    }
  | {
      readonly form: 'summary';
      readonly window: 'PT1M' | 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H' | 'P1D' | 'P1W' | 'P1M';
      readonly statistics: readonly ('mean' | 'min' | 'max' | 'sum' | 'count' | 'last' | 'histogram' | 'timeInState')[];
      readonly step?: number;
      readonly categories?: Categories;
    }
  | {
      readonly form: 'noised';
      readonly window: 'PT15M' | 'PT30M' | 'PT1H' | 'P1D';
      readonly statistic: 'mean' | 'sum' | 'count' | 'histogram' | 'last';
      readonly slot?: 'PT15M' | 'PT30M' | 'PT1H' | 'P1D';
      readonly most?: number;
      readonly categories?: Categories;
      readonly microEpsilon: number;
      readonly unit?: 'home-day';
      readonly useful: number;
    };

export type Grants = {
  readonly name: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly notKept?: string;
};

export type HeardField = {
  readonly field: string;
  readonly type: 'number' | 'boolean' | 'category';
  readonly units: readonly string[];
  readonly devices: number;
};

export type HistoryEraseInput = { readonly before: string; readonly token?: string };

export type HistoryEraseStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: ErasedHistory;
};

export type Home = {
  readonly at: string;
  readonly knowsTime: boolean;
  readonly today: {
    readonly day: string;
    readonly since: string;
    readonly messages: number;
    readonly recipients: number;
    readonly devices: number;
    readonly stayed: number;
  };
  readonly sharing: { readonly stopped: boolean; readonly until?: string };
  readonly waiting: number;
  readonly changed: number;
  readonly expiring: number;
  readonly trouble: readonly DeliveryTrouble[];
  readonly devices: number;
  readonly recipients: number;
  readonly ledger?: string;
  readonly notKept?: string;
  readonly diskTakes: boolean;
  readonly rootKey: string;
  readonly certificatesEnd: number;
  readonly lately: Lately;
};

export type InvitationAcceptInput = { readonly code: string; readonly name: string; readonly passphrase: string };

export type InvitingCode = {
  readonly code: string;
  readonly until: number;
  readonly link?: string;
  readonly qr?: string;
};

export type IssuedCertificate = {
  readonly serial: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly since: number;
  readonly until: number;
  readonly state: string;
  readonly revoked?: number;
};

export type Lately = {
  readonly latest: readonly LatestBatch[];
  readonly days: readonly DayCounts[];
  readonly flows: readonly FlowSum[];
};

export type LatestBatch = {
  readonly batch: number;
  readonly at: number;
  readonly recipient: string;
  readonly name: string;
  readonly state: 'waiting' | 'sent' | 'possibly received' | 'dropped';
  readonly devices: readonly string[];
};

export type Learnt = {
  readonly topic: 'says' | 'home' | 'away' | 'traffic' | 'again';
  readonly device?: string;
  readonly field?: string;
  readonly leaves?: string;
  readonly way?: 'every value' | 'hourly' | 'daily' | 'weekly' | 'noised answer' | 'noised';
  readonly found?: { readonly right: number; readonly guess: number; readonly least: number; readonly most: number };
  readonly tells: boolean;
  readonly words: string;
};

export type LearntHere = {
  readonly words: string;
  readonly found?: {
    readonly right: number;
    readonly guess: number;
    readonly least: number;
    readonly most: number;
    readonly days: number;
  };
  readonly because?: 'says itself' | 'nothing telling' | 'nobody says' | 'not kept' | 'few days' | 'too few';
};

export type LedgerConsistencyResult = {
  readonly older: number;
  readonly newer: number;
  readonly proof: readonly string[];
};

export type LedgerEntriesResult = {
  readonly size: number;
  readonly entries: readonly LedgerLine[];
  readonly next?: number;
};

export type LedgerEntry = { readonly type: string; readonly at: number; readonly by: string };

export type LedgerInclusionResult = { readonly seq: number; readonly size: number; readonly proof: readonly string[] };

export type LedgerLine = { readonly seq: number; readonly entry?: LedgerEntry };

export type Left = {
  readonly batches: readonly LeftBatch[];
  readonly queued: readonly Queued[];
  readonly next?: string;
};

export type LeftBatch = {
  readonly batch: number;
  readonly at: number;
  readonly ended?: number;
  readonly recipient: string;
  readonly name: string;
  readonly purpose: string;
  readonly state: 'waiting' | 'sent' | 'possibly received' | 'dropped';
  readonly size: number;
  readonly records: number;
  readonly day: string;
  readonly lines: readonly {
    readonly device: string;
    readonly deviceName?: string;
    readonly field: string;
    readonly form: string;
    readonly records: number;
  }[];
};

export type LeftFlowsResult = readonly FlowSum[];

export type LeftLine = {
  readonly device: string;
  readonly deviceName?: string;
  readonly field: string;
  readonly form: string;
  readonly records: number;
  readonly consent: string;
  readonly receipt?: string;
  readonly first: number;
  readonly last: number;
  readonly sensitive: boolean;
  readonly kept: boolean;
  readonly values?: readonly unknown[];
  readonly why: readonly string[];
};

export type LeftLinesResult = { readonly lines: readonly LineThatLeft[]; readonly leftOut: boolean };

export type LeftOpenInput = Readonly<Record<string, never>>;

export type LeftSum = {
  readonly of: string;
  readonly name?: string;
  readonly records: number;
  readonly sent?: number;
  readonly possiblyReceived?: number;
  readonly bytes?: number;
  readonly dummies?: number;
};

export type LeftSumsResult = readonly LeftSum[];

export type Letter = {
  readonly id: number;
  readonly recipient: string;
  readonly name: string;
  readonly what: 'erasure' | 'opt-out';
  readonly state: 'asked' | 'delivered' | 'answered' | 'overdue';
  readonly asked: number;
  readonly due: string;
  readonly by: 'sealed notice' | 'letter';
  readonly receipts: number;
  readonly delivered?: number;
  readonly answer?: 'done' | 'partly' | 'refused' | 'wrote back';
  readonly answered?: string;
  readonly note?: string;
  readonly sent: string;
  readonly letter: string;
  readonly page: string;
};

export type LineThatLeft = {
  readonly day: string;
  readonly at: number;
  readonly ended: number;
  readonly batch: number;
  readonly recipient: string;
  readonly name: string;
  readonly purpose: string;
  readonly device: string;
  readonly deviceName?: string;
  readonly field: string;
  readonly form: string;
  readonly records: number;
  readonly state: 'sent' | 'possibly received' | 'dropped';
  readonly size: number;
  readonly receipt?: string;
};

export type Need = {
  readonly recipient: string;
  readonly name: string;
  readonly request: string;
  readonly device: string;
  readonly field: string;
  readonly leaves: string;
  readonly when: string;
  readonly because: string;
};

export type Newcomer = {
  readonly id: string;
  readonly came: 'with the code' | 'without';
  readonly address: string;
  readonly at: number;
  readonly vendor?: string;
  readonly model?: string;
  readonly name?: string;
  readonly wants?: 'password' | 'certificate';
  readonly clientId?: string;
  readonly userName?: string;
  readonly willTopic?: string;
  readonly protocol?: string;
  readonly encrypted?: boolean;
  readonly attempts?: number;
  readonly dialect?: string;
  readonly base?: string;
};

export type NoisedField = {
  readonly device: string;
  readonly field: string;
  readonly leaves: string;
  readonly epsilon?: number;
};

export type NotUnderstood = {
  readonly at: number;
  readonly source: string;
  readonly reason: string;
  readonly shape: string;
};

export type OwnField = {
  readonly name: string;
  readonly type?: 'number' | 'boolean' | 'category';
  readonly unit?: string;
  readonly values?: readonly string[];
  readonly form?: Form;
  readonly statistics?: readonly ('mean' | 'min' | 'max' | 'last')[];
  readonly as?: readonly { readonly device?: string; readonly is: string }[];
};

export type OwnRecipient = {
  readonly recipient: string;
  readonly name: string;
  readonly country: string;
  readonly endpoint: string;
  readonly way: string;
  readonly version: number;
  readonly fingerprint: string;
  readonly firstUse: boolean;
  readonly requests: readonly {
    readonly id: string;
    readonly purpose: string;
    readonly sentence: string;
    readonly fields: readonly { readonly name: string; readonly form: Form }[];
  }[];
  readonly credentials: string;
  readonly unknownPurposes?: readonly { readonly purpose: string; readonly says: string; readonly perhaps?: string }[];
  readonly readableBy: string;
  readonly advice?: string;
  readonly next: string;
};

export type PairCloseResult = { readonly open: false };

export type PairConfirmInput = {
  readonly name: string;
  readonly dialect?:
    | 'native'
    | 'zigbee2mqtt'
    | 'tasmota'
    | 'shelly-gen1'
    | 'shelly-gen2'
    | 'owntracks'
    | 'theengs'
    | 'frigate'
    | 'valetudo'
    | 'homie'
    | 'wled'
    | 'openevse'
    | 'zwave-js-ui'
    | 'ems-esp'
    | 'sparkplug'
    | 'espresense'
    | 'teslamate'
    | 'nuki-hub'
    | 'ring-mqtt'
    | 'dsmr-reader'
    | 'tuya-mqtt'
    | 'roomba'
    | 'kept-home'
    | 'home-assistant'
    | 'esphome'
    | 'statestream'
    | 'profile';
  readonly base?: string;
};

export type PairOpenInput = { readonly host?: string };

export type PairRejectInput = Readonly<Record<string, never>>;

export type PairRejectResult = { readonly rejected: string };

export type Paired = { readonly name: string; readonly delivered: boolean; readonly password?: string };

export type Pairing = {
  readonly open: boolean;
  readonly until?: number;
  readonly ended?: 'answered' | 'rejected' | 'over' | 'closed' | 'not understood' | 'left' | 'not taken';
  readonly newcomers: readonly Newcomer[];
};

export type PairingOpened = { readonly until: number; readonly link: string; readonly qr: string };

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly role: 'viewer' | 'adult' | 'owner';
  readonly since: number;
  readonly you: boolean;
  readonly places: number;
};

export type PersonInviteInput = { readonly role: 'viewer' | 'adult' | 'owner'; readonly page?: string };

export type PersonListPage = { readonly items: readonly Person[]; readonly total: number; readonly next?: string };

export type PersonPassphraseInput = { readonly passphrase: string; readonly next: string };

export type PersonPassphraseResult = { readonly changed: true; readonly places: number };

export type PersonRemoveResult = { readonly removed: string; readonly places: number; readonly notKept?: string };

export type PersonRoleInput = { readonly role: 'viewer' | 'adult' | 'owner' };

export type Place = {
  readonly id: string;
  readonly person: string;
  readonly device: string;
  readonly since: number;
  readonly lastUsed: string;
  readonly here: boolean;
};

export type PlaceEndInput = Readonly<Record<string, never>>;

export type PlaceEndOthersInput = { readonly everybody?: boolean };

export type PlaceEndOthersResult = { readonly ended: number; readonly notKept?: string };

export type PlaceEndResult = { readonly ended: number; readonly notKept?: string };

export type PlaceListPage = { readonly items: readonly Place[]; readonly total: number; readonly next?: string };

export type Posture = {
  readonly posture: 'share nothing until I say so' | 'only what devices need to work';
  readonly postures: readonly {
    readonly posture: 'share nothing until I say so' | 'only what devices need to work';
    readonly says: string;
  }[];
  readonly needed: readonly Need[];
  readonly agreed: readonly {
    readonly recipient: string;
    readonly request: string;
    readonly device: string;
    readonly field: string;
    readonly leaves: string;
  }[];
  readonly devices: readonly { readonly device: string; readonly atHome: string }[];
};

export type PostureAnswer = {
  readonly posture: 'share nothing until I say so' | 'only what devices need to work';
  readonly says?: string;
  readonly withdrawn?: number;
  readonly given?: number;
  readonly words?: readonly Words[];
  readonly needed?: readonly Need[];
  readonly preview?: readonly {
    readonly device: string;
    readonly field: string;
    readonly leaves: string;
    readonly when?: string;
    readonly code?: string;
    readonly because?: readonly string[];
    readonly together?: string;
  }[];
  readonly code?: string;
  readonly notKept?: string;
};

export type PostureSetInput = {
  readonly posture: 'share nothing until I say so' | 'only what devices need to work';
  readonly code?: string;
};

export type PreviewInput = {
  readonly recipient: string;
  readonly request: string;
  readonly device?: string;
  readonly field?: string;
  readonly form?: unknown;
  readonly fields?: readonly { readonly field: string; readonly devices: readonly string[]; readonly form?: unknown }[];
  readonly lifetime?: 'once' | 'today' | '30 days' | 'until changed' | number;
  readonly schedule?: { readonly from: string; readonly to: string; readonly days?: readonly number[] };
  readonly acceptUnion: boolean;
  readonly sample: 'last' | 'typical day' | 'worst case';
};

export type PreviewLearnsInput = {
  readonly recipient: string;
  readonly request: string;
  readonly device?: string;
  readonly field?: string;
  readonly form?: unknown;
  readonly fields?: readonly { readonly field: string; readonly devices: readonly string[]; readonly form?: unknown }[];
  readonly lifetime?: 'once' | 'today' | '30 days' | 'until changed' | number;
  readonly schedule?: { readonly from: string; readonly to: string; readonly days?: readonly number[] };
  readonly acceptUnion: boolean;
};

export type PreviewLearnsResult = { readonly constant: boolean; readonly learnt: readonly Learnt[] };

export type PreviewLook = {
  readonly sample: 'last' | 'typical day' | 'worst case';
  readonly before: readonly {
    readonly device: string;
    readonly at: string;
    readonly field: string;
    readonly value: number | boolean | string;
  }[];
  readonly after: readonly {
    readonly purpose: string;
    readonly device: string;
    readonly of: string;
    readonly field: string;
    readonly from: string;
    readonly to: string;
    readonly shaped: ShapedField;
  }[];
  readonly fields: readonly {
    readonly device: string;
    readonly field: string;
    readonly values: number;
    readonly records: number;
    readonly becomes: 'left out' | 'sent as is' | 'rounded' | 'replaced by a word' | 'summed up' | 'noised';
  }[];
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: Choices;
};

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  readonly errors?: readonly { readonly path: string; readonly problem: string }[];
  readonly look?: unknown;
};

export type QuarantinePage = {
  readonly items: readonly NotUnderstood[];
  readonly total: number;
  readonly next?: string;
};

export type Queued = {
  readonly recipient: string;
  readonly name: string;
  readonly purpose: string;
  readonly device: string;
  readonly deviceName?: string;
  readonly field: string;
  readonly records: number;
  readonly due?: number;
};

export type Recipient = {
  readonly recipient: string;
  readonly name: string;
  readonly version: number;
  readonly endpoint: string;
  readonly way: string;
  readonly fingerprint: string;
  readonly requests: readonly string[];
  readonly sealed: boolean;
  readonly sharedFields: number;
  readonly devices: number;
  readonly credentials?: 'kept';
  readonly enrolment: Enrolled;
  readonly codes: Readonly<Record<string, string>>;
  readonly state: string;
  readonly stateSays: string;
};

export type RecipientAddInput = { readonly signed: string };

export type RecipientAddResult = {
  readonly recipient: string;
  readonly name: string;
  readonly country: string;
  readonly endpoint: string;
  readonly way: string;
  readonly version: number;
  readonly fingerprint: string;
  readonly firstUse: boolean;
  readonly requests: readonly {
    readonly id: string;
    readonly purpose: string;
    readonly sentence: string;
    readonly fields: readonly { readonly name: string; readonly form: Form }[];
  }[];
  readonly credentials?: string;
  readonly unknownPurposes?: readonly { readonly purpose: string; readonly says: string; readonly perhaps?: string }[];
};

export type RecipientChangeInput = {
  readonly profile?: string;
  readonly profileText?: string;
  readonly name?: string;
  readonly country?: string;
  readonly contact?: string;
  readonly at?: readonly { readonly of: string; readonly is: string }[];
  readonly ca?: string;
  readonly credentials?: { readonly user?: string; readonly password: string };
  readonly withoutSecret?: boolean;
  readonly names?: 'codes' | 'own';
  readonly purpose: string;
  readonly sentence?: string;
  readonly retention?: string;
  readonly fields: readonly OwnField[];
  readonly devices?: readonly string[];
  readonly every?: string;
};

export type RecipientCodesInput = { readonly purpose: string; readonly linkable: boolean; readonly token?: string };

export type RecipientCodesStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: {
    readonly recipient: string;
    readonly purpose: string;
    readonly code: string;
    readonly becomes?: string;
  };
};

export type RecipientCredentialsInput = {
  readonly credentials?: { readonly user?: string; readonly password: string };
};

export type RecipientCredentialsResult = { readonly recipient: string; readonly credentials: string };

export type RecipientEnrolInput = { readonly appToken?: string; readonly token?: string };

export type RecipientEnrolStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: { readonly recipient: string; readonly enrolment: Enrolled; readonly becomes?: string };
};

export type RecipientEraseInput = Readonly<Record<string, never>>;

export type RecipientFetchInput = { readonly address: string };

export type RecipientFetchResult = {
  readonly recipient: string;
  readonly name: string;
  readonly country: string;
  readonly endpoint: string;
  readonly way: string;
  readonly version: number;
  readonly fingerprint: string;
  readonly firstUse: boolean;
  readonly requests: readonly {
    readonly id: string;
    readonly purpose: string;
    readonly sentence: string;
    readonly fields: readonly { readonly name: string; readonly form: Form }[];
  }[];
  readonly credentials?: string;
  readonly unknownPurposes?: readonly { readonly purpose: string; readonly says: string; readonly perhaps?: string }[];
};

export type RecipientLearnsResult = { readonly constant: boolean; readonly learnt: readonly Learnt[] };

export type RecipientListPage = {
  readonly items: readonly Recipient[];
  readonly total: number;
  readonly next?: string;
};

export type RecipientNewCodesInput = Readonly<Record<string, never>>;

export type RecipientNewCodesResult = { readonly recipient: string; readonly codes: string };

export type RecipientNewInput = {
  readonly recipient: string;
  readonly profile?: string;
  readonly profileText?: string;
  readonly name?: string;
  readonly country?: string;
  readonly contact?: string;
  readonly at?: readonly { readonly of: string; readonly is: string }[];
  readonly ca?: string;
  readonly credentials?: { readonly user?: string; readonly password: string };
  readonly withoutSecret?: boolean;
  readonly names?: 'codes' | 'own';
  readonly purpose: string;
  readonly sentence?: string;
  readonly retention?: string;
  readonly fields: readonly OwnField[];
  readonly devices?: readonly string[];
  readonly every?: string;
};

export type RecipientOptOutInput = Readonly<Record<string, never>>;

export type RecipientPage = {
  readonly recipient: string;
  readonly name: string;
  readonly version: number;
  readonly endpoint: string;
  readonly way: string;
  readonly fingerprint: string;
  readonly requests: readonly string[];
  readonly sealed: boolean;
  readonly sharedFields: number;
  readonly devices: number;
  readonly credentials?: 'kept';
  readonly enrolment: Enrolled;
  readonly codes: Readonly<Record<string, string>>;
  readonly state: string;
  readonly stateSays: string;
  readonly origin: 'vendor' | 'household';
  readonly country: string;
  readonly contact: string;
  readonly notice?: string;
  readonly asks: readonly Request[];
  readonly gets: readonly Flow[];
  readonly watched?: string;
  readonly answers: {
    readonly given: number;
    readonly refused: number;
    readonly withdrawn: number;
    readonly expired: number;
  };
  readonly lastDelivery?: string;
  readonly stopped?: { readonly until?: string };
};

export type RecipientProfile = {
  readonly profile: string;
  readonly title: string;
  readonly readableBy: string;
  readonly address: string;
  readonly asks: readonly { readonly of: string; readonly is: string }[];
  readonly user?: string;
  readonly secret?: string;
  readonly as?: string;
  readonly among?: readonly string[];
  readonly units?: readonly string[];
  readonly fixed?: true;
  readonly numbersOnly?: true;
  readonly open?: true;
  readonly purpose: string;
  readonly every: string;
  readonly least: string;
};

export type RecipientProfilesPage = {
  readonly items: readonly RecipientProfile[];
  readonly total: number;
  readonly next?: string;
};

export type RecipientRemoveResult = { readonly removed: string };

export type Release =
  | { readonly release: 'slot'; readonly everyMs: number }
  | { readonly release: 'live'; readonly withinMs: number };

export type Request = {
  readonly request: string;
  readonly purpose: string;
  readonly soThatItCan: string;
  readonly sentence: string;
  readonly when: string;
  readonly code: string;
  readonly linkable: boolean;
  readonly claims: {
    readonly keptFor: string;
    readonly passedOnTo: readonly string[];
    readonly necessity: 'required' | 'optional';
    readonly ifRefused: string;
  };
  readonly fields: readonly { readonly field: string; readonly asked: string }[];
};

export type RequestAnswersPage = {
  readonly items: readonly AnsweredRequest[];
  readonly total: number;
  readonly next?: string;
};

export type RequestListPage = {
  readonly items: readonly AskingRecipient[];
  readonly total: number;
  readonly next?: string;
};

export type RequestPostponeInput = Readonly<Record<string, never>>;

export type RequestPostponeResult = { readonly recipient: string; readonly request: string; readonly state: 'later' };

export type RequestShowResult = {
  readonly recipient: string;
  readonly name: string;
  readonly request: string;
  readonly version: number;
  readonly purpose: string;
  readonly sentence: string;
  readonly ifRefused: string;
  readonly state: 'new' | 'later' | 'answered';
  readonly origin: 'vendor' | 'household';
  readonly alsoWants?: readonly string[];
  readonly when: string;
  readonly claims: {
    readonly keptFor: string;
    readonly passedOnTo: readonly string[];
    readonly necessity: 'required' | 'optional';
    readonly saidBy: string;
  };
  readonly fields: readonly AskedField[];
  readonly usual?: { readonly preset: string; readonly for: string; readonly asks: 'same' | 'less' | 'more' };
  readonly words: readonly Words[];
};

export type RightsLetterResult = { readonly letter: string; readonly page: string };

export type RightsListPage = {
  readonly items: readonly RightsRequest[];
  readonly total: number;
  readonly next?: string;
};

export type RightsNoteInput = {
  readonly answer: 'done' | 'partly' | 'refused' | 'wrote back';
  readonly on?: string;
  readonly note?: string;
};

export type RightsRequest = {
  readonly id: number;
  readonly recipient: string;
  readonly name: string;
  readonly what: 'erasure' | 'opt-out';
  readonly state: 'asked' | 'delivered' | 'answered' | 'overdue';
  readonly asked: number;
  readonly due: string;
  readonly by: 'sealed notice' | 'letter';
  readonly receipts: number;
  readonly delivered?: number;
  readonly answer?: 'done' | 'partly' | 'refused' | 'wrote back';
  readonly answered?: string;
  readonly note?: string;
};

export type Room = { readonly room: string; readonly devices: number };

export type RoomListPage = { readonly items: readonly Room[]; readonly total: number; readonly next?: string };

export type RootKey = { readonly rootKey: string; readonly means: string };

export type Rule = { readonly id: string; readonly says: string; readonly until: string };

export type RuleAddInput =
  | {
      readonly rule: 'never this category';
      readonly category:
        | 'presence'
        | 'activity'
        | 'energy'
        | 'climate'
        | 'location'
        | 'identifier'
        | 'network'
        | 'audio/video'
        | 'health'
        | 'access/security'
        | 'safety'
        | 'diagnostics'
        | 'state/control';
      readonly forMs?: number;
    }
  | { readonly rule: 'never from this room'; readonly room: string; readonly forMs?: number }
  | {
      readonly rule: 'night';
      readonly hours: { readonly from: string; readonly to: string; readonly days?: readonly number[] };
      readonly device?: string;
      readonly forMs?: number;
    }
  | { readonly rule: 'visitors'; readonly forMs?: number };

export type RuleAddResult = {
  readonly id: string;
  readonly says: string;
  readonly until: string;
  readonly notKept?: string;
};

export type RuleListPage = { readonly items: readonly Rule[]; readonly total: number; readonly next?: string };

export type RuleRemoveInput = { readonly token?: string };

export type RuleRemoveStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: EndedRules;
};

export type Session = {
  readonly person: string;
  readonly name: string;
  readonly role: 'viewer' | 'adult' | 'owner';
  readonly fresh: boolean;
  readonly token?: string;
};

export type SessionBeginInput = { readonly name: string; readonly passphrase: string };

export type SessionEndResult = { readonly ended: number; readonly notKept?: string };

export type SessionRenewInput = { readonly passphrase: string };

export type SessionRenewResult = { readonly typed: number };

export type Settings = {
  readonly detailDays: number;
  readonly sumDays: number;
  readonly keepSensitive: boolean;
  readonly epsilonOfEach: number;
  readonly epsilonOfAll: number;
  readonly offersItself: 'no' | 'en' | 'de';
};

export type SettingsSetInput = {
  readonly detailDays?: number;
  readonly sumDays?: number;
  readonly keepSensitive?: boolean;
  readonly epsilonOfEach?: number;
  readonly epsilonOfAll?: number;
  readonly offersItself?: 'no' | 'en' | 'de';
};

export type ShapedField =
  | { readonly form: 'exact'; readonly value: number | boolean | string; readonly unit?: string }
  | { readonly form: 'rounded'; readonly value: number; readonly step: number; readonly unit?: string }
  | { readonly form: 'category'; readonly value: string }
  | {
      readonly form: 'summary';
      readonly mean?: number;
      readonly min?: number;
      readonly max?: number;
      readonly sum?: number;
      readonly count?: number;
      readonly last?: number | boolean | string;
      readonly histogram?: Readonly<Record<string, number>>;
      readonly timeInState?: Readonly<Record<string, number>>;
      readonly of?: string;
      readonly unit?: string;
    }
  | {
      readonly form: 'noised';
      readonly mean?: number;
      readonly sum?: number;
      readonly count?: number;
      readonly last?: string;
      readonly histogram?: Readonly<Record<string, number>>;
      readonly error: number;
      readonly epsilon?: number;
      readonly per?: 'home-day';
      readonly unit?: string;
    };

export type SharingResumeInput = { readonly recipient?: string; readonly device?: string; readonly token?: string };

export type SharingResumeStep = {
  readonly done: boolean;
  readonly token?: string;
  readonly until?: string;
  readonly result: EndedRules;
};

export type SharingStopInput = { readonly recipient?: string; readonly device?: string; readonly forMs?: number };

export type SharingStopResult = {
  readonly id: string;
  readonly says: string;
  readonly until: string;
  readonly notKept?: string;
};

export type SignedIn = {
  readonly person: string;
  readonly name: string;
  readonly role: 'viewer' | 'adult' | 'owner';
  readonly token: string;
  readonly secret?: string;
};

export type StatusResult = {
  readonly version: string;
  readonly devices: number;
  readonly stayedHome: number;
  readonly recipients: readonly DeliveryState[];
  readonly ledger: string;
  readonly rootKey: string;
  readonly clock: string;
  readonly reached: { readonly host: string; readonly port?: number };
};

export type StayedListPage = { readonly items: readonly StayedSum[]; readonly total: number; readonly next?: string };

export type StayedSum = { readonly of: string; readonly name?: string; readonly count: number; readonly says?: string };

export type Undone = {
  readonly undone: number;
  readonly words: readonly Words[];
  readonly preview: readonly {
    readonly device: string;
    readonly field: string;
    readonly leaves: string;
    readonly when?: string;
    readonly code?: string;
    readonly because?: readonly string[];
    readonly together?: string;
  }[];
  readonly leavesAgain?: readonly {
    readonly recipient: string;
    readonly device: string;
    readonly field: string;
    readonly leaves: string;
  }[];
  readonly mayAgain?: readonly {
    readonly command: string;
    readonly device: string;
    readonly may: string;
    readonly says: string;
    readonly tells: string;
  }[];
  readonly notKept?: string;
};

export type WaitingRequest = {
  readonly request: string;
  readonly version: number;
  readonly purpose: string;
  readonly sentence: string;
  readonly ifRefused: string;
  readonly state: 'new' | 'later' | 'answered';
  readonly origin: 'vendor' | 'household';
  readonly alsoWants?: readonly string[];
  readonly when: string;
  readonly claims: {
    readonly keptFor: string;
    readonly passedOnTo: readonly string[];
    readonly necessity: 'required' | 'optional';
    readonly saidBy: string;
  };
  readonly devices: readonly string[];
  readonly deviceCount: number;
  readonly fields: readonly {
    readonly field: string;
    readonly leaves: string;
    readonly known?: string;
    readonly changed?: readonly string[];
    readonly answeredBefore?: 'given' | 'refused' | 'withdrawn' | 'expired';
    readonly devices: readonly string[];
    readonly deviceCount: number;
  }[];
  readonly asked: string;
};

export type Words = {
  readonly language: string;
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly text: string; readonly claim?: true }[];
};

export interface Calls {
  'POST /setup': { body: ClaimInput; answer: SignedIn };
  'POST /session': { body: SessionBeginInput; answer: SignedIn };
  'GET /session': { answer: Session };
  'DELETE /session': { answer: SessionEndResult };
  'POST /session/passphrase': { body: SessionRenewInput; answer: SessionRenewResult };
  'GET /places': { query: { limit?: number; cursor?: string }; answer: PlaceListPage };
  'POST /places/{id}/end': { path: { id: string }; body: PlaceEndInput; answer: PlaceEndResult };
  'POST /places/end-others': { body: PlaceEndOthersInput; answer: PlaceEndOthersResult };
  'GET /people': { query: { limit?: number; cursor?: string }; answer: PersonListPage };
  'POST /people/invitations': { body: PersonInviteInput; answer: InvitingCode };
  'POST /people/acceptance': { body: InvitationAcceptInput; answer: SignedIn };
  'PUT /people/{person}/role': { path: { person: string }; body: PersonRoleInput; answer: ChangedPerson };
  'DELETE /people/{person}': { path: { person: string }; answer: PersonRemoveResult };
  'PUT /passphrase': { body: PersonPassphraseInput; answer: PersonPassphraseResult };
  'GET /home': { answer: Home };
  'GET /root-key': { answer: RootKey };
  'GET /status': { answer: StatusResult };
  'GET /quarantine': { query: { limit?: number; cursor?: string }; answer: QuarantinePage };
  'GET /devices': {
    query: { search?: string; room?: string; isNew?: boolean; limit?: number; cursor?: string };
    answer: DeviceStatesPage;
  };
  'POST /devices': { body: DeviceAddInput; answer: Credentials };
  'GET /fields': { query: { limit?: number; cursor?: string }; answer: FieldListPage };
  'GET /rooms': { query: { limit?: number; cursor?: string }; answer: RoomListPage };
  'GET /devices/{device}': { path: { device: string }; answer: Device };
  'POST /devices/{device}/values': { path: { device: string }; body: DeviceValuesInput; answer: DeviceValuesResult };
  'POST /devices/{device}/looked': { path: { device: string }; body: DeviceLookedInput; answer: DeviceLookedResult };
  'PUT /devices/{device}/room': { path: { device: string }; body: DevicePlaceInput; answer: DevicePlaceStep };
  'GET /clients': { query: { limit?: number; cursor?: string }; answer: ClientListPage };
  'POST /apps': { body: AppAddInput; answer: Credentials };
  'POST /clients/{name}/grants': { path: { name: string }; body: DeviceGrantInput; answer: Grants };
  'POST /clients/{name}/revocations': { path: { name: string }; body: DeviceRevokeInput; answer: Grants };
  'POST /clients/{name}/renewal': { path: { name: string }; body: DeviceRenewInput; answer: Credentials };
  'DELETE /clients/{name}': { path: { name: string }; answer: DeviceRemoveResult };
  'GET /brokers': { query: { limit?: number; cursor?: string }; answer: AttachListPage };
  'POST /brokers': { body: AttachInput; answer: Broker };
  'POST /brokers/{name}/grants': { path: { name: string }; body: AttachGrantInput; answer: Broker };
  'POST /brokers/{name}/revocations': { path: { name: string }; body: AttachRevokeInput; answer: AttachRevokeResult };
  'DELETE /brokers/{name}': { path: { name: string }; answer: AttachRemoveResult };
  'POST /pairing': { body: PairOpenInput; answer: PairingOpened };
  'GET /pairing': { answer: Pairing };
  'DELETE /pairing': { answer: PairCloseResult };
  'POST /pairing/newcomers/{newcomer}/confirmation': {
    path: { newcomer: string };
    body: PairConfirmInput;
    answer: Paired;
  };
  'POST /pairing/newcomers/{newcomer}/rejection': {
    path: { newcomer: string };
    body: PairRejectInput;
    answer: PairRejectResult;
  };
  'GET /certificates': { answer: Certificates };
  'GET /certificates/authorities/{which}': { path: { which: 'devices' | 'page' }; answer: CertShowResult };
  'POST /certificates/{what}/revocation': { path: { what: string }; body: CertRevokeInput; answer: CertRevokeResult };
  'GET /recipients': { query: { limit?: number; cursor?: string }; answer: RecipientListPage };
  'POST /recipients': { body: RecipientAddInput; answer: RecipientAddResult };
  'POST /recipients/published': { body: RecipientFetchInput; answer: RecipientFetchResult };
  'GET /recipient-profiles': { query: { limit?: number; cursor?: string }; answer: RecipientProfilesPage };
  'POST /recipients/own': { body: RecipientNewInput; answer: OwnRecipient };
  'PUT /recipients/own/{recipient}': { path: { recipient: string }; body: RecipientChangeInput; answer: OwnRecipient };
  'GET /recipients/{recipient}/learns': { path: { recipient: string }; answer: RecipientLearnsResult };
  'GET /recipients/{recipient}/learns/here': { path: { recipient: string }; answer: LearntHere };
  'GET /recipients/{recipient}': { path: { recipient: string }; answer: RecipientPage };
  'DELETE /recipients/{recipient}': { path: { recipient: string }; answer: RecipientRemoveResult };
  'PUT /recipients/{recipient}/credentials': {
    path: { recipient: string };
    body: RecipientCredentialsInput;
    answer: RecipientCredentialsResult;
  };
  'DELETE /recipients/{recipient}/credentials': { path: { recipient: string }; answer: RecipientCredentialsResult };
  'POST /recipients/{recipient}/enrolment': {
    path: { recipient: string };
    body: RecipientEnrolInput;
    answer: RecipientEnrolStep;
  };
  'PUT /recipients/{recipient}/codes': {
    path: { recipient: string };
    body: RecipientCodesInput;
    answer: RecipientCodesStep;
  };
  'POST /recipients/{recipient}/new-codes': {
    path: { recipient: string };
    body: RecipientNewCodesInput;
    answer: RecipientNewCodesResult;
  };
  'POST /recipients/{recipient}/erasure': { path: { recipient: string }; body: RecipientEraseInput; answer: Letter };
  'POST /recipients/{recipient}/opt-out': { path: { recipient: string }; body: RecipientOptOutInput; answer: Letter };
  'GET /requests': { query: { limit?: number; cursor?: string }; answer: RequestListPage };
  'GET /requests/{recipient}/{request}': { path: { recipient: string; request: string }; answer: RequestShowResult };
  'GET /answers': { query: { limit?: number; cursor?: string }; answer: RequestAnswersPage };
  'POST /requests/{recipient}/{request}/postponement': {
    path: { recipient: string; request: string };
    body: RequestPostponeInput;
    answer: RequestPostponeResult;
  };
  'POST /previews': { body: PreviewInput; answer: PreviewLook };
  'POST /previews/learns': { body: PreviewLearnsInput; answer: PreviewLearnsResult };
  'GET /consents': {
    query: {
      recipient?: string;
      request?: string;
      device?: string;
      state?: 'given' | 'refused' | 'withdrawn' | 'expired';
      limit?: number;
      cursor?: string;
    };
    answer: ConsentListPage;
  };
  'POST /consents': { body: ConsentGiveInput; answer: ConsentGiveStep };
  'POST /refusals': { body: ConsentRefuseInput; answer: Choices };
  'POST /choices': { body: ConsentApplyInput; answer: ConsentApplyStep };
  'POST /withdrawals': { body: ConsentWithdrawInput; answer: ConsentWithdrawResult };
  'POST /consents/{id}/withdrawal': {
    path: { id: string };
    body: ConsentWithdrawOneInput;
    answer: ConsentWithdrawResult;
  };
  'GET /decisions': {
    query: { recipient: string; request: string; device?: string; field?: string; limit?: number; cursor?: string };
    answer: ConsentExplainPage;
  };
  'GET /rules': { query: { limit?: number; cursor?: string }; answer: RuleListPage };
  'POST /rules': { body: RuleAddInput; answer: RuleAddResult };
  'POST /rules/{id}/removal': { path: { id: string }; body: RuleRemoveInput; answer: RuleRemoveStep };
  'POST /sharing/stop': { body: SharingStopInput; answer: SharingStopResult };
  'POST /sharing/resume': { body: SharingResumeInput; answer: SharingResumeStep };
  'GET /commands': { answer: CommandListResult };
  'POST /commands/allowances': { body: CommandAllowInput; answer: CommandAllowStep };
  'POST /commands/refusals': { body: CommandRefuseInput; answer: CommandRefuseResult };
  'POST /commands/withdrawals': { body: CommandWithdrawInput; answer: CommandWithdrawResult };
  'GET /left': {
    query: {
      from?: string;
      to?: string;
      recipient?: string;
      purpose?: string;
      device?: string;
      field?: string;
      state?: 'waiting' | 'sent' | 'possibly received' | 'dropped';
      after?: string;
    };
    answer: Left;
  };
  'GET /left/sums': {
    query: {
      by: 'day' | 'recipient' | 'purpose' | 'device' | 'field' | 'form';
      from?: string;
      to?: string;
      recipient?: string;
      purpose?: string;
      device?: string;
      field?: string;
    };
    answer: LeftSumsResult;
  };
  'GET /left/flows': { query: { from?: string; to?: string }; answer: LeftFlowsResult };
  'GET /left/lines': {
    query: {
      from?: string;
      to?: string;
      recipient?: string;
      purpose?: string;
      device?: string;
      field?: string;
      state?: 'waiting' | 'sent' | 'possibly received' | 'dropped';
    };
    answer: LeftLinesResult;
  };
  'GET /left/{batch}': { path: { batch: number }; answer: BatchThatLeft };
  'POST /left/{batch}/values': { path: { batch: number }; body: LeftOpenInput; answer: BatchThatLeft };
  'GET /stayed': {
    query: {
      by?: 'reason' | 'day' | 'device' | 'field' | 'recipient';
      from?: string;
      to?: string;
      device?: string;
      field?: string;
      recipient?: string;
      reason?: string;
      limit?: number;
      cursor?: string;
    };
    answer: StayedListPage;
  };
  'POST /history/erasure': { body: HistoryEraseInput; answer: HistoryEraseStep };
  'POST /devices/{name}/forgetting': { path: { name: string }; body: DeviceForgetInput; answer: DeviceForgetStep };
  'GET /activity': {
    query: { before?: number; most?: number; person?: string; device?: string; recipient?: string };
    answer: Activity;
  };
  'POST /activity/{seq}/undo': { path: { seq: number }; body: ActivityUndoInput; answer: ActivityUndoStep };
  'GET /rights': { query: { limit?: number; cursor?: string }; answer: RightsListPage };
  'GET /rights/{id}/letter': { path: { id: number }; answer: RightsLetterResult };
  'POST /rights/{id}/note': { path: { id: number }; body: RightsNoteInput; answer: RightsRequest };
  'GET /posture': { answer: Posture };
  'PUT /posture': { body: PostureSetInput; answer: PostureAnswer };
  'GET /budget': { answer: Budget };
  'GET /settings': { answer: Settings };
  'PUT /settings': { body: SettingsSetInput; answer: Settings };
  'GET /ledger/entries': { query: { from?: number; most?: number }; answer: LedgerEntriesResult };
  'GET /ledger/entries/{seq}/proof': { path: { seq: number }; query: { size?: number }; answer: LedgerInclusionResult };
  'GET /ledger/consistency': { query: { older: number; newer?: number }; answer: LedgerConsistencyResult };
}
