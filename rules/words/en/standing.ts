import type { KnownCategory } from '../../reveals.ts';

/** A rule above all consents, as people say it. */
export const standing = {
  'never this category': (category: KnownCategory) => `nothing that may reveal ${category} leaves`,
  'never from this room': (room: string) => `nothing from ${room} leaves`,
  night: (hours: string, device?: string) =>
    `what ${device === undefined ? 'is measured' : `${device} measures`} ${hours} stays home`,
  visitors: 'visitors are here: only what says little about people leaves',
  'not claimed': 'nobody has claimed this hub: nothing leaves',
  pause: (recipient: string | undefined, device: string | undefined) =>
    `sharing is stopped: ${[recipient, device].filter(Boolean).join(' from ') || 'everything'}`,
};
