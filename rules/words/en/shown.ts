import type { Category } from '../../field-catalogue.ts';
import type { Gain } from '../../purposes.ts';
import type { Terms } from '../../terms.ts';

/** What is different since the last answer, by the parameter of the terms. */
const changed: Readonly<Record<keyof Terms, string>> = {
  controller: 'who it is',
  endpoint: 'where it is sent to',
  keys: 'whose key it is sealed for',
  purpose: 'what it is for',
  sentence: 'its words',
  ifRefused: 'what happens if you say no',
  necessity: 'whether it is needed',
  legalBasis: 'the legal ground',
  retention: 'how long it is kept',
  recipients: 'whom it is passed on to',
  release: 'when it leaves',
  form: 'what leaves',
  spec: 'how the value is measured',
  enrolment: 'whether it knows your account',
};

/** Of GDPR Art. 6(1), by the letter of the clause. */
const bases: Readonly<Record<string, string>> = {
  a: 'your consent',
  b: 'a contract with you',
  c: 'a law that it must follow',
  d: 'somebody’s life',
  e: 'a public task',
  f: 'interests of its own that it weighed against yours',
};

/** Of GDPR Art. 9(2), by the letter of the clause. */
const specialBases: Readonly<Record<string, string>> = {
  a: 'your explicit consent',
  c: 'somebody’s life',
  h: 'health care',
  i: 'public health',
  j: 'research or statistics',
};

/** What a field may hold of the special categories of GDPR Art. 9(1), as the end of "this may hold". */
const special: { readonly [Of in Category]?: string } = {
  health: 'health data',
  'audio/video': 'voices or faces, which can identify people by their bodies',
  unknown: 'anything, health data among it: nobody here knows this field',
};

const gains = (name: string): Readonly<Record<Gain, string>> => ({
  household: 'mainly your household',
  recipient: `mainly ${name}`,
  others: 'mainly other people',
  unknown: 'this hub does not know',
});

const labels = {
  changed: 'Changed since your last answer',
  from: 'From',
  purpose: 'So that it can',
  sentence: 'In its words',
  gain: 'Who gains',
  leaves: 'What leaves',
  together: 'With its other purposes',
  noise: 'What the noise hides',
  when: 'When',
  hours: 'Only what is measured',
  lifetime: 'For how long',
  code: 'Under which name',
  account: 'Your account',
  sentTo: 'Sent to',
  way: 'On the way',
  told: 'What else it is told',
  sensitive: 'Especially sensitive',
  basis: 'Legal ground',
  kept: 'Kept by it',
  passedOn: 'Passed on to',
  needed: 'Needed',
  known: 'What is known here',
  refused: 'If you say no',
  contact: 'Ask it about your data',
  limits: 'What this is',
};

/** Everything a person is shown before deciding. */
export const shown = {
  labels,
  changed,
  special,
  /** Said with every decision, and in every record of one. */
  limits:
    'This is the household’s choice about what leaves its home. It does not show that each person who lives or visits there agreed, and it is no finding about any law.',
  title: (name: string, fields: string) => `${name} asks for ${fields}`,
  /** Something that changed, as it was and as it is. */
  fromTo: (what: string, was: string, is: string) => `${what}: ${was} → ${is}`,
  /** Who says what the hub cannot know. */
  claimed: (text: string, name: string) => `${text} — ${name} says`,
  wrote: (text: string) => `${text} — as your household wrote it down`,
  noiseCovers: (of: string, times: number, epsilon: number) =>
    `${of}: everything that happens at home in one day; whatever leaves is at most ${times} times as likely as if that day had been another one (ε = ${epsilon} for one day of the whole home)`,
  noiseAlone: (of: string) =>
    `${of}: how much cannot be said, because other fields of this device leave, or may, without it`,
  fieldOf: (field: string, device: string) => `${field} of ${device}`,
  quoted: (sentence: string) => `“${sentence}”`,
  unknownPurpose: (purpose: string) => `follow a purpose this hub has no plain words for (${purpose})`,
  gain: (gain: Gain, name: string) => gains(name)[gain],
  sentTo: (host: string) => `${host}, and nowhere else`,
  /** What a token from a recipient's app means. */
  account: (name: string) => `${name} will know this is your account`,
  ownNames: (name: string) =>
    `your own names of the devices, and sent to addresses at home alone; ${name} can put together everything it ever gets under one`,
  codeStays: (name: string) =>
    `a code instead of the device’s name that stays the same; ${name} can put together everything it ever gets under it`,
  codeMonthly: (name: string) =>
    `a code instead of the device’s name, new every month; ${name} can put together what it gets under one code`,
  live: (when: string, sealed: boolean) =>
    `${when}; whoever watches the connection sees when something happens${sealed ? ', and what leaves to this recipient is then no longer constant' : ''}`,
  sealed: (name: string) => `sealed, so that only ${name} can open it`,
  open: 'protected on the way, readable by whoever runs that server',
  plain:
    'not protected on the way; sent to addresses at home alone, readable by whoever is in your network and by whoever runs that server',
  nothingTold: 'nothing: receipts, withdrawals and requests about your rights stay at home, to be handed over by you',
  sensitive: (fields: string, what: string) => `${fields} may hold ${what}`,
  sensitiveWithout: (fields: string, what: string, name: string) =>
    `${fields} may hold ${what}; ${name} names no legal ground for special categories`,
  basis: (clause: string) => `${bases[clause] ?? 'another ground'} (GDPR Art. 6(1)(${clause}))`,
  specialBasis: (clause: string) => `${specialBases[clause] ?? 'an exception'} (GDPR Art. 9(2)(${clause}))`,
  nobody: 'nobody',
  required: 'yes, for what it offers',
  optional: 'no',
  /** What Hearthgate itself knows. */
  needed: 'needed to work, says Hearthgate',
  worksWithout: 'works without it, as far as Hearthgate knows',
};
