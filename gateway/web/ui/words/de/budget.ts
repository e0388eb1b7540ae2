import type { Words } from '../words.ts';
import { f } from './f.ts';

export const budget: Words['budget'] = {
  none: 'Niemand bekommt Werte mit Rauschen; von diesem Budget ist also nichts verbraucht. Sobald es jemand tut, sehen Sie hier, wie viel solche Werte verraten dürfen, wessen Budget wie weit verbraucht ist und wann es wieder frei wird.',
  says: 'Manche Werte gehen mit Rauschen hinaus: Zufall, der verbirgt, was an einem Tag zu Hause geschah. Ein wenig verrät trotzdem jeder, und das summiert sich. Darum gibt es für jeden Tag eine Grenze; was davon verbraucht ist, bleibt verbraucht, bis ein neuer Tag beginnt.',
  today: 'Heute',
  inDays: (days) => `In ${f.number(days)} Tagen`,
  used: (spent, cap) => {
    if (cap === 0) return 'nichts darf verraten werden';
    if (spent === 0) return 'noch nichts verbraucht';
    return spent < cap ? `${f.percent(spent / cap)} verbraucht` : 'ganz verbraucht';
  },
  again: (at) => (at === undefined ? 'Wieder frei, wenn der nächste Tag beginnt.' : `Wieder frei ab ${f.moment(at)}.`),
  againLater: 'Was ein Tag verbraucht hat, ist 31 Tage später wieder frei.',
  whenUsedUp: (name) =>
    `Ist es verbraucht, geht nichts weiter mit Rauschen an ${name}, bis es wieder frei ist. Das Rauschen wird nie schwächer.`,
  usedUp: (name, at) =>
    `Es ist verbraucht: Was ${name} von diesem Tag bekommt, ist abgegolten, und ${at === undefined ? 'bis es wieder frei ist' : `bis ${f.moment(at)}`} geht nichts weiter mit Rauschen dorthin. Das Rauschen wird nie schwächer.`,
  tooLittle: (name) =>
    `Für ${name} wurde mehr vereinbart, als an einem Tag verraten werden darf. Was nicht hineinpasst, bleibt zu Hause.`,
  details: 'Einzelheiten',
  noised: (name) => `Was ${name} mit Rauschen bekommt`,
  nothingNow: 'Nichts mehr; was vorher hinausging, zählt noch.',
  line: (field, device, leaves) => `${field} von ${device}: ${leaves}.`,
  notSaid:
    'Wie viel das Rauschen davon verbirgt, lässt sich nicht sagen: Anderes geht von diesem Gerät ohne Rauschen hinaus.',
  exact: 'In Zahlen',
  perDay: (epsilon) => `ε = ${f.number(epsilon)} für jeden Tag des Haushalts`,
  ofDay: (spent, cap) => `ε = ${f.number(spent)} von ${f.number(cap)} für den Tag des Haushalts`,
  ofDays: (spent, cap, days) =>
    `ε = ${f.number(spent)} von ${f.number(cap)} für ${f.number(days)} Tage des Haushalts zusammen`,
  reserved: 'Vorgemerkt',
  protects: 'Was geschützt ist',
  protectsSays:
    'Ein Tag des ganzen Haushalts, was auch immer an ihm gemeldet wurde. Geschützt ist der Haushalt, nicht eine Person darin vor einer anderen. Je kleiner ε ist, desto mehr bleibt verborgen.',
  entries: 'Jeder Tag, der gezählt wurde, im Verlauf',
  all: 'Alle zusammen',
  allSays: 'Sie könnten zusammenlegen, was sie haben; darum gibt es auch für alle zusammen eine Grenze.',

  limits: 'Wie viel verraten werden darf',
  limitsSay: 'Weniger gilt sofort und lässt sich zurücknehmen. Für mehr geben Sie Ihre Passphrase ein.',
  ofWhom: { epsilonOfEach: 'An jeden von ihnen, an einem Tag', epsilonOfAll: 'An alle zusammen, an einem Tag' },
  part: (epsilon, most) => {
    if (epsilon === 0) return 'Nichts';
    if (epsilon === most) return 'So viel wie möglich';
    if (epsilon === most / 2) return 'Die Hälfte davon';
    return epsilon === most / 4 ? 'Ein Viertel davon' : `${f.percent(epsilon / most)} davon`;
  },
  lower: 'Grenze senken',
  raise: 'Grenze erhöhen',
  lessSays: (names) =>
    names.length === 0
      ? 'Dann kann weniger verraten werden. Was vereinbart ist, passt weiter hinein.'
      : `Dann passt nicht alles hinein, was für ${f.list(names)} vereinbart ist: Was nicht hineinpasst, bleibt zu Hause.`,
  moreSays: 'Dann kann an einem Tag mehr verraten werden, jeder Wert mit so viel Rauschen wie zuvor.',
  lowered: 'Die Grenze ist ab jetzt niedriger.',
  raised: 'Die Grenze ist ab jetzt höher.',
};
