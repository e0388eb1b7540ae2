import type { Found } from '../../evaluated.ts';
import type { OwnFound } from '../../own-home.ts';

const points = (of: number) => `${Math.round(1000 * of) / 10}`.replace('-', '−');
const share = (of: number) => `${Math.round(100 * of)} %`;

/** What a recipient could still learn. */
export const learn = {
  says: 'This says by itself who is there, where or what for; nobody has to guess.',
  home: ({ right, guess }: Found) =>
    `It can tell hour by hour whether somebody is at home: in our trials ${share(right)} of the hours were guessed right, where habits alone give ${share(guess)}.`,
  away: ({ right, guess }: Found) =>
    `It can tell on which days nobody was at home: in our trials ${share(right)} of such days and of others were guessed right, where a coin gives ${share(guess)}.`,
  little: {
    home: ({ most }: Found) =>
      `Whether somebody is at home it can tell little better than by habits, if at all: by at most ${share(most)} of the hours in our trials.`,
    away: ({ most }: Found) =>
      `On which days nobody was at home it can tell little better than by a coin, if at all: by at most ${share(most)} of them in our trials.`,
  },
  traffic:
    'Whoever watches the connection and can read nothing still sees when something happens at home: its messages leave as it happens.',
  trafficOpen:
    'Whoever watches the connection sees when there was something to send, and how much: what is not sealed leaves as it is, and not where there is nothing.',
  /** Of a recipient, to which all leaves at slots. */
  constant:
    'Constant: whoever watches the connection sees nothing of what happens at home. Messages leave at fixed times, in one size, also when there is nothing. What you decide about it, or ask it for, travels inside them. When the connection was gone shows, and when sharing for one of its purposes begins and ends.',
  observable: (why: string) => `Observable: ${why}`,
  again: ({ code, recipient }: { readonly code: number; readonly recipient: number }) =>
    `By values alone, without any name, ${share(code)} of 200 homes were found again within a month under another code, and ${share(recipient)} at another company that got the same.`,
  /** On the home's own history. */
  here: {
    found: ({ days, right, guess, least, most }: OwnFound) =>
      `On your own history of ${days} days: whether somebody is there was guessed right in ${share(right)} of the hours from what it got, where your habits alone give ${share(guess)}. The difference is between ${points(least)} and ${points(most)} of 100 hours (95 % interval).`,
    not: (why: string) => `Not computed on your own history: ${why}`,
    why: {
      'says itself': 'what it gets says by itself whether somebody is there.',
      'nothing telling': 'nothing leaves to it that tells of people.',
      'nobody says': 'no device says whether somebody is there in what leaves to anybody, and nothing else is kept.',
      'not kept': 'values of high sensitivity are not kept here. You decide that under Your data.',
      'few days': (kept: number, least: number) =>
        `what left is kept here for ${kept} days, and ${least} are needed. You decide that under Your data.`,
      'too few': (least: number) =>
        `there are not yet ${least} days of which is kept both what it got and whether somebody was there.`,
    },
  },
  no: {
    home: 'Whether somebody is at home nobody could tell from this in our trials beyond what habits tell.',
    away: 'On which days nobody was at home nobody could tell from this in our trials beyond what habits tell.',
    again:
      'By values alone nobody found a home again in our trials, not under another code, and not at another company.',
    traffic:
      'Whoever watches the connection sees nothing of what happens at home: its messages leave at fixed times, in one size, also when there is nothing.',
  },
};
