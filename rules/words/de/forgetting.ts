import type { Sentences } from '../speak.ts';

export const forgetting: Sentences['forgetting'] = {
  credential: (client) =>
    `Die Zugangsdaten ${client} werden zurückgenommen; was sich damit verbunden hat, braucht neue.`,
  bridgeStays: (client) =>
    `${client} bleibt. Solange das Gerät dort aufgeführt ist oder noch spricht, taucht es als neues mit anderer Kennung wieder auf, und nichts davon wird geteilt; entfernen Sie es zuerst aus ${client}, wenn es weg ist.`,
  consents: 'Was dazu vereinbart war, endet sofort, und was noch auf das Senden wartet, wird verworfen.',
  values: 'Seine letzten Werte und seine Nachrichten, die für Apps zu Hause aufbewahrt werden, werden gelöscht.',
  names: 'Seine Codes kann niemand mehr berechnen, auch diese Box nicht.',
  erased: (records, shared) =>
    `Alles, was im Verlauf darüber steht, wird gelöscht; der Nachweis, dass dort etwas stand, bleibt. ${records === 1 ? '1 Aufzeichnung einer Entscheidung geht mit' : `${records} Aufzeichnungen von Entscheidungen gehen mit`}${shared > 0 ? `; ${shared} davon auch über andere Geräte` : ''}.`,
  recordStays: 'Was im Verlauf darüber steht, bleibt; vergessen Sie es mit seinem Verlauf, um auch das zu löschen.',
  recipients: 'Was Empfänger davon erhalten haben, haben sie; bitten Sie sie, es zu löschen.',
};
