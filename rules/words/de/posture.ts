import type { Sentences } from '../speak.ts';

const says: Sentences['posture']['says'] = {
  'share nothing until I say so': 'Nichts geht hinaus, bis Sie zustimmen, Anfrage für Anfrage.',
  'only what devices need to work':
    'Hinaus geht, was ein Gerät nach dem Wissen von Hearthgate für das braucht, wofür es verkauft wird, und zwar nachdem Sie die Liste angesehen haben; was später kommt, wartet auf Sie. Was ein Hersteller nötig nennt, zählt nicht.',
};

export const posture: Sentences['posture'] = {
  says,
  unknownNeeds: 'Hearthgate weiß nicht, was dieses Gerät braucht.',
};
