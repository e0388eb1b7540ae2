import type { Sentences } from '../speak.ts';

const points = (of: number) => `${Math.round(1000 * of) / 10}`.replace('-', '−').replace('.', ',');
const share = (of: number) => `${Math.round(100 * of)} %`;

export const learn: Sentences['learn'] = {
  says: 'Das sagt von selbst, wer da ist, wo oder wozu; niemand muss raten.',
  home: ({ right, guess }) =>
    `Er kann Stunde für Stunde erkennen, ob jemand zu Hause ist: In unseren Versuchen wurden ${share(right)} der Stunden richtig geraten, wo Gewohnheiten allein ${share(guess)} ergeben.`,
  away: ({ right, guess }) =>
    `Er kann erkennen, an welchen Tagen niemand zu Hause war: In unseren Versuchen wurden ${share(right)} solcher und anderer Tage richtig geraten, wo eine Münze ${share(guess)} ergibt.`,
  little: {
    home: ({ most }) =>
      `Ob jemand zu Hause ist, kann er kaum besser erkennen als nach Gewohnheiten, wenn überhaupt: in unseren Versuchen bei höchstens ${share(most)} der Stunden.`,
    away: ({ most }) =>
      `An welchen Tagen niemand zu Hause war, kann er kaum besser erkennen als mit einer Münze, wenn überhaupt: in unseren Versuchen bei höchstens ${share(most)} von ihnen.`,
  },
  traffic:
    'Wer die Verbindung beobachtet und nichts lesen kann, sieht trotzdem, wann zu Hause etwas geschieht: Die Nachrichten gehen hinaus, während es geschieht.',
  trafficOpen:
    'Wer die Verbindung beobachtet, sieht, wann es etwas zu senden gab und wie viel: Was nicht versiegelt ist, geht hinaus, wie es ist, und nicht, wenn es nichts gibt.',
  constant:
    'Gleichmäßig: Wer die Verbindung beobachtet, sieht nichts von dem, was zu Hause geschieht. Die Nachrichten gehen zu festen Zeiten hinaus, gleich groß, auch wenn es nichts gibt. Was Sie zu ihm entscheiden oder von ihm verlangen, reist darin mit. Wann die Verbindung weg war, zeigt sich, und wann das Teilen für einen seiner Zwecke beginnt und endet.',
  observable: (why) => `Beobachtbar: ${why}`,
  again: ({ code, recipient }) =>
    `Allein an den Werten, ohne jeden Namen, wurden ${share(code)} von 200 Haushalten innerhalb eines Monats unter einem anderen Code wiedergefunden und ${share(recipient)} bei einem anderen Unternehmen, das dasselbe bekam.`,
  here: {
    found: ({ days, right, guess, least, most }) =>
      `An Ihrer eigenen Geschichte von ${days} Tagen: Ob jemand da ist, wurde aus dem, was er bekam, in ${share(right)} der Stunden richtig geraten, wo Ihre Gewohnheiten allein ${share(guess)} ergeben. Der Unterschied liegt zwischen ${points(least)} und ${points(most)} von 100 Stunden (95-%-Intervall).`,
    not: (why) => `Nicht an Ihrer eigenen Geschichte berechnet: ${why}`,
    why: {
      'says itself': 'Was er bekommt, sagt von selbst, ob jemand da ist.',
      'nothing telling': 'An ihn geht nichts, das etwas über Menschen sagt.',
      'nobody says':
        'Kein Gerät sagt in dem, was an irgendwen hinausgeht, ob jemand da ist; anderes wird nicht aufgehoben.',
      'not kept': 'Werte von hoher Empfindlichkeit werden hier nicht aufgehoben. Das bestimmen Sie unter „Ihre Daten“.',
      'few days': (kept, least) =>
        `Was hinausging, wird hier ${kept} Tage aufgehoben; nötig sind ${least}. Das bestimmen Sie unter „Ihre Daten“.`,
      'too few': (least) =>
        `Noch sind es keine ${least} Tage, von denen beides aufgehoben ist: was er bekam und ob jemand da war.`,
    },
  },
  no: {
    home: 'Ob jemand zu Hause ist, konnte in unseren Versuchen niemand daraus erkennen, was Gewohnheiten nicht schon sagen.',
    away: 'An welchen Tagen niemand zu Hause war, konnte in unseren Versuchen niemand daraus erkennen, was Gewohnheiten nicht schon sagen.',
    again:
      'Allein an den Werten fand in unseren Versuchen niemand einen Haushalt wieder, weder unter einem anderen Code noch bei einem anderen Unternehmen.',
    traffic:
      'Wer die Verbindung beobachtet, sieht nichts von dem, was zu Hause geschieht: Die Nachrichten gehen zu festen Zeiten hinaus, gleich groß, auch wenn es nichts gibt.',
  },
};
