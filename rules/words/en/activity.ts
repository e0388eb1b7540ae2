type What = 'erasure' | 'opt-out';

/** One change as people read it: what, and from what to what. `of` is a field of a device. */
export const activity = {
  household: 'the household',
  hub: 'the hub by itself',
  homeAssistant: 'somebody, from Home Assistant',
  erased: (entries: number) =>
    entries === 1 ? 'What this entry said was erased.' : `What these ${entries} entries said was erased.`,
  nothing: 'nothing',
  anotherAnswer: 'another answer',
  noAnswer: 'no answer',
  agreed: 'what was agreed to',
  mayGet: (name: string, of: string) => `${name} may get ${of}`,
  mayNotGet: (name: string, of: string) => `${name} may not get ${of}`,
  getsNoMore: (name: string, of: string) => `${name} gets ${of} no more`,
  couldGet: (name: string, of: string) => `The time was over in which ${name} could get ${of}`,
  kept: (name: string, of: string, version: number) =>
    `What ${name} may get of ${of} stays, since version ${version} of its declaration says the same`,
  reopened: (name: string, of: string) => `${name}’s request for ${of} waits for an answer again`,
  no: 'a no',
  noAnswerNothingShared: 'no answer; nothing is shared',
  terms: (form: string, release: string, hours: string, lifetime: string) => `${form}; ${release}${hours}, ${lifetime}`,
  onlyMeasured: (hours: string) => `, only what is measured ${hours}`,
  allowed: (until: string, hours: string) => `allowed ${until}${hours}`,
  untilChanged: 'until it is changed',
  mayMake: (name: string, device: string, command: string) => `${name} may make ${device} do “${command}”`,
  mayNotMake: (name: string, device: string, command: string) => `${name} may not make ${device} do “${command}”`,
  mayMakeNoMore: (name: string, device: string, command: string) =>
    `${name} may make ${device} do “${command}” no more`,
  couldMake: (name: string, device: string, command: string) =>
    `The time was over in which ${name} could make ${device} do “${command}”`,
  made: (name: string, device: string, command: string) => `${name} made ${device} do “${command}”`,
  commandsRefused: (name: string, counts: string) =>
    `Commands in the name of ${name} were not genuine or not in time: ${counts}`,
  commandsWithheld: (name: string, counts: string) => `Commands of ${name} reached no device: ${counts}`,
  stopped: (because: string, count: number) => `${because} (${count})`,
  pinned: (name: string, version: number) =>
    `${name} was added with version ${version} of its declaration; nothing is shared by that`,
  replaced: (name: string) => `${name} has a new declaration`,
  version: (version: number) => `version ${version}`,
  keyRotated: (name: string) => `${name} signs its declaration with another key`,
  recipientRemoved: (name: string) => `${name} was removed, with every name and key it knew this home by`,
  codes: (name: string, purpose: string) => `The codes ${name} gets so that it can ${purpose}`,
  linkable: 'always the same',
  monthly: 'new every month',
  codesRenewed: (name: string) => `${name} gets new codes in the place of all it had`,
  accountTold: (name: string) => `${name} was to be told which of its accounts this home is`,
  accountEnded: (name: string) =>
    `${name} is told no more which of its accounts this home is; what it knows it may keep`,
  enrolmentRefused: (name: string) => `${name} refused this home; nothing is sent to it`,
  notice: (name: string) => `The words shown about ${name} changed`,
  budget: (name: string, day: string) => `What ${name} had used of its privacy budget by ${day} was written down`,
  asked: (name: string, what: What) =>
    what === 'erasure'
      ? `${name} was asked to erase what it has about this home`
      : `${name} was asked not to sell or share what it has about this home`,
  noted: (name: string, what: What) =>
    `What ${name} answered when it was asked ${what === 'erasure' ? 'to erase' : 'not to sell or share'} was noted`,
  answer: (answer: string, on: string) => `${answer}, on ${on}`,
  devicesForgotten: (devices: number) =>
    `${devices === 1 ? 'A device was' : `${devices} devices were`} forgotten, history and all`,
  deviceForgotten: (device: string) => `${device} was forgotten`,
  clientAdded: (client: string, kind: 'device' | 'bridge' | 'app') =>
    `${client} may connect, as ${kind === 'app' ? 'an app' : `a ${kind}`}`,
  clientChanged: (client: string) => `What ${client} may do`,
  clientRemoved: (client: string) => `${client} may connect no more`,
  grants: (read: readonly string[], write: readonly string[]) => {
    const beyond = [
      ...(read.length > 0 ? [`read ${read.join(', ')}`] : []),
      ...(write.length > 0 ? [`write ${write.join(', ')}`] : []),
    ];
    return `${beyond.length === 0 ? 'nothing' : beyond.join('; ')} beyond its own`;
  },
  attached: (broker: string, url: string) => `Hearthgate reads along on the broker ${broker} at ${url}`,
  brokerChanged: (broker: string) => `What Hearthgate may say on the broker ${broker}`,
  detached: (broker: string) => `Hearthgate reads along on the broker ${broker} no more`,
  saidSharing: 'what is shared, to native devices',
  saidCommands: 'allowed commands',
  saidItself: 'itself, to Home Assistant: counts, and a button that stops all sharing',
  certified: (client: string, until: string) => `${client} may connect with a certificate, until ${until}`,
  certificateRevoked: (client: string) => `A certificate of ${client} opens nothing any more`,
  authority: (authority: 'devices' | 'page') =>
    `The certificates that ${authority === 'page' ? 'browsers' : 'devices'} are told to trust`,
  joined: (name: string, how: string) =>
    `${name} joined by ${how === 'setup code' ? 'the setup code at the hub' : 'an invitation'}`,
  nobodyHere: 'nobody here',
  personChanged: (name: string) => `What ${name} may do`,
  left: (name: string) => `${name} may ask nothing any more, and is signed in nowhere`,
  passphrase: (name: string, how: string) =>
    how === 'setup code'
      ? `${name} came back with a new passphrase, by the setup code at the hub`
      : `${name} has a new passphrase`,
  setupCode: 'A new setup code was made at the hub; whoever has it can come in as an owner',
  handedOver: (report: string) =>
    `Whoever set the hub up handed it over, with a report whose fingerprint begins with ${report}`,
  takenBack:
    'Whoever set the hub up took it back, before anybody had claimed it; the code that was given opens nothing',
  renewed: (client: string) => `${client} got another password; the one before opens nothing any more`,
  invited: (role: string) => `Somebody was invited, as ${role}`,
  opened: (fields: string, device: string) => `Somebody looked at values of ${fields} of ${device}`,
  clockSet: 'The clock was set',
  restored: (backup: string) => `A backup of ${backup} was restored`,
  entriesErased: (count: number) =>
    `What ${count === 1 ? 'an entry' : `${count} entries`} of this record said was erased`,
  recorded: (type: string) => `Something was recorded: ${type}`,
  stands: (device: string) => `Where ${device} stands`,
  setting: (name: string) => `The setting “${name}”`,
  ruleEnded: 'A rule ended',
  rule: 'A rule above all consents',
  noSuchRule: 'no such rule',
  notSet: 'not set',
  /** As the ledger has it, also where nobody said one. */
  room: (room: string) => room,
  /** What the ledger writes for machines, as people say it; whatever is not here is shown as it is written. */
  words: {} as Readonly<Record<string, string>>,
};
