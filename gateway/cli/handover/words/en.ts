/** What is said of a handover, to whoever hands over and to the household; the other languages have the same. */
export const en = {
  language: 'en' as string,
  title: 'Your Hearthgate',
  sheet:
    'This sheet makes the box yours. Whoever has it first can do so: keep it to yourselves, and throw it away afterwards.',
  goodUntil: (day: string) => `Good once, until ${day}.`,
  toDo: 'What to do',
  open: (page: string) =>
    `In the home’s network open ${page}, or scan the picture. The browser does not know the box yet and warns: port 7080 of the same name shows how to trust it, and the report has its fingerprint (browsers trust).`,
  claimAtTheBox: 'At the box: hearthgate claim, with this code, your name and a passphrase.',
  choose:
    'Choose your name and a passphrase of at least 12 characters. If the code is not good, somebody was faster or made another: ask who set the box up, and do not go on before you know.',
  look: 'Look at what happened, on the page: it begins with this handover.',
  replace:
    'Replace what whoever set it up has seen (below), when it suits you: passwords on the page, where devices and apps are let in; all of it at the machine, with --as and your name behind each command.',
  nothingYet: 'Nothing was shared until now, and nothing is until you agree to it.',
  ended: 'What ended when it was handed over',
  ends: {
    codes: 'Every code that was made before: there is one that claims this hub.',
    commandLine:
      'The command line, for whoever set it up: until the hub is claimed it can be reported on and handed over anew, which ends that code. Once it is claimed only its people ask, by name and passphrase.',
    pairing: 'The open window for a new device.',
    consents: (count: number) =>
      `${count === 1 ? 'A consent that was' : `${count} consents that were`} given while the hub was nobody’s: none was the household’s.`,
    commands: (count: number) =>
      `${count === 1 ? 'An allowed command' : `${count} allowed commands`}, for the same reason.`,
  },
  seen: 'What whoever set it up has seen, and what replaces it',
  saw: {
    password: (name: string) => `The password of ${name}: hearthgate device renew ${name}`,
    key: (name: string) =>
      `Perhaps the key of ${name}: hearthgate cert issue ${name}, and once it uses that, hearthgate cert revoke with the number of the old one`,
    broker: (name: string) =>
      `The password for the broker ${name}: change it there, then hearthgate attach remove ${name} and attach it anew`,
    recipient: (name: string) =>
      `What ${name} issued: have it issue another, then hearthgate recipient credentials ${name}`,
  },
  stays: 'What no program ends',
  stay: [
    'Whoever can sign in to the machine as its administrator, or as the hub’s user, can read its files and change its program. Change the machine’s passwords, and remove the keys in ~/.ssh/authorized_keys and accounts that are not yours.',
    'A setup code can always be made at the machine, for whoever forgot their passphrase. Everybody in the household sees that it was made, and what it did.',
    'A copy of the card, a backup, the root key’s file or its passphrase that somebody kept opens what it held: hearthgate keys move gives the hub another root key.',
    'What devices hold beside this hub: their own apps, accounts and Wi-Fi password.',
    'Whoever adds a recipient says who it is. Before you agree to anything compare the fingerprint on its page with the one that its maker publishes; of one that was written at the hub itself, look at the address.',
  ],
  report: (hash: string) =>
    `The commissioning report is report.json; its SHA-256, which the hub’s record holds, is ${hash}.`,
};

export type HandoverWords = typeof en;
