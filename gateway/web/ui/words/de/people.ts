import type { Words } from '../words.ts';
import { f } from './f.ts';

export const people: Words['people'] = {
  you: 'Sie',
  role: { owner: 'Inhaber', adult: 'Erwachsene', viewer: 'Nur ansehen' },
  rolesTitle: 'Wer was darf',
  mayOwner: 'Inhaber bestimmen auch, wer dazugehört. Der letzte Inhaber bleibt.',
  mayAdult: 'Erwachsene sehen alles an, entscheiden, was geteilt wird, und laden Leute ein, die nur ansehen.',
  mayViewer: 'Wer nur ansehen darf, ändert nichts.',
  since: (at) => `seit ${f.day(at)}`,
  signedIn: (places) => `angemeldet an ${f.count(places, 'Ort', 'Orten')}`,
  didWhat: 'Was diese Person geändert hat',
  asWhat: 'Als was',
  changeRole: 'Rolle ändern',
  roleOf: (name) => `Was ${name} darf`,
  roleSet: (name) => `${name} hat eine andere Rolle.`,
  remove: 'Entfernen',
  removeTitle: (name) => `${name} entfernen`,
  removeSays:
    'Die Person wird sofort überall abgemeldet und darf nichts mehr fragen. Was sie entschieden hat, gilt weiter. Um zurückzukommen, braucht sie eine neue Einladung.',
  removed: (name) => `${name} darf nichts mehr fragen.`,
  othersSee: 'Das steht im Verlauf, wo es alle zu Hause sehen.',

  invite: 'Jemanden einladen',
  makeCode: 'Code machen',
  codeSays: (until) =>
    `Lassen Sie das scannen, oder den Code auf der Seite dieser Box eingeben. Er gilt einmal, bis ${f.time(until)} Uhr.`,
  codeOver: 'Die Zeit dieses Codes ist um. Machen Sie einen neuen.',
  qr: 'Die Einladung als Code zum Scannen',
  code: 'Code:',
  link: 'Link:',

  places: 'Wo wer angemeldet ist',
  placesSay: 'Kennen Sie einen Ort nicht, melden Sie dort ab. Wer die Passphrase kennt, kann sich wieder anmelden.',
  placeSince: (since, used) => `seit ${f.moment(since)}, zuletzt benutzt am ${f.day(used)}`,
  here: 'hier',
  placeEnded: (name) => `${name} ist dort abgemeldet.`,
  endOthers: 'Mich überall sonst abmelden',
  othersEnded: 'Überall sonst ist abgemeldet.',
  signOutHere: 'Hier abmelden',

  passphrase: 'Ihre Passphrase',
  changePassphrase: 'Passphrase ändern',
  passphraseNow: 'Bisherige Passphrase',
  passphraseNext: 'Neue Passphrase, mindestens 12 Zeichen',
  passphraseSays:
    'Sie werden dadurch überall sonst abgemeldet. Die anderen sehen im Verlauf, dass Sie eine neue Passphrase haben.',
  passphraseChanged: (places) =>
    `Sie haben eine neue Passphrase und wurden an ${f.count(places, 'anderen Ort', 'anderen Orten')} abgemeldet.`,

  worried: 'Jemand bei mir zu Hause macht mir Sorgen',
  worriedTitle: 'Wenn Ihnen jemand zu Hause Sorgen macht',
  calm: 'Lassen Sie sich Zeit. Auf dieser Seite geschieht nichts, bevor Sie einen Knopf drücken, und bei jedem steht vorher, was die anderen davon sehen.',
  seenHere:
    'Dass Sie diese Seite lesen, wird in Hearthgate nirgends festgehalten. Im Verlauf Ihres Browsers kann ihre Adresse stehen.',
  exitSays: 'oder Esc drücken. An die Stelle dieser Seite tritt eine Hilfeseite.',
  whoCan: 'Wer hier etwas sehen und ändern kann',
  apps: (names) =>
    names.length === 0
      ? 'Keine App im Haus liest mit.'
      : `Diese Apps im Haus lesen mit, und wer sie öffnen kann, sieht, was sie zeigen: ${f.list(names)}.`,
  whatYouCanDo: 'Was Sie tun können, und was die anderen davon sehen',
  endEverybody: 'Alle anderen abmelden',
  endEverybodySeen:
    'Im Verlauf sehen die anderen das nicht. Innerhalb einer Minute werden sie aber aufgefordert, sich anzumelden; sie werden es also bemerken. Wer eine Passphrase kennt, kann sich wieder anmelden.',
  endOthersSeen:
    'Im Verlauf sehen die anderen das nicht. Wer Ihre Anmeldung anderswo benutzt, wird es bemerken und kann sich mit Ihrer Passphrase wieder anmelden.',
  stopSeen:
    'Die anderen sehen das im Verlauf, mit Ihrem Namen, und oben auf jeder Seite. Es bleibt so, bis jemand das Teilen wieder beginnt.',
  stopNow: 'Teilen jetzt anhalten',
  passphraseSeen:
    'Die anderen sehen im Verlauf, dass Sie eine neue Passphrase haben. Sie werden überall sonst abgemeldet; mit der alten ist dann niemand mehr drin.',
  letGo: 'Jemanden entfernen',
  letGoSeen:
    'Die anderen sehen das im Verlauf, mit Ihrem Namen. Die Person wird sofort abgemeldet und kommt ohne Einladung nicht wieder herein.',
  onPeople: 'Das geht unter „Personen und Anmeldung“',
  beyond: 'Was diese Box nicht kann',
  beyondSays: [
    'Wer an die Box kommt, kann dort einen Einrichtungscode machen und als Inhaber hereinkommen. Das sähen Sie im Verlauf.',
    'Hersteller von Geräten haben oft eigene Apps mit eigenen Anmeldungen. Sehen Sie dort nach, wer Zugang hat.',
    'Telefone, Kameras, Autos und gemeinsame Konten können auch ohne diese Box verraten, wo jemand ist.',
    'Könnte es Sie in Gefahr bringen, wenn eine Änderung bemerkt wird, sprechen Sie zuerst mit jemandem, dem Sie vertrauen, oder mit einer Beratungsstelle, an einem Gerät, das sonst niemand benutzt. Hearthgate nimmt zu niemandem Kontakt auf.',
  ],
};
