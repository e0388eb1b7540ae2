import type { Spelling } from '../../rules/field-words.ts';
import { wordsOf } from '../../rules/field-words.ts';
import { masked } from './masked.ts';

/** First levels of topics that ecosystems use by default; anything else may be somebody's name. */
const ROOTS = new Set([
  ...[
    'zigbee2mqtt',
    'tele',
    'stat',
    'cmnd',
    'tasmota',
    'shellies',
    'homeassistant',
    'homie',
    'zwave',
    'esphome',
    'wled',
  ],
  ...[
    'owntracks',
    'frigate',
    'double-take',
    'ring',
    'valetudo',
    'teslamate',
    'tuya',
    'ems-esp',
    'openevse',
    'homeconnect',
  ],
  ...['espresense', 'room-assistant', 'monitor', 'hermes', 'rhasspy', 'nuki', 'nukihub', 'paradox', 'dsmr', 'spBv1.0'],
  ...['home', 'hearthgate', 'sensors', 'sensor', 'device', 'devices', 'bridge', '$aws', 'roomba', 'hyperion', 'evcc'],
]);

/** A path in a message with only those of its parts that are words of the catalogue: a key can be somebody's name. */
export function knownPath(path: string, spelling: Spelling): string {
  const parts = path.split(/[./]/).map((part) => (isKnown(part, spelling) ? masked(part) : '…'));
  return parts.filter((part, index) => part !== '…' || parts[index - 1] !== '…').join('.');
}

/** The first level of a topic, where it is a word that says nothing about this home. */
export function knownRoot(topic: string): string {
  const first = topic.split('/').find((level) => level !== '') ?? '';
  return ROOTS.has(first) ? first : '…';
}

function isKnown(part: string, spelling: Spelling): boolean {
  const words = wordsOf(part, spelling);
  return (
    words.length > 0 && words.every((word) => spelling.known.has(word) || spelling.noise.has(word) || OWN.has(word))
  );
}

/** Words that give something away, and that no rule about fields needs. */
const OWN = new Set(['psk', 'irk', 'irks', 'lat', 'lon', 'lng', 'blid', 'imei', 'vin', 'sn', 'passwd', 'src', 'mac']);
