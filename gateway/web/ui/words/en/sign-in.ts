export const signIn = {
  title: 'Sign in',
  name: 'Your name',
  passphrase: 'Passphrase',
  show: 'Show the passphrase',
  go: 'Sign in',
  lost: 'Lost your passphrase?',
  lostSays: 'Whoever can reach the box can make a setup code there (hearthgate setup-code) and come back in with it.',
  withCode: 'Come in with a setup code',
  invited: 'You have an invitation?',
  withInvitation: 'Use it',
};
