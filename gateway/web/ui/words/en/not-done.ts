import { f } from './f.ts';

/** What happened · what it means · what to do, by the API's codes; others are told in the hub's own words. */
const byCode: Readonly<Record<string, string>> = {
  unreachable:
    'The box did not answer. Nothing was changed. Check that it has power and that this device is in the home’s network, then try again.',
  slow: 'The box takes long to answer. Nothing was changed; it may have much to do. Wait a moment, then try again.',
  'ledger-damaged':
    'The record of what left has a fault, so nothing can be proved by it. Stopping works as ever; sharing more is refused until it is mended. Have whoever set the box up look at it (hearthgate ledger verify).',
  'no-such-batch': 'This message is not in the record any more. What left is kept as long as your settings say.',
  defect: 'Something went wrong inside the box, and nothing was changed. It stands in the log of the box.',
  'not-signed-in': 'You are signed out here. Sign in once more.',
  'not-allowed': 'Your role may look, and not change this. An adult or an owner of the household can.',
  'wrong-passphrase': 'No such name with that passphrase. Both have to be as you chose them.',
  'wrong-code':
    'That code is not right, was used, or is over. A setup code is good once, for 30 minutes and five tries; make a new one at the box.',
  'passphrase-refused': 'Choose another passphrase: at least 12 characters, not a common one, and not your name.',
  'name-taken': 'Somebody here has that name. Choose another.',
  'no-message-yet':
    'None of these devices has said anything since the box was started. Wait for a message, or look at the worst case.',
  'look-again': 'What would leave is not what you looked at any more. Look at it once more below; nothing was shared.',
  'last-owner': 'You are the only owner. Make somebody else an owner first.',
  'nothing-waits': 'Somebody has answered this in the meantime.',
  'over-budget':
    'Together with what already goes to it with noise, this would tell more than may be told in a day. Nothing was shared. Choose less of it, or first stop something else that goes to it with noise.',
  'over-budget-of-all':
    'Together with what already goes to others with noise, this would tell more than may be told to all of them in a day. Nothing was shared. Choose less of it, or first stop something else that leaves with noise.',
  'nothing-shared': 'This is not shared any more.',
};

export const notDone = {
  byCode,
  title: 'That did not work',
  wait: (seconds: number) => `Too many tries from here. Try again in ${f.span(seconds * 1000)}.`,
  details: 'Details',
};
