/** The commonest of twelve characters and more, without their digits and signs at either end. */
const COMMON = new Set(
  `password passwordpassword passw0rd passwort passphrase letmein letmeinplease qwerty qwertyuiop qwertyuiopas qwertzuiop
  azertyuiop asdfghjkl asdfghjklqwe zxcvbnm qazwsxedc qazwsxedcrfv 1qaz2wsx3edc 1q2w3e4r5t6y q1w2e3r4t5y6 abcdefghijkl
  iloveyou iloveyouforever ihateyou welcome welcomehome welcometo changeme changemenow changeit administrator superadmin
  correcthorsebatterystaple correcthorse trustno1 sunshine princess football baseball basketball superman batman starwars
  startrek whatever nothing secret topsecret mypassword mysecret mypassphrase dragon monkey michael jennifer chocolate
  internet computer samsung google facebook microsoft windows homeassistant raspberry raspberrypi raspberrypiraspberrypi
  smarthome home hearthgate hearthgatehearthgate myhome mycastle default guest opensesame abracadabra
  thequickbrownfox quickbrownfox loremipsum onetwothree onetwothreefour hello helloworld hellohello hunter master
  liverpool chelsea arsenal manchester barcelona realmadrid juventus bayernmunich`
    .split(/\s+/)
    .filter(Boolean),
);
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
];

/** Whether an attacker tries it first: a common one, few letters over and over, a row of keys, or the person's own name. */
export function isCommon(passphrase: string, name: string): boolean {
  const plain = passphrase
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  const core = plain.replace(/^\d+|\d+$/g, '');
  const own = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return (
    COMMON.has(core) ||
    COMMON.has(plain) ||
    (own !== '' && core.replaceAll(own, '') === '') ||
    new Set(plain).size < 4 ||
    isRepeated(plain) ||
    ROWS.some((row) => row.includes(plain) || [...row].reverse().join('').includes(plain))
  );
}

/** A part of at most six characters, again and again. */
function isRepeated(text: string): boolean {
  for (let size = 1; size <= 6; size++) {
    const part = text.slice(0, size);
    if (part.repeat(Math.ceil(text.length / size)).slice(0, text.length) === text) return true;
  }
  return false;
}
