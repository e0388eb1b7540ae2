import type { Words } from '../words.ts';
import { f } from './f.ts';

const hundredths = (share: number) => f.number(Math.round(100 * share));

export const learn: Words['learn'] = {
  title: (name) => `Was ${name} noch erfahren könnte`,
  now: 'Aus dem, was jetzt eingestellt ist und hinausgeht. Unsere eigenen Angriffe auf simulierte Haushalte haben es ergeben.',
  chosenTitle: (name) => `Was ${name} erfahren könnte, wenn Sie so teilen`,
  chosen: 'Mit dem, was schon hinausgeht. Unsere eigenen Angriffe auf simulierte Haushalte haben es ergeben.',
  nothing: 'Es geht nichts hinaus, also gibt es nichts, woraus etwas zu erfahren wäre.',
  can: 'Erkennbar',
  cannot: 'Nicht erkennbar',
  by: (field, device, leaves) => `${field} von ${device}: ${leaves}`,
  more: (count) => `und ${f.count(count, 'weiteres', 'weitere')}`,
  attacked: (way) => `In unseren Versuchen: ${way}.`,
  ways: {
    'every value': 'jeder Wert, einmal in der Minute',
    hourly: 'Mittel jeder Stunde',
    daily: 'Mittel jedes Tages',
    weekly: 'Mittel jeder Woche',
    'noised answer': 'eine verrauschte Antwort am Tag',
    noised: 'verrauschte Mittel und Summen',
  },
  picture: 'Wie oft unsere Angriffe richtig rieten: mit dem, was hinausgeht, und ohne.',
  here: 'Es wird an Ihrer eigenen Geschichte versucht …',
  hereTopic: 'Jemand ist da, je Stunde',
  herePicture: 'Dasselbe an Ihrer eigenen Geschichte.',
  topics: {
    home: 'Jemand zu Hause, je Stunde',
    away: 'Niemand zu Hause, je Tag',
    traffic: 'Zu Hause geschieht etwas, an Nachrichten, die niemand lesen kann',
  },
  of: (without, right) => `${hundredths(without)} von 100 ohne, ${hundredths(right)} von 100 mit`,
  heads: ['Richtig geraten', 'Ohne', 'Mit', 'Besser um'],
  note: 'Von 100 Versuchen; „besser um“ ist ein 95-%-Intervall.',
  hundredths,
  between: (least, most) => `${points(least)} bis ${points(most)}`,
};

function points(share: number): string {
  return f.number(Math.round(1000 * share) / 10);
}
