/** What a household asks of a recipient about its rights, and the letter that says it. */
export const rights = {
  sealed: 'sealed, at its next slot',
  neverConnected: 'not sent: it has never been connected to',
  noKey: 'not sent: it has no key, so this stays at home; hand the letter over yourself',
  titleOf: (name: string) => `Letter to ${name}`,
  to: (name: string, contact: string) => `To ${name} (${contact})`,
  date: (day: string) => `Date: ${day}`,
  nothingAgreed: 'Nothing was agreed to so far.',
  about: 'This is about what you asked my home for:',
  receipts: 'In the batches you got from Hearthgate these consents are called:',
  agreement: (request: string, sentence: string, fields: readonly string[], since: string) =>
    `- ${request} (“${sentence}”): ${fields.join(', ')}, since ${since}`,
  signature: 'Name and signature:',
  erasure: [
    'I ask you to erase, without undue delay, all personal data that you received from my home through Hearthgate, and to',
    'tell everyone you passed it on to (Articles 17 and 19 GDPR). Please confirm when that is done, or say which of it you',
    'keep and on what ground.',
  ],
  erasureBy: (day: string) =>
    `Under Article 12(3) GDPR I expect to hear what you did about it within one month, that is by ${day}.`,
  optOut: [
    'I ask you not to sell or share the personal data that you receive from my home, and to tell everyone you sold it to or',
    'shared it with (California Civil Code 1798.120, and like laws elsewhere; Article 21 GDPR). Please confirm.',
  ],
  optOutBy: (day: string) =>
    `Where California’s rules apply (11 CCR § 7026(f)) you have 15 business days at most, by my count until ${day}.`,
};
