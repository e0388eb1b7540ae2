import { de } from '../../rules/words/de.ts';
import type { InWords, RefusalCode } from './refusal.ts';

const said = (problem: string) => problem;

/**
 * Every refusal in German. What is wrong with an input is said as it is found, in English: it names members for programs.
 * What a person can get wrong in a form of the pages is said in German by whoever refuses it (`own`, `brokers` in rules/words).
 */
export const DE: { readonly [Code in RefusalCode]: InWords<Code> } = {
  'not-understood': { title: 'Die Eingabe wird nicht verstanden', says: said },
  'no-such-operation': {
    title: 'Das lässt sich nicht fragen',
    says: (name) => `es gibt nichts, was „${name}“ heißt und gefragt werden könnte`,
  },
  'no-such-recipient': {
    title: 'Diesen Empfänger gibt es nicht',
    says: (recipient) => `es gibt keinen Empfänger „${recipient}“`,
  },
  'no-such-request': {
    title: 'Diese Anfrage gibt es nicht',
    says: (recipient, request, has) => `${recipient} hat keine Anfrage „${request}“; es gibt: ${has}`,
  },
  'not-asked-for': {
    title: 'Nach diesem Feld wird nicht gefragt',
    says: (request, field, asks) => `${request} fragt nicht nach „${field}“, sondern nach ${asks}`,
  },
  'no-device-fits': { title: 'Kein Gerät passt', says: () => 'kein Gerät hier passt zu dieser Anfrage' },
  'no-such-device': { title: 'Dieses Gerät gibt es nicht', says: (device) => `es gibt kein Gerät „${device}“` },
  'no-such-client': {
    title: 'Dieses Gerät oder diese App gibt es nicht',
    says: (name) => `es gibt weder ein Gerät noch eine App „${name}“`,
  },
  'no-such-broker': {
    title: 'Diesen Broker gibt es nicht',
    says: (name) => `kein Broker „${name}“ ist angebunden`,
  },
  'broker-refused': { title: 'Der Broker wird nicht angebunden', says: said },
  'no-such-consent': {
    title: 'Diese Antwort gibt es nicht',
    says: (id) => `es gibt keine Aufzeichnung einer Antwort „${id}“`,
  },
  'nothing-shared': {
    title: 'Nichts davon wird geteilt',
    says: () => 'nichts, was geteilt wird, passt dazu',
  },
  'no-such-batch': {
    title: 'Diese Sendung gibt es nicht',
    says: (batch) => `von einer Sendung ${batch} ist nichts aufbewahrt; ihre Einzelheiten sind vielleicht vergessen`,
  },
  'nothing-waits': {
    title: 'Diese Anfrage wartet nicht',
    says: () => 'keine solche Anfrage wartet auf eine Antwort',
  },
  'asks-otherwise': {
    title: 'Inzwischen wird nach etwas anderem gefragt',
    says: () =>
      'was auf Ihre Antwort wartet, ist nicht mehr das, was gezeigt wurde, und nichts wurde beantwortet; sehen Sie an, wie es jetzt ist',
  },
  'no-such-command': {
    title: 'Diesen Befehl hat der Empfänger nicht',
    says: (recipient, command, has) =>
      `${recipient} hat keinen Befehl „${command}“${has === '' ? '' : `; es gibt: ${has}`}`,
  },
  'nothing-allowed': {
    title: 'Kein solcher Befehl ist erlaubt',
    says: () => 'kein erlaubter Befehl passt dazu',
  },
  'over-budget': {
    title: 'Dafür ist kein Budget mehr übrig',
    says: (name, wanted, left) =>
      `Das braucht jeden Tag ε ${wanted}, und von dem, was ${name} bekommen darf, ist ${left} übrig; stimmen Sie einem kleineren ε zu oder widerrufen Sie zuerst etwas anderes`,
  },
  'over-budget-of-all': {
    title: 'Dafür ist kein Budget mehr übrig',
    says: (wanted, left) =>
      `Das braucht jeden Tag ε ${wanted}, und von dem, was alle Empfänger zusammen bekommen dürfen, ist ${left} übrig; stimmen Sie einem kleineren ε zu oder widerrufen Sie zuerst etwas anderes`,
  },
  'recipient-exists': {
    title: 'Diesen Empfänger gibt es schon',
    says: (recipient) =>
      `es gibt schon einen Empfänger „${recipient}“; ändern Sie ihn, oder wählen Sie eine andere Kennung`,
  },
  'not-own': {
    title: 'Diesen Empfänger hat nicht der Haushalt gemacht',
    says: (recipient) => `${recipient} wurde nicht hier gemacht; fügen Sie stattdessen seine neuere Erklärung hinzu`,
  },
  'no-such-profile': {
    title: 'Dieses Profil gibt es nicht',
    says: (profile, known) => `es gibt kein Profil „${profile}“; es ist eines von ${known}`,
  },
  'wrong-profile': { title: 'Das Profil lässt sich nicht verwenden', says: said },
  'wrong-secret': { title: 'Das Geheimnis passt nicht zum Empfänger', says: said },
  'never-commanded': {
    title: 'Das darf niemandem von außen erlaubt werden',
    says: (command) =>
      `„${command}“ darf niemandem von außen erlaubt werden: Das Zuhause könnte dadurch mehr verraten, es geht um das Netz oder das Innere eines Geräts, oder Hearthgate kennt keinen Weg, es zu sagen`,
  },
  'no-such-rule': { title: 'Diese Regel gibt es nicht', says: () => 'keine solche Regel gilt' },
  'no-such-purpose': {
    title: 'Diesen Zweck hat der Empfänger nicht',
    says: (recipient, purpose, asks) => `${recipient} fragt nach nichts für ${purpose}, sondern für ${asks}`,
  },
  'no-account-asked': {
    title: 'Der Empfänger fragt nach keinem Konto',
    says: (name) => `${name} nimmt ein Zuhause auf, ohne das Konto zu kennen; behalten Sie das Token für sich`,
  },
  'no-such-entry': {
    title: 'Diesen Eintrag gibt es nicht',
    says: (size) => `der Verlauf hat ${size} Einträge, gezählt ab 0`,
  },
  'cannot-be-undone': {
    title: 'Das lässt sich nicht rückgängig machen',
    says: (why) => `es lässt sich nicht rückgängig machen: ${why}`,
  },
  'no-such-rights-request': {
    title: 'Unter dieser Nummer wurde um nichts gebeten',
    says: (id) => `unter der Nummer ${id} wurde um nichts gebeten`,
  },
  'not-granted': { title: 'Das ist nicht erlaubt worden', says: (filter) => `„${filter}“ ist nicht erlaubt worden` },
  'finer-than-asked': {
    title: 'Das wäre mehr, als angefragt ist',
    says: (field, recipient) =>
      `${field}: Das ist nicht gröber als das, wonach ${recipient} gefragt hat; ohne Angabe gilt die angefragte Form`,
  },
  'list-changed': {
    title: 'Die Liste ist jetzt eine andere',
    says: () =>
      'das ist nicht, was gezeigt wurde: Die Liste ist jetzt eine andere oder wurde nicht angesehen; sehen Sie sie an, und bestätigen Sie diese',
  },
  'no-message-yet': {
    title: 'Noch ist keine Nachricht gekommen',
    says: () =>
      'keines dieser Geräte hat etwas gesagt, seit die Box gestartet wurde; warten Sie auf eine Nachricht, oder wählen Sie den ungünstigsten Fall',
  },
  'no-such-certificate': {
    title: 'Dieses Zertifikat gibt es nicht',
    says: (what) => `kein gültiges Zertifikat hat die Seriennummer oder den Namen „${what}“`,
  },
  'key-not-usable': { title: 'Der Schlüssel lässt sich nicht verwenden', says: said },
  'too-many-certificates': {
    title: 'Das sind zu viele Zertifikate',
    says: (name) => `„${name}“ hat so viele Zertifikate, wie es haben darf; widerrufen Sie unbenutzte`,
  },
  'changed-meanwhile': {
    title: 'Es wurde inzwischen geändert',
    says: (name) => `„${name}“ wurde geändert, während das Zertifikat gemacht wurde; versuchen Sie es noch einmal`,
  },
  'rotation-under-way': {
    title: 'Ein Wechsel ist im Gang',
    says: (which) =>
      `die nächste Wurzel steht schon neben der jetzigen; hearthgate cert rotate ${which} --finish beendet die alte, --cancel gibt die neue auf`,
  },
  'no-rotation': {
    title: 'Kein Wechsel ist im Gang',
    says: (which) => `es gibt noch keine nächste Wurzel; hearthgate cert rotate ${which} macht sie`,
  },
  'look-again': {
    title: 'Sehen Sie es noch einmal an, bevor Sie teilen',
    says: () =>
      'was hinausginge, ist nicht das, was gezeigt wurde, oder es ist länger als 15 Minuten her; sehen Sie an, was jetzt hinausginge',
  },
  'no-such-page': {
    title: 'Unter dieser Adresse gibt es nichts',
    says: () => 'unter dieser Adresse gibt es nichts; /api/v1/openapi.json nennt alle',
  },
  'wrong-method': {
    title: 'Diese Adresse wird anders gefragt',
    says: (allowed) => `verwenden Sie hier ${allowed}`,
  },
  'too-large': {
    title: 'Das ist zu viel auf einmal',
    says: () => 'eine Anfrage fasst höchstens 1 MiB; senden Sie sie in Teilen',
  },
  'too-long': {
    title: 'Die Adresse ist zu lang',
    says: () => 'eine Adresse hat mit allem, was dazugehört, höchstens 4096 Zeichen',
  },
  'wrong-content-type': {
    title: 'Nur JSON wird angenommen',
    says: () => 'senden Sie, was etwas ändert, als JSON mit content-type: application/json',
  },
  'not-from-here': { title: 'Unter anderem Namen oder von anderer Seite gefragt', says: said },
  'too-many-listeners': {
    title: 'Es hören schon zu viele zu',
    says: () => 'mehr Seiten kann die Box nicht auf dem Laufenden halten; schließen Sie eine',
  },
  'not-listening': {
    title: 'Die Box ist nicht über TLS erreichbar',
    says: () =>
      'zum Koppeln muss die Box laufen und über TLS erreichbar sein; starten Sie sie mit „hearthgate start“, und lassen Sie mqtts.enabled eingeschaltet',
  },
  'no-such-newcomer': {
    title: 'Dieses neue Gerät gibt es nicht',
    says: (id) => `kein neues Gerät „${id}“ wartet; ein Fenster ist zehn Minuten lang offen und für ein einziges Gerät`,
  },
  'not-taken': {
    title: 'Das Gerät hat seine Zugangsdaten nicht angenommen',
    says: (name) =>
      `das Gerät hat seine Zugangsdaten nicht angenommen und ist nicht mehr verbunden, darum wurde „${name}“ nicht hinzugefügt; öffnen Sie ein neues Fenster, und starten Sie das Koppeln am Gerät noch einmal`,
  },
  'not-claimed': {
    title: 'Noch hat niemand diese Box zu seiner gemacht',
    says: () =>
      'noch hat niemand diese Box zu seiner gemacht; tun Sie das zuerst, mit ihrem Einrichtungscode („hearthgate setup-code“ macht einen)',
  },
  'handed-over': {
    title: 'Die Box wurde übergeben',
    says: () =>
      'diese Box wurde übergeben und wartet auf ihren Haushalt; „hearthgate handover“ macht ihm einen neuen Code, und „hearthgate handover --take-back“ beendet seinen und gibt Ihnen die Box zurück',
  },
  'not-handed-over': {
    title: 'Die Box wurde nicht übergeben',
    says: () => 'diese Box wurde nicht übergeben oder wurde schon zurückgenommen',
  },
  'is-claimed': {
    title: 'Die Box gehört schon jemandem',
    says: () =>
      'diese Box gehört schon jemandem und wird nicht mehr übergeben; wer sie etwas fragen darf, entscheiden ihre Inhaber',
  },
  'person-needed': {
    title: 'Das muss jemand aus dem Haushalt verlangen',
    says: () =>
      'diese Box wurde ihrem Haushalt übergeben, darum darf das nur jemand von dort verlangen: mit --as <Name>; die Passphrase wird am Terminal oder von der Standardeingabe gelesen',
  },
  'not-signed-in': { title: 'Niemand ist angemeldet', says: () => 'melden Sie sich zuerst an' },
  'not-allowed': {
    title: 'Das dürfen andere',
    says: (role) => `das ist für ${role === 'owner' ? 'Inhaber' : 'Erwachsene und Inhaber'} des Haushalts`,
  },
  'sign-in-again': {
    title: 'Bitte noch einmal Ihre Passphrase',
    says: () =>
      'damit geht mehr hinaus, bleibt mehr aufbewahrt oder kommt jemand herein: Es braucht Ihre Passphrase, eingegeben in den letzten 15 Minuten',
  },
  'not-this-page': {
    title: 'Die Seite hat ihr Token nicht genannt',
    says: () => 'senden Sie das Token Ihrer Anmeldung als x-hearthgate-token; die Anmeldung nennt es',
  },
  'wrong-passphrase': {
    title: 'Das stimmt nicht',
    says: () => 'diesen Namen mit dieser Passphrase gibt es nicht',
  },
  'wrong-code': {
    title: 'Der Code gilt nicht',
    says: () =>
      'dieser Code stimmt nicht, wurde schon benutzt oder ist abgelaufen; ein Einrichtungscode gilt einmal, 30 Minuten lang und für fünf Versuche',
  },
  'passphrase-refused': { title: 'Wählen Sie eine andere Passphrase', says: said },
  'too-many-tries': {
    title: 'Zu viele falsche Antworten',
    says: (seconds) => `von dort kamen zu viele falsche Antworten; versuchen Sie es in ${seconds} s noch einmal`,
  },
  'too-many-requests': {
    title: 'Zu viele Anfragen',
    says: (seconds) => `von dort wurde zu viel gefragt; versuchen Sie es in ${seconds} s noch einmal`,
  },
  'too-busy': {
    title: 'Andere melden sich gerade an',
    says: () => 'gerade melden sich zu viele an; versuchen Sie es noch einmal',
  },
  'no-such-person': { title: 'Diese Person gibt es nicht', says: () => 'niemand hier hat diese Kennung' },
  'no-such-session': { title: 'Diese Anmeldung gibt es nicht', says: () => 'dort ist niemand mehr angemeldet' },
  'name-taken': {
    title: 'Der Name ist vergeben',
    says: () => 'jemand hier heißt schon so; wählen Sie einen anderen Namen',
  },
  'last-owner': {
    title: 'Der letzte Inhaber bleibt',
    says: () => 'der letzte Inhaber kann weder gehen noch weniger werden; machen Sie zuerst jemand anderen zum Inhaber',
  },
  'client-refused': { title: 'Gerät oder App lässt sich nicht hinzufügen oder ändern', says: said },
  'nothing-fetched': { title: 'Es wurde keine Erklärung geholt', says: said },
  'manifest-refused': { title: 'Die Erklärung wird nicht angenommen', says: said },
  'ledger-damaged': { title: 'Der Verlauf ist beschädigt', says: () => de.hub.ledgerDamaged },
};
