import type { Sentences } from '../speak.ts';

export const hub: Sentences['hub'] = {
  rootKey: {
    card: 'auf der Karte, neben den Daten: Eine gestohlene Karte verrät alles',
    file: 'in einer Datei anderswo: Datenbanken und private Schlüssel auf einer gestohlenen Karte sind ohne diese Datei unlesbar',
    passphrase:
      'mit einer Passphrase verschlossen: Datenbanken und private Schlüssel auf einer gestohlenen Karte sind so schwer zu lesen, wie die Passphrase zu erraten ist',
  },
  clock: {
    known: 'bekannt',
    unknown: 'noch nicht bekannt: Es wird nichts geteilt, bis die Box das Datum kennt',
  },
  ledgerDamaged:
    'der Verlauf in household.db ist nicht mehr der unterschriebene; behalten Sie eine Kopie, prüfen Sie sie mit „hearthgate ledger verify“, und stellen Sie eine Sicherung wieder her',
  wayOut: 'was diese App liest, kann sie weitergeben, auch nach draußen; das steuert Hearthgate nicht',
  trustsPublic: 'sein Zertifikat, von einer öffentlichen Stelle unterschrieben',
  trustsPinned: 'das festgelegte Zertifikat',
  trustsPlace: 'allein sein Platz im Heimnetz',
  readsAlong: (othersRead) => `Hearthgate liest mit; ${othersRead}.`,
  withoutTls: (hasPassword) =>
    `Gelesen wird ohne TLS: ${hasPassword ? 'Passwort und Werte' : 'Werte'} kann jeder lesen, der auf dem Weg sitzt, und der liegt im Heimnetz.`,
  maySay: (what) => `Hearthgate darf dort sagen: ${what.join(', ')}.`,
  sharing: 'was geteilt wird, an Geräte mit Hearthgates eigener Sprache',
  commands: 'Befehle, die Sie erlaubt haben',
  itself: 'sich selbst, zu Home Assistant: Zahlen, und einen Knopf, der alles Teilen anhält',
  anybodyMayStop: 'Wer dort schreiben darf, kann diesen Knopf drücken; fortsetzen lässt sich dort nichts.',
  notOffered:
    'Dieser Broker lässt den Benutzer nicht alles davon sagen oder hören: Lassen Sie ihn hearthgate/v1/hub/# lesen und schreiben, homeassistant/status lesen und homeassistant/device/# schreiben.',
  saysNothing: 'Hearthgate sagt dort nichts.',
};
