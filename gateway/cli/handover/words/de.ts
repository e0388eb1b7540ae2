import type { HandoverWords } from './en.ts';

export const de: HandoverWords = {
  language: 'de',
  title: 'Ihr Hearthgate',
  sheet:
    'Mit diesem Blatt wird die Box Ihre. Das kann jeder, der es zuerst hat: Geben Sie es nicht weiter, und werfen Sie es danach weg.',
  goodUntil: (day) => `Gilt einmal, bis ${day}.`,
  toDo: 'Was zu tun ist',
  open: (page) =>
    `Öffnen Sie im Netz zu Hause ${page}, oder scannen Sie das Bild. Der Browser kennt die Box noch nicht und warnt: Unter demselben Namen zeigt Port 7080, wie man ihr vertraut; der Fingerabdruck steht im Bericht („browsers trust“).`,
  claimAtTheBox: 'An der Box: hearthgate claim, mit diesem Code, Ihrem Namen und einer Passphrase.',
  choose:
    'Wählen Sie Ihren Namen und eine Passphrase von mindestens 12 Zeichen. Gilt der Code nicht, so war jemand schneller oder hat einen anderen gemacht: Fragen Sie, wer die Box eingerichtet hat, und machen Sie erst weiter, wenn Sie es wissen.',
  look: 'Sehen Sie auf der Seite nach, was geschehen ist: Es beginnt mit dieser Übergabe.',
  replace:
    'Ersetzen Sie, was beim Einrichten gesehen wurde (unten), wann es Ihnen passt: Passwörter auf der Seite, dort, wo Geräte und Apps hereinkommen; alles an der Box, mit --as und Ihrem Namen hinter jedem Befehl.',
  nothingYet: 'Bisher wurde nichts geteilt, und das bleibt so, bis Sie zustimmen.',
  ended: 'Was mit der Übergabe endete',
  ends: {
    codes: 'Alle Codes von vorher: Es gibt einen, mit dem die Box jemandes wird.',
    commandLine:
      'Die Befehlszeile für den, der eingerichtet hat: Bis die Box jemandes ist, kann damit berichtet und neu übergeben werden, was diesen Code beendet. Danach verlangen nur noch Menschen aus dem Haushalt etwas, mit Name und Passphrase.',
    pairing: 'Das offene Fenster für ein neues Gerät.',
    consents: (count) =>
      `${count === 1 ? 'Eine Einwilligung' : `${count} Einwilligungen`} aus der Zeit, als die Box niemandes war: Keine war die des Haushalts.`,
    commands: (count) => `${count === 1 ? 'Ein erlaubter Befehl' : `${count} erlaubte Befehle`}, aus demselben Grund.`,
  },
  seen: 'Was beim Einrichten gesehen wurde, und was es ersetzt',
  saw: {
    password: (name) => `Das Passwort von ${name}: hearthgate device renew ${name}`,
    key: (name) =>
      `Vielleicht der Schlüssel von ${name}: hearthgate cert issue ${name}, und wenn es den benutzt, hearthgate cert revoke mit der Nummer des alten`,
    broker: (name) =>
      `Das Passwort beim Broker ${name}: dort ändern, dann hearthgate attach remove ${name}, und neu anschließen`,
    recipient: (name) =>
      `Was ${name} ausgestellt hat: neu ausstellen lassen, dann hearthgate recipient credentials ${name}`,
  },
  stays: 'Was kein Programm beendet',
  stay: [
    'Wer sich an der Maschine als Verwalter oder als Benutzer der Box anmelden kann, kann ihre Dateien lesen und ihr Programm ändern. Ändern Sie die Passwörter der Maschine, und entfernen Sie Schlüssel in ~/.ssh/authorized_keys und Konten, die nicht Ihre sind.',
    'Ein Einrichtungscode lässt sich an der Maschine immer machen, für Menschen, die ihre Passphrase vergessen haben. Alle im Haushalt sehen, dass er gemacht wurde und was damit geschah.',
    'Eine Kopie der Karte, eine Sicherung, die Datei des Hauptschlüssels oder seine Passphrase, die jemand behalten hat, öffnet, was darin war: hearthgate keys move gibt der Box einen anderen Hauptschlüssel.',
    'Was Geräte neben dieser Box haben: eigene Apps, Konten und das WLAN-Passwort.',
    'Wer einen Empfänger hinzufügt, sagt, wer das ist. Vergleichen Sie, bevor Sie etwas erlauben, den Fingerabdruck auf seiner Seite mit dem, den der Hersteller veröffentlicht; bei einem, der an der Box selbst geschrieben wurde, sehen Sie auf die Adresse.',
  ],
  report: (hash) =>
    `Der Bericht ist report.json; sein SHA-256, den auch das Verzeichnis der Box festhält, ist ${hash}.`,
};
