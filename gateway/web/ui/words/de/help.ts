import type { Words } from '../words.ts';

export const help: Words['help'] = {
  how: 'So geht es',
  pictureSays:
    'Ein Wert geht vom Gerät durch fünf Schritte: verstehen, entscheiden, formen, festhalten, versiegeln; dann zur Firma. Was nicht verstanden, nicht vereinbart oder weggelassen wird, bleibt zu Hause.',
  picture: [
    { name: 'Gerät' },
    { name: 'Verstehen', aside: 'unverstanden: bleibt' },
    { name: 'Entscheiden', aside: 'nicht erlaubt: bleibt' },
    { name: 'Formen', aside: 'weggelassen: bleibt' },
    { name: 'Festhalten' },
    { name: 'Versiegeln' },
    { name: 'Firma' },
  ],
  line: [
    { name: 'Verstehen', says: 'Die Box liest, was ein Gerät sagt. Was sie nicht lesen kann, geht nirgendwohin.' },
    {
      name: 'Entscheiden',
      says: 'Jeder Wert bleibt zu Hause, außer Ihr Haushalt hat dieser Firma für diesen Zweck in dieser Form zugestimmt.',
    },
    {
      name: 'Formen',
      says: 'Nur das Wenigste, was dem Zweck dient, geht weiter: gerundet, gemittelt oder ein Wort statt einer Zahl. An die Stelle von Namen tritt ein Code.',
    },
    {
      name: 'Festhalten',
      says: 'Was hinausgehen soll, wird zuerst in ein Protokoll geschrieben. Änderungen daran fallen später auf.',
    },
    {
      name: 'Versiegeln',
      says: 'Es wird so verschlossen, dass nur diese eine Firma es öffnen kann, und abgeschickt. Sie können hier lesen, was es war.',
    },
  ],
  protects: 'Wovor Hearthgate schützt',
  protectsSays: [
    'Nichts, was durch Hearthgate läuft, verlässt das Zuhause, bevor Sie zugestimmt haben.',
    'Anhalten wirkt sofort, auch für das, was noch wartet. Bevor mehr geteilt wird, sehen Sie immer zuerst, was hinausginge.',
    'Zwei Firmen bekommen keinen gemeinsamen Namen und keine gemeinsame Nummer für Ihr Zuhause oder Ihre Geräte.',
    'Ihr Zuhause arbeitet weiter: Apps im Haus sehen, was sie immer sahen, auch wenn alles Teilen angehalten ist.',
    'Hearthgate selbst sammelt nichts und nimmt von sich aus zu niemandem Kontakt auf.',
  ],
  protectsNot: 'Wovor es nicht schützt',
  protectsNotSays: [
    'Ein Gerät mit eigenem Weg ins Internet kann an dieser Box vorbeireden.',
    'Eine Firma kann verknüpfen, was sie in einem Monat bekommt, und ihre eigenen Zwecke über Ihre Verbindung. Sie sieht Ihre Internetadresse.',
    'Was eine Firma mit dem tut, was sie hat, ist ihr Versprechen. Wo ein Satz mit „— sagt Acme“ endet, kann ihn hier niemand prüfen.',
    'Eine App im Haus, die mitlesen darf, kann weitergeben, was sie liest.',
    'Wer die Box mitnimmt, hat, was darauf ist, außer ihr Schlüssel liegt anderswo. Wie das hier ist, steht in den Einstellungen.',
  ],
  glossary: 'Was die Wörter bedeuten',
  terms: {
    recipient: {
      term: 'Firma oder Dienst',
      says: 'Wer draußen etwas empfängt. Manche stellen Ihre Geräte her, andere haben Sie selbst hinzugefügt.',
    },
    request: { term: 'Anfrage', says: 'Worum eine Firma bittet: welche Werte, in welcher Form, wofür und wie lange.' },
    receipt: {
      term: 'Beleg',
      says: 'Eine signierte Kopie Ihrer Entscheidung. Damit können Sie später zeigen, was vereinbart war.',
    },
    code: {
      term: 'Code statt Name',
      says: 'Ein erfundener Name, der jeden Monat wechselt. Die Nachrichten eines Monats könnte die Firma trotzdem verknüpfen.',
    },
    leftOut: { term: 'Weggelassen', says: 'Dieser Wert geht nicht hinaus.' },
    rounded: { term: 'Gerundet', says: 'Der Wert geht weniger genau hinaus, etwa auf ein halbes Grad.' },
    averaged: { term: 'Mit anderen gemittelt', says: 'Aus vielen Werten wird einer, etwa einer je Stunde.' },
    noise: { term: 'Mit Rauschen', says: 'Etwas Zufall wird beigemischt, damit ein Wert wenig über Sie sagt.' },
    asIs: { term: 'Unverändert gesendet', says: 'Der Wert geht so hinaus, wie das Gerät ihn sagte.' },
    sent: { term: 'Gesendet', says: 'Die Firma hat bestätigt, dass sie es hat.' },
    waiting: { term: 'Wartet', says: 'Es ist noch nicht hinausgegangen; Anhalten hält es noch zurück.' },
    heldBack: {
      term: 'Zurückgehalten',
      says: 'Es ginge hinaus, aber eine Regel oder ein Anhalten behält es zu Hause.',
    },
    notDelivered: {
      term: 'Nicht zugestellt',
      says: 'Es ging hinaus, und niemand hat es bestätigt. Die Firma kann es haben.',
    },
    record: {
      term: 'Protokoll',
      says: 'Jede Änderung und alles, was hinausging, der Reihe nach. Wer eine Kopie von früher hat, merkt, wenn jemand es ändert.',
    },
    rule: {
      term: 'Regel über allen anderen',
      says: 'Gilt, was immer vereinbart war, etwa: Nachts geht nichts hinaus.',
    },
    setupCode: {
      term: 'Einrichtungscode',
      says: 'Acht Zeichen, die an der Box selbst gemacht werden. Wer sie hat, kommt einmal als Inhaber herein.',
    },
  },
  installer: 'Wer sich um die Box kümmert',
  installerSays:
    'Fragen Sie, wer sie eingerichtet hat. Nennen Sie die Version, was Sie getan haben und was die Seite sagte; Einzelheiten stehen in den Einstellungen. Ihre Passphrase und Ihre Daten braucht dafür niemand. An der Box sagt hearthgate status, wie es ihr geht.',
};
