import type { Words } from '../words.ts';

export const signIn: Words['signIn'] = {
  title: 'Anmelden',
  name: 'Ihr Name',
  passphrase: 'Passphrase',
  show: 'Passphrase anzeigen',
  go: 'Anmelden',
  lost: 'Passphrase verloren?',
  lostSays:
    'Wer an die Box kommt, kann dort einen Einrichtungscode machen (hearthgate setup-code) und damit wieder hereinkommen.',
  withCode: 'Mit einem Einrichtungscode hereinkommen',
  invited: 'Sie haben eine Einladung?',
  withInvitation: 'Einladung verwenden',
};
