import type { Words } from '../words.ts';

export const more: Words['more'] = {
  recipients: 'Die Firmen und Dienste draußen, und was jeder von ihnen bekommt.',
  budget: 'Wie viel Werte mit Rauschen über Ihre Tage verraten dürfen und was davon verbraucht ist.',
  activity: 'Jede Änderung: von wem, wann, und der Weg zurück.',
  people:
    'Wer hier ansehen und entscheiden darf, wo wer angemeldet ist, und was Sie tun können, wenn Ihnen jemand Sorgen macht.',
  data: 'Herunterladen, löschen, festlegen, wie lange etwas bleibt, und sehen, was Sie von Firmen verlangt haben.',
  settings: 'Womit Sie beginnen, Regeln über allen anderen, Sprache, Aussehen und diese Box.',
  help: 'Was die Wörter bedeuten, wie es geht, und wovor es nicht schützt.',
  welcome: 'Geräte verbinden, sehen, was sie verraten können, wählen, womit Sie beginnen.',
};
