import type { Gain } from '../../purposes.ts';
import type { Sentences } from '../speak.ts';

type Shown = Sentences['shown'];

const changed: Shown['changed'] = {
  controller: 'wer es ist',
  endpoint: 'wohin es gesendet wird',
  keys: 'für wessen Schlüssel es versiegelt wird',
  purpose: 'wofür es ist',
  sentence: 'die Worte der Anfrage',
  ifRefused: 'was geschieht, wenn Sie Nein sagen',
  necessity: 'ob es nötig ist',
  legalBasis: 'die Rechtsgrundlage',
  retention: 'wie lange es aufbewahrt wird',
  recipients: 'an wen es weitergegeben wird',
  release: 'wann es hinausgeht',
  form: 'was hinausgeht',
  spec: 'wie der Wert gemessen wird',
  enrolment: 'ob Ihr Konto bekannt wird',
};

const bases: Readonly<Record<string, string>> = {
  a: 'Ihre Einwilligung',
  b: 'ein Vertrag mit Ihnen',
  c: 'ein Gesetz, das zu befolgen ist',
  d: 'jemandes Leben',
  e: 'eine öffentliche Aufgabe',
  f: 'eigene Interessen, gegen Ihre abgewogen',
};

const specialBases: Readonly<Record<string, string>> = {
  a: 'Ihre ausdrückliche Einwilligung',
  c: 'jemandes Leben',
  h: 'Gesundheitsversorgung',
  i: 'öffentliche Gesundheit',
  j: 'Forschung oder Statistik',
};

const special: Shown['special'] = {
  health: 'Gesundheitsdaten',
  'audio/video': 'Stimmen oder Gesichter, an denen Menschen zu erkennen sind',
  unknown: 'alles Mögliche, auch Gesundheitsdaten: Niemand hier kennt dieses Feld',
};

const gains = (name: string): Readonly<Record<Gain, string>> => ({
  household: 'vor allem Ihr Haushalt',
  recipient: `vor allem ${name}`,
  others: 'vor allem andere Menschen',
  unknown: 'das weiß diese Box nicht',
});

const labels: Shown['labels'] = {
  changed: 'Seit Ihrer letzten Antwort geändert',
  from: 'Von',
  purpose: 'Wozu',
  sentence: 'In den Worten der Anfrage',
  gain: 'Wem es nützt',
  leaves: 'Was hinausgeht',
  together: 'Mit den anderen Zwecken zusammen',
  noise: 'Was das Rauschen verbirgt',
  when: 'Wann',
  hours: 'Nur was gemessen wird',
  lifetime: 'Für wie lange',
  code: 'Unter welchem Namen',
  account: 'Ihr Konto',
  sentTo: 'Gesendet an',
  way: 'Unterwegs',
  told: 'Was der Empfänger sonst erfährt',
  sensitive: 'Besonders empfindlich',
  basis: 'Rechtsgrundlage',
  kept: 'Dort aufbewahrt',
  passedOn: 'Weitergegeben an',
  needed: 'Nötig',
  known: 'Was hier bekannt ist',
  refused: 'Wenn Sie Nein sagen',
  contact: 'Dort nach Ihren Daten fragen',
  limits: 'Was das hier ist',
};

export const shown: Shown = {
  labels,
  changed,
  special,
  limits:
    'Das ist die Entscheidung des Haushalts, was sein Zuhause verlässt. Sie zeigt nicht, dass jeder zugestimmt hat, der dort wohnt oder zu Besuch ist, und sie stellt nichts über irgendein Gesetz fest.',
  title: (name, fields) => `${name} fragt nach ${fields}`,
  fromTo: (what, was, is) => `${what}: ${was} → ${is}`,
  claimed: (text, name) => `${text} — sagt ${name}`,
  wrote: (text) => `${text} — so hat es Ihr Haushalt aufgeschrieben`,
  noiseCovers: (of, times, epsilon) =>
    `${of}: alles, was an einem Tag zu Hause geschieht; was hinausgeht, ist höchstens ${String(times).replace('.', ',')}-mal so wahrscheinlich wie nach einem anderen Tag (ε = ${String(epsilon).replace('.', ',')} für einen Tag des ganzen Haushalts)`,
  noiseAlone: (of) =>
    `${of}: wie viel, lässt sich nicht sagen, weil anderes von diesem Gerät ohne Rauschen hinausgeht oder hinausgehen darf`,
  fieldOf: (field, device) => `${field} von ${device}`,
  quoted: (sentence) => `„${sentence}“`,
  unknownPurpose: (purpose) => `einen Zweck verfolgen, für den diese Box keine einfachen Worte hat (${purpose})`,
  gain: (gain, name) => gains(name)[gain],
  sentTo: (host) => `${host}, und nirgendwohin sonst`,
  account: (name) => `${name} wird wissen, dass das Ihr Konto ist`,
  ownNames: (name) =>
    `Ihre eigenen Namen der Geräte, gesendet nur an Adressen zu Hause; ${name} kann alles zusammenführen, was je unter einem davon ankommt`,
  codeStays: (name) =>
    `ein Code statt des Gerätenamens, der gleich bleibt; ${name} kann alles zusammenführen, was je darunter ankommt`,
  codeMonthly: (name) =>
    `ein Code statt des Gerätenamens, jeden Monat ein neuer; ${name} kann zusammenführen, was unter einem Code ankommt`,
  live: (when, sealed) =>
    `${when}; wer die Verbindung beobachtet, sieht, wann etwas geschieht${sealed ? ', und was zu diesem Empfänger hinausgeht, ist damit nicht mehr gleichmäßig' : ''}`,
  sealed: (name) => `versiegelt, sodass nur ${name} es öffnen kann`,
  open: 'unterwegs geschützt, lesbar für alle, die jenen Server betreiben',
  plain:
    'unterwegs nicht geschützt; gesendet nur an Adressen zu Hause, lesbar für alle in Ihrem Netz und für alle, die jenen Server betreiben',
  nothingTold:
    'nichts: Belege, Rücknahmen und Anträge zu Ihren Rechten bleiben zu Hause; Sie können sie selbst übergeben',
  sensitive: (fields, what) => `${fields}: Das enthält vielleicht ${what}`,
  sensitiveWithout: (fields, what, name) =>
    `${fields}: Das enthält vielleicht ${what}; ${name} nennt keine Rechtsgrundlage für besondere Kategorien`,
  basis: (clause) => `${bases[clause] ?? 'eine andere Grundlage'} (Art. 6 Abs. 1 Buchst. ${clause} DSGVO)`,
  specialBasis: (clause) => `${specialBases[clause] ?? 'eine Ausnahme'} (Art. 9 Abs. 2 Buchst. ${clause} DSGVO)`,
  nobody: 'niemanden',
  required: 'ja, für das Angebot',
  optional: 'nein',
  needed: 'nötig, damit es funktioniert, sagt Hearthgate',
  worksWithout: 'funktioniert auch ohne, soweit Hearthgate weiß',
};
