import type { Words } from '../words.ts';

export const cards: Words['cards'] = {
  away: 'Diese Karte weglegen',
  trust: {
    title: 'Machen Sie dieses Gerät mit der Box bekannt',
    says: 'Ihr Browser hat gewarnt, weil für eine Box in Ihrem Zuhause niemand von außen bürgt. Verschlüsselt ist die Verbindung trotzdem. Kennt dieses Gerät das Zertifikat Ihres Zuhauses, verschwindet die Warnung; käme sie je wieder, hätte sie etwas zu bedeuten.',
    how: 'So geht es',
    download: 'Zertifikat herunterladen',
    compare: 'Vergleichen Sie den Fingerabdruck mit dem, was dieser Befehl an der Box ausgibt:',
    steps: [
      'iPhone, iPad: Datei öffnen, das Profil in den Einstellungen installieren und es dann unter Allgemein · Info · Zertifikatsvertrauenseinstellungen einschalten.',
      'Android: Einstellungen · Sicherheit · Mehr · Zertifikat installieren · CA-Zertifikat.',
      'Windows: Datei öffnen · Zertifikat installieren · Vertrauenswürdige Stammzertifizierungsstellen.',
      'Mac: Datei in der Schlüsselbundverwaltung öffnen und „Immer vertrauen“ wählen.',
      'Linux und Firefox überall: in den Einstellungen des Browsers unter Zertifikate · Zertifizierungsstellen · Importieren.',
    ],
  },
  recovery: {
    title: 'Sichern Sie sich einen Weg zurück',
    ways: [
      'Passphrase verloren? Wer an die Box kommt, macht dort einen Einrichtungscode (hearthgate setup-code) und kommt damit wieder herein. Alle sehen das im Verlauf.',
      'Ein zweiter Inhaber kann Sie wieder hereinlassen. Laden Sie ihn unter „Personen und Anmeldung“ ein.',
      'Bewahren Sie eine Kopie Ihrer Daten auf; herunterladen können Sie sie unter „Ihre Daten“.',
    ],
  },
};
