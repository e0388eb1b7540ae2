/** Cards on the first page that somebody may put away. */
export const cards = {
  away: 'Put this card away',
  trust: {
    title: 'Let this device know the box',
    says: 'Your browser warned you because nobody outside vouches for a box in your home. The connection is encrypted all the same. When this device knows your home’s own certificate, the warning goes away, and should it ever come back, it means something.',
    how: 'How to do it',
    download: 'Download the certificate',
    compare: 'Compare its fingerprint with what this command prints at the box:',
    steps: [
      'iPhone, iPad: open the file, install the profile in Settings, then switch it on under General · About · Certificate Trust Settings.',
      'Android: Settings · Security · More · Install a certificate · CA certificate.',
      'Windows: open the file · Install certificate · Trusted Root Certification Authorities.',
      'Mac: open the file in Keychain Access and set it to Always Trust.',
      'Linux, and Firefox everywhere: in the browser’s settings, under Certificates · Authorities · Import.',
    ],
  },
  recovery: {
    title: 'Keep a way back',
    ways: [
      'Lost your passphrase? Whoever can reach the box makes a setup code there (hearthgate setup-code) and comes back in with it. Everybody sees that in the activity.',
      'A second owner can let you in again. Invite one under People and sign-in.',
      'Keep a copy of your data: download it under Your data.',
    ],
  },
};
