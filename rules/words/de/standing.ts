import type { KnownCategory } from '../../reveals.ts';
import type { Sentences } from '../speak.ts';

const categories: Readonly<Record<KnownCategory, string>> = {
  presence: 'ob jemand da ist',
  activity: 'was jemand tut',
  energy: 'wie viel Energie verbraucht wird',
  climate: 'wie das Raumklima ist',
  location: 'wo jemand ist',
  identifier: 'um welches Gerät oder welche Person es geht',
  network: 'wie das Heimnetz aussieht',
  'audio/video': 'was zu hören oder zu sehen ist',
  health: 'wie es jemandem gesundheitlich geht',
  'access/security': 'was verschlossen oder gesichert ist',
  safety: 'ob Gefahr besteht',
  diagnostics: 'wie es dem Gerät geht',
  'state/control': 'was ein- oder ausgeschaltet ist',
};

export const standing: Sentences['standing'] = {
  'never this category': (category) => `nichts geht hinaus, was verraten kann, ${categories[category]}`,
  'never from this room': (room) => `nichts aus ${room} geht hinaus`,
  night: (hours, device) =>
    device === undefined
      ? `was ${hours} gemessen wird, bleibt zu Hause`
      : `was ${device} ${hours} misst, bleibt zu Hause`,
  visitors: 'es ist Besuch da: nur was wenig über Menschen sagt, geht hinaus',
  'not claimed': 'noch hat niemand diese Box zu seiner gemacht: nichts geht hinaus',
  pause: (recipient, device) => {
    const from = device === undefined ? '' : `von ${device}`;
    const to = recipient === undefined ? '' : `an ${recipient}`;
    return `das Teilen ist angehalten: ${[from, to].filter(Boolean).join(' ') || 'alles'}`;
  },
};
