import type { Words } from '../words.ts';
import { f } from './f.ts';

export const home: Words['home'] = {
  title: 'Übersicht',
  today: (recipients, messages, devices) =>
    `Heute über Hearthgate: ${f.count(recipients, 'Empfänger hat', 'Empfänger haben')} ${f.count(messages, 'Nachricht', 'Nachrichten')} von ${f.count(devices, 'Gerät', 'Geräten')} erhalten.`,
  nothingLeft: 'Heute ist über Hearthgate nichts hinausgegangen.',
  stayed: (count) => `${f.count(count, 'Wert blieb', 'Werte blieben')} zu Hause.`,
  needsYou: 'Braucht Sie',
  nothingNeeds: 'Nichts braucht Sie.',
};
