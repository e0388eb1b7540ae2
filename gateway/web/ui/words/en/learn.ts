import { f } from './f.ts';

const hundredths = (share: number) => f.number(Math.round(100 * share));

export const learn = {
  title: (name: string) => `What ${name} could still learn`,
  now: 'From what leaves to it as it is set now. Our own attacks on simulated homes found it.',
  chosenTitle: (name: string) => `What ${name} could learn if you share like this`,
  chosen: 'With what it gets already. Our own attacks on simulated homes found it.',
  nothing: 'Nothing leaves to it, so there is nothing to learn from.',
  can: 'Can tell',
  cannot: 'Cannot tell',
  by: (field: string, device: string, leaves: string) => `${field} of ${device}: ${leaves}`,
  more: (count: number) => `and ${f.count(count, 'more', 'more')}`,
  attacked: (way: string) => `In our trials: ${way}.`,
  ways: {
    'every value': 'every value, once a minute',
    hourly: 'hourly means',
    daily: 'daily means',
    weekly: 'weekly means',
    'noised answer': 'a noised answer every day',
    noised: 'noised means and sums',
  },
  picture: 'How often our attacks guessed right: with what leaves, and without it.',
  here: 'It is being tried on your own history …',
  hereTopic: 'Somebody is there, by the hour',
  herePicture: 'The same on your own history.',
  topics: {
    home: 'Somebody at home, by the hour',
    away: 'Nobody at home, by the day',
    traffic: 'Something happens at home, by messages nobody can read',
  },
  of: (without: number, right: number) =>
    `${hundredths(without)} of 100 without it, ${hundredths(right)} of 100 with it`,
  heads: ['Guessed right', 'Without', 'With', 'Better by'],
  note: 'Of 100 guesses; “better by” is a 95 % interval.',
  hundredths,
  between: (least: number, most: number) => `${points(least)} to ${points(most)}`,
};

function points(share: number): string {
  return f.number(Math.round(1000 * share) / 10);
}
