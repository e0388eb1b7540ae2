/** How a recipient is reached, how it knows this home, and what it can put together. */
export const recipients = {
  ownNames: 'your own names of the devices: linkable for ever',
  codesStay: 'always the same: linkable for as long as it is shared',
  codesMonthly: 'new every month: linkable within it',
  codesRenewed: 'new for what is measured from the next window on',
  /** The states of sending, and what may stand after `waiting: `; whatever is not here is shown as it is. */
  states: {} as Readonly<Record<string, string>>,
  waiting: (because: string) => `waiting: ${because}`,
  forgotten: 'forgotten',
  sentAs: (user: string, isPlain: boolean) =>
    `sent ${user === '' ? '' : `as ${user}, `}${isPlain ? 'at home alone, and not protected on the way' : 'inside TLS'}`,
  unknownPurpose: 'this hub has no plain words for it',
  refuses: (name: string) => `${name} refuses this home and gives no reason`,
  refusesSaying: (name: string, because: string) => `${name} says: “${because}”`,
  /** What a recipient of the household's own says of itself where nobody said another thing. */
  ownContact: 'your own household, which added it',
  ownSentence: 'Your household sends it there for itself.',
  othersRead: 'others on that broker can still read this',
};
