import type { Sentences } from '../speak.ts';

export const brokers: Sentences['brokers'] = {
  problems: {
    'not an address': 'das ist keine Adresse eines Brokers; schreiben Sie mqtts://host oder mqtts://benutzer@host:8883',
    'password in the address':
      'ein Passwort in einer Adresse bleibt dort stehen, wo Adressen aufgehoben werden; lassen Sie es weg und geben Sie es für sich an',
    'not in the home':
      'dieser Broker ist nicht im Heimnetz, und mqtt:// ist ohne TLS: Das Passwort und alle Werte könnten unterwegs gelesen und geändert werden. Nehmen Sie mqtts://',
    'this hub': 'das ist der eigene Broker dieser Box; was dort spricht, wird schon gehört',
    'name not found':
      'niemand kennt eine Maschine dieses Namens; prüfen Sie die Schreibweise, oder nehmen Sie ihre Adresse',
    refused:
      'an diesem Port hört dort niemand; prüfen Sie den Port, und ob der Broker im Netz hört und nicht nur auf seiner eigenen Maschine',
    'no answer': 'es kam keine Antwort; prüfen Sie Adresse und Port und Firewalls dazwischen',
    unreachable: 'zu dieser Adresse führt von hier kein Weg',
    ended: 'der Broker hat die Verbindung beendet',
    'no TLS':
      'was dort hört, spricht kein TLS; nehmen Sie den Port für mqtts (oft 8883), oder mqtt:// für einen Broker zu Hause ohne TLS',
    'no MQTT': 'was dort hört, antwortet nicht wie ein Broker; prüfen Sie den Port (oft 8883 mit TLS, 1883 ohne)',
    'no trust':
      'darin ist kein Zertifikat als PEM (-----BEGIN CERTIFICATE-----); geben Sie das des Brokers an oder das der Stelle, die es unterschrieben hat',
    'user or password':
      'der Broker lässt diesen Benutzer nicht ein; prüfen Sie den Benutzer, sein Passwort, und ob er sich verbinden darf',
    busy: 'der Broker sagt, dass er gerade niemanden annimmt',
    'too large': 'der Broker schickte eine größere Nachricht, als ein Zuhause je braucht; lassen Sie weniger mitlesen',
    'the disk': 'die Speicherkarte nimmt nichts an; was der Broker für die Box aufhebt, wartet dort',
  },
  refusedIt: (code) => `der Broker hat die Verbindung mit dem Code ${code} abgelehnt`,
  certificate: {
    over: 'das Zertifikat des Brokers ist abgelaufen; erneuern Sie es dort',
    otherName:
      'das Zertifikat des Brokers gilt für einen anderen Namen; nehmen Sie einen, der darin steht, oder legen Sie genau dieses Zertifikat fest',
    stranger:
      'das Zertifikat des Brokers hat niemand unterschrieben, dem diese Box vertraut; geben Sie das Zertifikat seiner Stelle an oder sein eigenes',
    shown: (fingerprint) => `Es zeigte eines mit dem SHA-256-Fingerabdruck ${fingerprint}.`,
    compare: 'Vergleichen Sie ihn am Broker: openssl x509 -noout -fingerprint -sha256 -in <sein Zertifikat>',
  },
  filters: (refused, may) =>
    `der Broker lässt diesen Benutzer ${refused} nicht lesen; ${may === '' ? 'lassen Sie ihn dort die Topics Ihrer Geräte lesen' : `er darf ${may} lesen: Lesen Sie nur das mit, oder lassen Sie ihn dort mehr lesen`}`,
  wrongName: 'ein Name hat Kleinbuchstaben, Ziffern und Striche; geben Sie einen anderen an',
  nameTaken: (name) =>
    `ein Broker „${name}“ ist schon angebunden; entfernen Sie ihn zuerst, oder geben Sie einen anderen Namen an`,
  tooMany: (most) =>
    `mehr als ${most} Broker lassen sich nicht anbinden; entfernen Sie einen, der nicht gebraucht wird`,
  noUser: 'ein Passwort braucht einen Benutzer; geben Sie ihn dazu an',
  states: { connecting: 'wird verbunden', connected: 'verbunden' },
  notRunning: 'die Box läuft nicht',
  mayNotRead: (refused) => `verbunden; nicht gelesen werden darf ${refused}`,
};
