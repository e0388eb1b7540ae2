import { f } from './f.ts';

export const setup = {
  title: 'Make this box yours',
  step: (now: number, all: number) => `Step ${f.number(now)} of ${f.number(all)}`,
  claim: {
    title: 'The setup code',
    says: 'It stands where the box was started, and hearthgate setup-code makes a new one there. It is good once, for 30 minutes. One from somebody who set the box up for you is good for 14 days.',
    label: 'Setup code, eight or twelve letters and digits',
    wrong: 'A setup code has eight or twelve letters and digits, as in ACDE-FGHJ.',
  },
  you: {
    title: 'You, and a passphrase',
    name: 'Your name, as the others at home know you',
    passphrase: 'A passphrase of at least 12 characters',
    hint: 'A sentence that only you would write is good. Your browser may keep it.',
    go: 'Make it mine',
  },
  back: 'Back',
  next: 'Go on',
  invitation: {
    title: 'Come in',
    says: 'Somebody at home gave you a code. It is good once, for 15 minutes.',
    label: 'Invitation code, twelve letters and digits',
    wrong: 'An invitation code has twelve letters and digits, as in ACDE-FGHJ-KMNP.',
    go: 'Come in',
  },
};
