import type { Words } from '../words.ts';
import { f } from './f.ts';

export const setup: Words['setup'] = {
  title: 'Machen Sie diese Box zu Ihrer',
  step: (now, all) => `Schritt ${f.number(now)} von ${f.number(all)}`,
  claim: {
    title: 'Der Einrichtungscode',
    says: 'Er steht dort, wo die Box gestartet wurde; hearthgate setup-code macht dort einen neuen. Er gilt einmal, 30 Minuten lang. Hat jemand die Box für Sie eingerichtet, so gilt der Code von dort 14 Tage.',
    label: 'Einrichtungscode, acht oder zwölf Buchstaben und Ziffern',
    wrong: 'Ein Einrichtungscode hat acht oder zwölf Buchstaben und Ziffern, etwa ACDE-FGHJ.',
  },
  you: {
    title: 'Sie und eine Passphrase',
    name: 'Ihr Name, wie man Sie zu Hause nennt',
    passphrase: 'Eine Passphrase mit mindestens 12 Zeichen',
    hint: 'Gut ist ein Satz, den nur Sie so schreiben würden. Ihr Browser darf ihn sich merken.',
    go: 'Zu meiner machen',
  },
  back: 'Zurück',
  next: 'Weiter',
  invitation: {
    title: 'Hereinkommen',
    says: 'Jemand zu Hause hat Ihnen einen Code gegeben. Er gilt einmal, 15 Minuten lang.',
    label: 'Einladungscode, zwölf Buchstaben und Ziffern',
    wrong: 'Ein Einladungscode hat zwölf Buchstaben und Ziffern, etwa ACDE-FGHJ-KMNP.',
    go: 'Hereinkommen',
  },
};
