import type { Sentences } from '../speak.ts';

const rules: Sentences['because']['rules'] = {
  'not claimed':
    'Noch hat niemand diese Box zu seiner gemacht; bis jemand es mit ihrem Einrichtungscode tut, bleibt alles zu Hause.',
  pause: 'Der Haushalt hat dieses Teilen vorerst angehalten.',
  'never this category': 'Eine Regel des Haushalts hält alles zu Hause, was das verraten kann.',
  'never from this room':
    'Eine Regel des Haushalts hält alles aus dem Raum dieses Geräts zu Hause; ein Gerät, dessen Raum niemand angegeben hat, zählt zu jedem Raum.',
  visitors: 'Es ist Besuch da, darum geht nur hinaus, was wenig über Menschen sagt.',
  night: 'Eine Regel des Haushalts hält zu Hause, was um diese Zeit gemessen wird.',
  'outside schedule': 'Der Haushalt hat dem für andere Stunden zugestimmt.',
  'no consent': 'Niemand im Haushalt hat dem zugestimmt, darum bleibt es zu Hause.',
  refused: 'Der Haushalt hat dazu Nein gesagt.',
  withdrawn: 'Der Haushalt hat dem einmal zugestimmt und es zurückgenommen.',
  expired: 'Der Haushalt hat dem für eine Zeit zugestimmt, die vorbei ist.',
  'other manifest version':
    'Der Haushalt hat einer früheren Fassung dieser Anfrage zugestimmt; die neue ist nicht beantwortet.',
  'manifest expired':
    'Die Erklärung des Empfängers ist abgelaufen; es wird nichts gesendet, bis er eine neue veröffentlicht.',
  'product does not match': 'In der Erklärung des Empfängers geht es nicht um dieses Gerät.',
  'field not declared': 'Der Empfänger hat dieses Feld nicht erklärt oder fragt hier nicht danach.',
  'unit differs': 'Das Gerät nennt eine andere Einheit, als der Empfänger erwartet; der Wert würde falsch verstanden.',
  'no common form':
    'Was angefragt wurde und wozu der Haushalt Ja gesagt hat, haben nichts gemeinsam, das gesendet werden könnte.',
  'form does not fit type': 'Ein solcher Wert lässt sich in der angefragten oder vereinbarten Form nicht senden.',
  'union is finer':
    'Zusammen mit dem, was dieser Empfänger für andere Zwecke erhält, könnte er mehr herausfinden, als jedes allein verrät, und dem hat der Haushalt noch nicht zugestimmt.',
  'noise drowns it':
    'Hier käme so viel Rauschen hinzu, dass der Empfänger nichts damit anfangen könnte; nötig wären ein längeres Zeitfenster, engere Grenzen oder ein größeres ε.',
  'no budget': 'Das Budget an ε für diesen Tag ist ausgegeben; von ihm geht nichts mehr mit Rauschen hinaus.',
  capacity: 'In dem, was das Gerät dafür senden würde, könnte es zu viel verstecken; stimmen Sie gröberen Formen zu.',
  given: 'Der Haushalt hat dem zugestimmt.',
  'less than asked': 'Es wird weniger gesendet als angefragt, weil der Haushalt weniger zugestimmt hat.',
  'less than agreed': 'Es wird weniger gesendet, als der Haushalt erlaubt, weil nicht mehr angefragt wurde.',
};

const line: Sentences['because']['line'] = {
  'nobody asks': 'Kein Empfänger fragt danach.',
  'not understood': 'Es ließ sich nicht verstehen, darum bleibt es zu Hause.',
  late: 'Es kam, nachdem seine Zeitspanne abgeschlossen war.',
  thinned: 'Aus jeder Zeitspanne wird nur ein Wert gesendet, und es gab schon einen.',
  type: 'Der Wert war von anderer Art, als der Empfänger erklärt hat.',
  identifier: 'Darin stand ein Name, eine Adresse oder eine Seriennummer Ihres Zuhauses.',
  store: 'Der Speicher nahm nichts an, darum wurde nichts geteilt.',
  clock: 'Die Box kannte das Datum nicht, darum wurde nichts geteilt.',
  'queue full': 'Für diesen Empfänger wartete zu viel; das Älteste wurde verworfen.',
  'too old': 'Es hat zu lange auf diesen Empfänger gewartet.',
  'too large': 'Es passt in keine Nachricht.',
  'no name there': 'Dieser Empfänger hat keinen Namen dafür, oder er nimmt nur Zahlen.',
};

export const because = { rules, line };
