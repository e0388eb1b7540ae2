import type { Because } from '../../precedence.ts';

/** Why something leaves or stays, one sentence for each rule. */
const rules: Readonly<Record<Because['rule'], string>> = {
  'not claimed': 'Nobody has claimed this hub yet; until somebody does with its setup code, everything stays home.',
  pause: 'The household has stopped this sharing for now.',
  'never this category': 'A rule of the household keeps everything home that may reveal this.',
  'never from this room':
    'A rule of the household keeps everything from this device’s room home; a device whose room nobody set counts as every room.',
  visitors: 'Visitors are here, so only what says little about people leaves.',
  night: 'A rule of the household keeps home what is measured at this hour.',
  'outside schedule': 'The household agreed to this for other hours.',
  'no consent': 'Nobody in the household has agreed to this, so it stays home.',
  refused: 'The household said no to this.',
  withdrawn: 'The household agreed to this once and took it back.',
  expired: 'The household agreed to this for a time that is over.',
  'other manifest version':
    'The household agreed to an earlier version of this request; the new one has not been answered.',
  'manifest expired': 'The recipient’s declaration has expired; nothing is sent until it publishes a new one.',
  'product does not match': 'The recipient’s declaration does not speak about this device.',
  'field not declared': 'The recipient did not declare this field or does not ask for it here.',
  'unit differs': 'The device states another unit than the recipient expects, so the value would be misunderstood.',
  'no common form': 'What was asked and what the household agreed to have nothing in common that could be sent.',
  'form does not fit type': 'This kind of value cannot be sent in the agreed or asked form.',
  'union is finer':
    'Together with what this recipient gets for other purposes it could work out more than each alone tells, and the household has not yet agreed to that.',
  'noise drowns it':
    'So much noise would be added to this that the recipient could do nothing with it; a longer window, narrower bounds or a greater ε would be needed.',
  'no budget': 'The budget of ε for that day is spent; nothing noised leaves of it any more.',
  capacity: 'The device could hide too much in what it would send for this purpose; agree to coarser forms.',
  given: 'The household agreed to this.',
  'less than asked': 'Less is sent than was asked, because the household agreed to less.',
  'less than agreed': 'Less is sent than the household agreed to, because no more was asked.',
};

/** Why something stayed home after the rules had let it go, or before any was asked; by the reason that is counted. */
const line: Readonly<Record<string, string>> = {
  'nobody asks': 'No recipient asks for this.',
  'not understood': 'It could not be understood, so it stays home.',
  late: 'It came after its time window had been closed.',
  thinned: 'Only one value of each time span is sent, and there was one already.',
  type: 'The value was of another kind than the recipient declared.',
  identifier: 'A name, an address or a serial number of your home stood in it.',
  store: 'The disk took nothing, so nothing was shared.',
  clock: 'The box did not know the date, so nothing was shared.',
  'queue full': 'Too much waited for this recipient; the oldest was dropped.',
  'too old': 'It waited for this recipient for too long.',
  'too large': 'It fits into no message.',
  'no name there': 'This recipient has no name for it, or takes numbers alone.',
};

export const because = { rules, line };
