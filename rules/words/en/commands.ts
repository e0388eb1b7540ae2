import type { CommandRule } from '../../decide-command.ts';

/** Why a command reaches no device. */
const rules: Readonly<Record<CommandRule, string>> = {
  'never by command':
    'Nobody outside may touch this: it could make the home tell more, or it is the network or inside of the device.',
  'not claimed': 'Nobody has claimed this hub yet; until somebody does, no recipient makes a device do anything.',
  pause: 'The household has stopped this for now.',
  'never this category': 'A rule of the household keeps this kind of thing at home.',
  'never from this room':
    'A rule of the household is about this device’s room; a device whose room nobody set counts as every room.',
  visitors: 'Visitors are here.',
  night: 'A rule of the household is about this hour.',
  refused: 'The household said no to this.',
  withdrawn: 'The household allowed this once and took it back.',
  'outside schedule': 'The household allowed this for other hours.',
  'product does not match': 'The recipient’s declaration does not speak about this device.',
  'not declared': 'The recipient did not declare this command.',
  'no way to say it': 'Hearthgate knows no way to say this to a device of this kind.',
  arguments: 'Its arguments are not as they were declared.',
  'manifest expired': 'The recipient’s declaration has expired.',
  'other terms': 'The household allowed what an earlier declaration said; the new one has not been answered.',
  expired: 'The household allowed this for a time that is over.',
  'not allowed': 'Nobody in the household has allowed this.',
};

/** What recipients may make devices do; what it may do ends a sentence that begins with its name and "may". */
export const commands = {
  rules,
  does: (command: string, given: readonly string[]) =>
    `make it do “${command}”${given.length === 0 ? '' : ` with ${given.join(' and ')}`}`,
  yesOrNo: (argument: string) => `${argument} yes or no`,
  oneOf: (argument: string, values: readonly string[]) => `${argument} one of ${values.join(', ')}`,
  between: (argument: string, least: number, most: number, unit: string | undefined) =>
    `${argument} from ${least} to ${most}${unit === undefined ? '' : ` ${unit}`}`,
  onlyHours: (hours: string) => `, only ${hours}`,
  lasting: (lifetime: string) => `, ${lifetime}`,
  may: (name: string, does: string, device: string, lasting: string) =>
    `${name} may ${does} on ${device} without asking again${lasting}.`,
  says: (name: string, sentence: string) => `${name} says: “${sentence}”`,
  tells: (name: string) => `${name} is not told what became of a command; it can tell that this home listens to it.`,
};
