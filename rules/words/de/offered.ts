import type { Sentences } from '../speak.ts';

export const offered: Sentences['offered'] = {
  stop: 'Alles Teilen anhalten',
  left: 'Nachrichten, die heute das Zuhause verließen',
  waiting: 'Wartende Anfragen',
  trouble: 'Störung',
  sharing: 'Teilen',
};
