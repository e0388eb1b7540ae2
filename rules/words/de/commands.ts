import type { Sentences } from '../speak.ts';

const rules: Sentences['commands']['rules'] = {
  'never by command':
    'Daran darf niemand von außen rühren: Das Zuhause könnte dadurch mehr verraten, oder es geht um das Netz oder das Innere des Geräts.',
  'not claimed':
    'Noch hat niemand diese Box zu seiner gemacht; bis es jemand tut, lässt kein Empfänger ein Gerät etwas tun.',
  pause: 'Der Haushalt hat das vorerst angehalten.',
  'never this category': 'Eine Regel des Haushalts hält so etwas zu Hause.',
  'never from this room':
    'Eine Regel des Haushalts gilt für den Raum dieses Geräts; ein Gerät, dessen Raum niemand angegeben hat, zählt zu jedem Raum.',
  visitors: 'Es ist Besuch da.',
  night: 'Eine Regel des Haushalts gilt für diese Zeit.',
  refused: 'Der Haushalt hat dazu Nein gesagt.',
  withdrawn: 'Der Haushalt hat das einmal erlaubt und es zurückgenommen.',
  'outside schedule': 'Der Haushalt hat das für andere Stunden erlaubt.',
  'product does not match': 'In der Erklärung des Empfängers geht es nicht um dieses Gerät.',
  'not declared': 'Der Empfänger hat diesen Befehl nicht erklärt.',
  'no way to say it': 'Hearthgate kennt keinen Weg, das einem solchen Gerät zu sagen.',
  arguments: 'Die Angaben dazu sind nicht so, wie sie erklärt wurden.',
  'manifest expired': 'Die Erklärung des Empfängers ist abgelaufen.',
  'other terms': 'Der Haushalt hat erlaubt, was in einer früheren Erklärung stand; die neue ist nicht beantwortet.',
  expired: 'Der Haushalt hat das für eine Zeit erlaubt, die vorbei ist.',
  'not allowed': 'Niemand im Haushalt hat das erlaubt.',
};

/** `0,5` */
function number(value: number): string {
  return String(value).replace('.', ',');
}

export const commands: Sentences['commands'] = {
  rules,
  does: (command, given) => `„${command}“ auslösen${given.length === 0 ? '' : ` (${given.join(' und ')})`}`,
  yesOrNo: (argument) => `${argument} ja oder nein`,
  oneOf: (argument, values) => `${argument} eines von ${values.join(', ')}`,
  between: (argument, least, most, unit) =>
    `${argument} von ${number(least)} bis ${number(most)}${unit === undefined ? '' : ` ${unit}`}`,
  onlyHours: (hours) => `, nur ${hours}`,
  lasting: (lifetime) => `, ${lifetime}`,
  may: (name, does, device, lasting) => `${name} darf auf ${device} ohne weitere Frage ${does}${lasting}.`,
  says: (name, sentence) => `${name} sagt: „${sentence}“`,
  tells: (name) =>
    `${name} erfährt nicht, was aus einem Befehl geworden ist, kann aber erkennen, dass dieses Zuhause darauf hört.`,
};
