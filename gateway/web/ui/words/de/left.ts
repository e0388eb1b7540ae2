import type { Words } from '../words.ts';
import { f } from './f.ts';

export const left: Words['left'] = {
  title: 'Was über Hearthgate hinausging',
  lists: 'Was hinausging und was blieb',
  leftTab: 'Was hinausging',
  stayedTab: 'Was zu Hause blieb',
  none: 'Über Hearthgate ist nichts hinausgegangen.',
  noneLike: 'So etwas steht nicht im Verzeichnis.',
  older: 'Was hinausging, steht hier so lange, wie Ihre Einstellungen es behalten; die Summen bleiben länger.',
  shown: (count, isAll) =>
    isAll
      ? `${f.count(count, 'Nachricht', 'Nachrichten')}, das ist alles.`
      : `${f.count(count, 'Nachricht', 'Nachrichten')} angezeigt, es gibt mehr.`,
  day: (day) => f.day(Date.parse(`${day}T12:00`)),
  time: (at) => f.time(at),
  moment: (at) => f.moment(at),

  states: {
    sent: 'Gesendet',
    waiting: 'Wartet',
    dropped: 'Zurückgehalten',
    'possibly received': 'Vielleicht angekommen',
    trouble: 'Nicht zustellbar',
  },
  stateSays: {
    sent: 'Der Empfänger hat gesagt, dass er es hat.',
    waiting: 'Es ist versiegelt und noch nicht hinausgegangen. Teilen Sie es jetzt nicht mehr, geht es nie hinaus.',
    dropped: 'Es war versiegelt, und nichts davon ging hinaus: Worauf es beruhte, endete vorher.',
    'possibly received':
      'Es war unterwegs, als die Verbindung abriss; der Empfänger kann es haben. Es zählt als hinausgegangen.',
  },
  queued: 'Wartet auf seine Zeit',
  queuedRow: (records, due) =>
    due === undefined
      ? `${f.count(records, 'Wert', 'Werte')}, so bald es geht`
      : `${f.count(records, 'Wert', 'Werte')}, ab ${f.moment(due)}`,
  troubleSays:
    'Es ließ sich bisher nicht übergeben. Nichts ist verloren, und nichts davon geht woandershin; die Box versucht es von selbst wieder.',

  row: (devices, recipient) => (devices.length === 0 ? `An ${recipient}` : `${f.list(devices)} → ${recipient}`),
  what: (fields, records) => `${f.list(fields)}: ${f.count(records, 'Wert', 'Werte')}`,
  andMore: 'und mehr',
  empty: 'eine leere Nachricht, damit ihr Kommen nichts verrät',

  filters: 'Nur das zeigen',
  filter: {
    day: 'Tag',
    device: 'Gerät',
    recipient: 'Wer empfängt',
    purpose: 'Wofür',
    state: 'Wie es ausging',
    field: 'Was',
  },
  all: 'Alle',
  allAgain: 'Wieder alles zeigen',

  message: {
    soThatItCan: 'Damit er dies kann',
    size: 'Größe',
    sizeIs: (bytes) => `${f.number(bytes)} Byte, versiegelt`,
    slot: 'Ihre Zeit',
    ended: 'Erledigt',
    left: 'Was hinausging',
    device: 'Name des Geräts',
    code: 'Durch einen Code ersetzt, den nur dieser Empfänger bekommt',
    forms: {
      exact: 'Unverändert',
      rounded: 'Gerundet',
      category: 'Durch ein Wort ersetzt',
      summary: 'Zusammengefasst',
      noised: 'Mit Rauschen',
      withheld: 'Weggelassen',
    },
    madeFrom: (values, from) => `${f.count(values, 'Wert', 'Werte')} aus ${f.number(from)}`,
    values: (count) => f.count(count, 'Wert', 'Werte'),
    span: (from, to) => `${f.moment(from)} bis ${f.time(to)}`,
    sensitive:
      'Diese Werte sagen viel über Menschen und werden nur gezeigt, wenn Sie es wollen. Dass Sie nachgesehen haben, steht im Verlauf.',
    showThem: 'Genau zeigen, was hinausging',
    onlyAdults: 'Erwachsene des Haushalts können die Werte sehen.',
    notKept: 'Die Werte selbst stehen hier nicht mehr oder standen nie hier; was, wann und an wen, steht da.',
    why: 'Warum ging das hinaus?',
    noWhy: 'Die Entscheidung, auf der es beruhte, wurde gelöscht.',
    takenOut: 'Was von denselben Geräten an diesem Tag zu Hause blieb, und nach welcher Regel',
    nothingTaken: 'An diesem Tag blieb nichts von ihnen zu Hause.',
    stayedOf: (device) => `Alles, was von ${device} blieb`,
    receipt: 'Beleg',
    getReceipt: 'Beleg herunterladen',
    change: (recipient) => `Ändern, was ${recipient} bekommt`,
    timeline: (device) => `Ein Tag von ${device} neben dem, was ein Empfänger sieht`,
    allOfThem: (count) => `Alle ${f.number(count)} anzeigen`,
  },

  take: {
    title: 'Mitnehmen',
    says: 'Was oben steht, ohne die Werte. Nachrichten, die noch unterwegs sind, sind nicht dabei.',
    csv: 'Für eine Tabelle (CSV)',
    json: 'Für Programme (JSON)',
    print: 'Diese Seite drucken',
  },

  record: {
    title: 'Prüfung des Verzeichnisses',
    never: 'Dieser Browser hat das Verzeichnis noch nicht geprüft.',
    unbroken: (since) => `Prüfung des Verzeichnisses: lückenlos seit ${f.moment(since)}.`,
    checked: (at, entries) =>
      `Geprüft ${f.moment(at)}: ${f.count(entries, 'Eintrag', 'Einträge')}, darunter unverändert alles, was dieser Browser schon gesehen hat.`,
    first: (at) =>
      `Dieser Browser bewahrt das Siegel des Verzeichnisses seit ${f.moment(at)}. Von jetzt an merkt er, wenn etwas von davor geändert wurde.`,
    unsigned: 'Dieser Browser kann die Unterschrift nicht selbst prüfen, sie blieb ungeprüft; die Kette wurde geprüft.',
    go: 'Jetzt prüfen',
    checking: 'Es wird geprüft …',
    what: 'Was ist das?',
    says: [
      'Jede Entscheidung, jede Änderung und die Summen jeder Stunde sind Einträge eines Verzeichnisses, das nur wachsen kann. Die Box versiegelt es immer wieder.',
      'Ihr Browser bewahrt das letzte Siegel, das er gesehen hat. Beim Prüfen muss die Box beweisen, dass das Verzeichnis von heute mit genau dem von damals beginnt, und der Browser rechnet den Beweis selbst nach.',
      'Was das nicht zeigen kann: was geschrieben wurde, bevor dieser Browser ein Siegel bewahrte, und was ein Gerät an Hearthgate vorbei gesagt hat. Bewahren Sie die Dateien unten an einem anderen Ort, dann kann jeder sie ohne diese Box prüfen (docs/ledger.md sagt, wie). Das hilft auch gegen jemanden, der diese Seite selbst verändert hat.',
    ],
    broken: {
      key: 'Das Verzeichnis ist mit einem anderen Schlüssel unterschrieben als zuvor. Entweder wurde die Box neu eingerichtet oder aus einer Sicherung zurückgeholt, oder jemand hat ihr Verzeichnis ersetzt.',
      signature: 'Das Siegel, das die Box gab, passt nicht zu ihrem Schlüssel.',
      shorter: 'Das Verzeichnis ist kürzer als das, was dieser Browser schon gesehen hat: Am Ende fehlen Einträge.',
      rewritten: 'Das Verzeichnis setzt nicht fort, was dieser Browser schon gesehen hat: Darin wurde etwas geändert.',
    },
    brokenDo:
      'Geteilt wird weiter, was Ihr Haushalt beschlossen hat. Wenn niemand die Box aus einer Sicherung zurückgeholt hat, halten Sie alles Teilen an und lassen Sie jemanden nachsehen; das Siegel in diesem Browser ist der Beweis und bleibt.',
    anew: 'Mit dem Verzeichnis von heute neu beginnen',
    proof: 'Einen Beweis an einem anderen Ort bewahren',
    checkpoint: 'Das Siegel',
    key: 'Der Schlüssel',
    lines: 'Das ganze Verzeichnis',
    linesSay:
      'Das ganze Verzeichnis sagt alles, was Ihr Haushalt beschlossen hat; geben Sie es niemandem, der das nicht lesen soll.',
  },

  dayOf: {
    title: (device) => `Ein Tag von ${device}`,
    says: 'Was das Gerät zu Hause gesagt hat, neben dem, was ein Empfänger davon bekäme.',
    choose: 'Was und an wen',
    option: (field, recipient) => `${field} → ${recipient}`,
    nothing: 'Von diesem Gerät geht nichts an jemanden, daneben gibt es also nichts zu stellen.',
    looked: 'Wo diese Werte viel über Menschen sagen, steht im Verlauf, dass jemand nachgesehen hat.',
    reveals: (reason) => `Was es über Sie verraten kann: ${reason}`,
    toDevice: 'Zum Gerät',
  },
};
