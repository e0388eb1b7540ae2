import type { Sentences } from '../speak.ts';

/** `2026-11-02` as letters write it. */
function dated(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}.${month}.${year}`;
}

export const rights: Sentences['rights'] = {
  sealed: 'versiegelt, mit der nächsten Sendung',
  neverConnected: 'nicht gesendet: Dorthin gab es noch nie eine Verbindung',
  noKey:
    'nicht gesendet: Der Empfänger hat keinen Schlüssel, darum bleibt das zu Hause; übergeben Sie den Brief selbst',
  titleOf: (name) => `Brief an ${name}`,
  to: (name, contact) => `An ${name} (${contact})`,
  date: (day) => `Datum: ${dated(day)}`,
  nothingAgreed: 'Bisher wurde in nichts eingewilligt.',
  about: 'Es geht um das, wonach Sie mein Zuhause gefragt haben:',
  receipts: 'In den Sendungen, die Sie von Hearthgate erhalten haben, heißen diese Einwilligungen:',
  agreement: (request, sentence, fields, since) =>
    `- ${request} („${sentence}“): ${fields.join(', ')}, seit ${dated(since)}`,
  signature: 'Name und Unterschrift:',
  erasure: [
    'Ich verlange von Ihnen, alle personenbezogenen Daten, die Sie über Hearthgate aus meinem Zuhause erhalten haben,',
    'unverzüglich zu löschen und es allen mitzuteilen, an die Sie sie weitergegeben haben (Artikel 17 und 19 DSGVO).',
    'Bitte bestätigen Sie die Löschung, oder teilen Sie mit, was Sie aus welchem Grund behalten.',
  ],
  erasureBy: (day) =>
    `Nach Artikel 12 Absatz 3 DSGVO erwarte ich innerhalb eines Monats, also bis zum ${dated(day)}, Ihre Mitteilung, was Sie veranlasst haben.`,
  optOut: [
    'Ich verlange von Ihnen, die personenbezogenen Daten, die Sie aus meinem Zuhause erhalten, weder zu verkaufen noch',
    'weiterzugeben und es allen mitzuteilen, an die Sie sie verkauft oder weitergegeben haben (California Civil Code',
    '1798.120 und ähnliche Gesetze andernorts; Artikel 21 DSGVO). Bitte bestätigen Sie das.',
  ],
  optOutBy: (day) =>
    `Wo die Regeln Kaliforniens gelten (11 CCR § 7026(f)), haben Sie höchstens 15 Werktage, nach meiner Zählung bis zum ${dated(day)}.`,
};
