import type { Sentences } from '../speak.ts';

const wrong: Sentences['own']['wrong'] = {
  '/at':
    'ist keine Adresse, an die so gesendet werden kann; schreiben Sie sie wie im Beispiel, ohne Benutzer und ohne #',
  '/ca': 'ist kein Zertifikat als PEM, oder die Adresse ist eine ohne TLS; es beginnt mit -----BEGIN CERTIFICATE-----',
  '/name': 'hat Zeichen, die man nicht sieht oder verwechselt, oder eine Adresse; schreiben Sie einen einfachen Namen',
  '/sentence': 'hat Zeichen, die man nicht sieht oder verwechselt, oder eine Adresse; sagen Sie es in einfachen Worten',
};

export const own: Sentences['own'] = {
  wrong,
  noDuration: (every) => `ist ${JSON.stringify(every)}; schreiben Sie eine Dauer wie PT5M`,
  tooOften: (title, least) => `ist zu oft für ${title}; höchstens alle ${least}`,
  notAsked: (name, asked) => `nennt „${name}“, wonach nicht gefragt ist; gefragt ist: ${asked || 'nichts'}`,
  notGiven: (name, says) => `nennt „${name}“ nicht; geben Sie an: ${says}`,
  notCalled: (says) => `fehlt; geben Sie an: ${says}`,
  notAmong: (is, among) => `ist „${is}“; wählen Sie eines von ${among}`,
  noUnit: (title, units) => `fehlt; ${title} braucht ein Feld in ${units.join(' oder ')}, wählen Sie ein solches`,
  otherUnit: (unit, title, units) =>
    `ist ${unit}; ${title} braucht ein Feld in ${units.join(' oder ')}, wählen Sie ein solches`,
  noWords: (field) => `${field} wird in Worten gesagt; schreiben Sie dazu, welche davon gesagt werden dürfen`,
  noType: (field) =>
    `${field} hat noch kein Gerät gesagt; schreiben Sie dazu, was es ist, etwa eine Zahl, und die Einheit`,
  quoted: (says) => `Das Profil selbst sagt: „${says}“`,
  tooMuch:
    'Von einem Gerät mit all diesen Feldern ginge nichts hinaus, denn es könnte zu viel darin verstecken: Nehmen Sie weniger Felder oder solche mit Einheit, oder lassen Sie seltener senden.',
};
