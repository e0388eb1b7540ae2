import { f } from './f.ts';

export const home = {
  title: 'Home',
  today: (recipients: number, messages: number, devices: number) =>
    `Through Hearthgate today: ${f.count(recipients, 'recipient', 'recipients')} received ${f.count(messages, 'message', 'messages')} from ${f.count(devices, 'device', 'devices')}.`,
  nothingLeft: 'Nothing has left through Hearthgate today.',
  stayed: (count: number) => `${f.count(count, 'value', 'values')} stayed home.`,
  aroundIt: 'A device with its own way to the internet can still talk around Hearthgate; its page says so.',
  trend: {
    none: 'Nothing left in the two weeks before.',
    first: (now: number) =>
      `In the seven days before today ${f.count(now, 'value', 'values')} left; in the week before that, none.`,
    stopped: (before: number) =>
      `Nothing left in the seven days before today; in the week before that it was ${f.count(before, 'value', 'values')}.`,
    more: (now: number, before: number) =>
      `In the seven days before today ${f.count(now, 'value', 'values')} left, more than the ${f.number(before)} of the week before that.`,
    fewer: (now: number, before: number) =>
      `In the seven days before today ${f.count(now, 'value', 'values')} left, fewer than the ${f.number(before)} of the week before that.`,
    same: (now: number) =>
      `In the seven days before today ${f.count(now, 'value', 'values')} left, about as many as in the week before that.`,
  },

  needsYou: 'Needs you',
  nothingNeeds: 'Nothing needs you.',
  moreNeeds: (count: number) => f.count(count, 'more thing', 'more things'),
  notNow: 'Not now',
  cards: {
    requests: {
      title: (count: number) => `${f.count(count, 'request waits', 'requests wait')} for your answer`,
      says: 'Until you answer, nothing of it leaves.',
      changed: (count: number) =>
        `${f.count(count, 'of them says', 'of them say')} something else than what you answered before.`,
      go: 'See the requests',
    },
    expiring: {
      title: (count: number) => `${f.count(count, 'choice ends', 'choices end')} within a week`,
      says: 'What they let out stays home from then on. You are asked once more, in the requests.',
      go: 'See who receives what',
    },
    delivery: {
      title: (names: readonly string[]) => `Messages for ${f.list(names)} wait here`,
      says: 'Nothing was lost, and nothing goes anywhere else. The box tries again by itself.',
      go: 'See why',
    },
    ledger: {
      title: 'The record of what left has a fault',
      says: 'Sharing more is refused until it is mended; stopping works as ever.',
      go: 'Look at the record',
    },
    notKept: {
      title: 'Your last changes are in force, and not on the disk yet',
      says: 'If the box lost power now, they would be gone. Free some space on its disk; it tries again by itself.',
      go: 'Look at the box',
    },
    disk: {
      title: 'The disk of the box takes nothing',
      says: 'Devices go on working. What they say is not shared until there is room again, and it goes on by itself. Free some space on its disk; a card that is failing takes nothing, either.',
      go: 'Look at the box',
    },
    clock: {
      title: 'The box doesn’t know the date',
      says: 'Nothing is shared until it does, and it goes on by itself. If this stays, look whether the box reaches the internet, and how its clock is set.',
      go: 'Look at the box',
    },
    certificates: {
      title: (at: number) => `A certificate of the box ends on ${f.day(at)}`,
      says: 'What trusts it would not connect any more. Whoever set the box up can renew it there (hearthgate cert rotate).',
      go: 'See the certificates',
    },
    rootKey: {
      title: 'The key of the box lies on its card',
      says: 'Whoever takes the card can read everything on it. It can be kept in another place.',
      go: 'See where it can lie',
    },
  },

  now: {
    title: 'Right now',
    none: 'Nothing has left through Hearthgate.',
    /** What those who hear the page are told, twice a minute at most. */
    heard: (count: number) => `${f.count(count, 'message', 'messages')} formed or sent in the last half minute.`,
    all: 'All that left',
  },
};
