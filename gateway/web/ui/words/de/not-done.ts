import type { Words } from '../words.ts';
import { f } from './f.ts';

const byCode: Words['notDone']['byCode'] = {
  unreachable:
    'Die Box hat nicht geantwortet. Es wurde nichts geändert. Prüfen Sie, ob sie Strom hat und ob dieses Gerät im Heimnetz ist, und versuchen Sie es noch einmal.',
  slow: 'Die Box braucht lange für eine Antwort. Es wurde nichts geändert; vielleicht hat sie viel zu tun. Warten Sie einen Moment, und versuchen Sie es noch einmal.',
  'ledger-damaged':
    'Das Verzeichnis dessen, was hinausging, ist beschädigt; es beweist nichts mehr. Anhalten geht wie immer, mehr teilen erst wieder, wenn es in Ordnung ist. Wer die Box eingerichtet hat, sollte sie ansehen (hearthgate ledger verify).',
  'no-such-batch':
    'Diese Nachricht steht nicht mehr im Verzeichnis. Was hinausging, bleibt so lange, wie Ihre Einstellungen sagen.',
  defect: 'In der Box ist etwas schiefgegangen, und es wurde nichts geändert. Es steht im Protokoll der Box.',
  'not-signed-in': 'Sie sind hier abgemeldet. Melden Sie sich noch einmal an.',
  'not-allowed':
    'Mit Ihrer Rolle können Sie das ansehen, aber nicht ändern. Erwachsene und Inhaber des Haushalts können es.',
  'wrong-passphrase':
    'Diesen Namen mit dieser Passphrase gibt es nicht. Beides muss so sein, wie Sie es gewählt haben.',
  'wrong-code':
    'Der Code stimmt nicht, wurde schon benutzt oder ist abgelaufen. Ein Einrichtungscode gilt einmal, 30 Minuten lang und für fünf Versuche; machen Sie an der Box einen neuen.',
  'passphrase-refused':
    'Wählen Sie eine andere Passphrase: mindestens 12 Zeichen, keine verbreitete und nicht Ihren Namen.',
  'name-taken': 'Jemand hier heißt schon so. Wählen Sie einen anderen Namen.',
  'no-message-yet':
    'Keines dieser Geräte hat etwas gesagt, seit die Box gestartet wurde. Warten Sie auf eine Nachricht, oder sehen Sie den ungünstigsten Fall an.',
  'look-again':
    'Was hinausginge, ist nicht mehr das, was Sie angesehen haben. Sehen Sie es unten noch einmal an; geteilt wurde nichts.',
  'last-owner': 'Sie sind der einzige Inhaber. Machen Sie zuerst jemand anderen zum Inhaber.',
  'nothing-waits': 'Jemand hat das inzwischen beantwortet.',
  'over-budget':
    'Zusammen mit dem, was schon mit Rauschen dorthin geht, würde das mehr verraten, als an einem Tag verraten werden darf. Geteilt wurde nichts. Wählen Sie weniger davon, oder beenden Sie zuerst etwas anderes, das mit Rauschen dorthin geht.',
  'over-budget-of-all':
    'Zusammen mit dem, was schon mit Rauschen an andere geht, würde das mehr verraten, als an einem Tag allen zusammen verraten werden darf. Geteilt wurde nichts. Wählen Sie weniger davon, oder beenden Sie zuerst etwas anderes, das mit Rauschen hinausgeht.',
  'nothing-shared': 'Das wird nicht mehr geteilt.',
};

export const notDone: Words['notDone'] = {
  byCode,
  title: 'Das hat nicht geklappt',
  wait: (seconds) => `Zu viele Versuche von hier. Versuchen Sie es in ${f.span(seconds * 1000)} noch einmal.`,
  details: 'Einzelheiten',
};
