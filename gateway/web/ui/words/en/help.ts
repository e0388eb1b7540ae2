interface Step {
  readonly name: string;
  /** What happens to what does not go on. */
  readonly aside?: string;
}

const picture: readonly Step[] = [
  { name: 'Device' },
  { name: 'Understand', aside: 'not understood: stays' },
  { name: 'Decide', aside: 'not agreed: stays' },
  { name: 'Shape', aside: 'left out: stays' },
  { name: 'Record' },
  { name: 'Seal' },
  { name: 'Company' },
];

export const help = {
  how: 'How it works',
  pictureSays:
    'A value goes from the device through five steps: understand, decide, shape, record, seal; then to the company. What is not understood, not agreed or left out stays home.',
  picture,
  line: [
    { name: 'Understand', says: 'The box reads what a device says. What it cannot read goes nowhere.' },
    {
      name: 'Decide',
      says: 'Each value stays home unless your household agreed to this company, this purpose and this form.',
    },
    {
      name: 'Shape',
      says: 'Only the least that serves the purpose goes on: rounded, averaged, or a word instead of a number. A code takes the place of names.',
    },
    { name: 'Record', says: 'What is about to leave is written into a record first. A change in it afterwards shows.' },
    {
      name: 'Seal',
      says: 'It is locked so that only this one company can open it, and sent. You can read here what it was.',
    },
  ],
  protects: 'What Hearthgate protects',
  protectsSays: [
    'Nothing that passes through it leaves the home before you agreed.',
    'Stopping works at once, also for what is waiting to leave. Sharing more always shows you first what would leave.',
    'Two companies get no common name or number for your home or your devices.',
    'Your home goes on working: local apps see what they always saw, also while all sharing is stopped.',
    'Hearthgate itself collects nothing and contacts nobody on its own.',
  ],
  protectsNot: 'What it does not protect',
  protectsNotSays: [
    'A device with its own way to the internet can talk past this box.',
    'A company can link what it gets within a month, and its own purposes, over your connection. It sees your internet address.',
    'What a company does with what it has is its promise. Where a sentence ends with “— Acme says”, nobody here can check it.',
    'A local app that may read along can pass on what it reads.',
    'Whoever takes the box has what is on it, unless its key lies elsewhere. Settings say how that is here.',
  ],
  glossary: 'What the words mean',
  terms: {
    recipient: {
      term: 'Company or service',
      says: 'Whoever outside receives something. Some make your devices, others you added yourself.',
    },
    request: {
      term: 'Request',
      says: 'What a company asks for: which values, in which form, what for and for how long.',
    },
    receipt: {
      term: 'Receipt',
      says: 'A signed copy of what you decided. With it you can show later what was agreed.',
    },
    code: {
      term: 'Code instead of a name',
      says: 'A made-up name that changes every month. The company could still link a month’s messages.',
    },
    leftOut: { term: 'Left out', says: 'This value does not leave.' },
    rounded: { term: 'Rounded', says: 'The value leaves less exactly, such as to half a degree.' },
    averaged: { term: 'Averaged with others', says: 'One value is made from many, such as one an hour.' },
    noise: { term: 'Noise added', says: 'A little chance is mixed in, so that one value tells little about you.' },
    asIs: { term: 'Sent as is', says: 'The value leaves as the device said it.' },
    sent: { term: 'Sent', says: 'The company confirmed that it has it.' },
    waiting: { term: 'Waiting', says: 'It has not left yet; stopping still holds it back.' },
    heldBack: { term: 'Held back', says: 'It would leave, but a rule or a stop keeps it home.' },
    notDelivered: { term: 'Couldn’t deliver', says: 'It left and nobody confirmed it. The company may have it.' },
    record: {
      term: 'Record',
      says: 'Every change and all that left, in order. With a copy from before, you notice if somebody changes it.',
    },
    rule: { term: 'Rule above all others', says: 'Holds whatever was agreed, such as: at night nothing leaves.' },
    setupCode: {
      term: 'Setup code',
      says: 'Eight letters made at the box itself. Whoever has them comes in as an owner, once.',
    },
  },
  installer: 'Somebody who looks after the box',
  installerSays:
    'Ask whoever set it up. Tell them the version, what you did and what the page said; the details stand under Settings. They need neither your passphrase nor your data. At the box, hearthgate status says how it is.',
};
