import type { Words } from '../words.ts';
import { f } from './f.ts';

export const welcome: Words['welcome'] = {
  clock:
    'Diese Box kennt das Datum noch nicht, oder dieses Gerät kennt es nicht. Sie können alles einrichten; teilen Sie erst etwas, wenn beide denselben Tag zeigen.',
  timeUnknown: 'Diese Box kennt das Datum noch nicht. Sie können alles einrichten; geteilt wird, sobald sie es kennt.',
  connect: {
    title: 'Verbinden Sie Ihre Geräte',
    says: 'Es gibt zwei Wege, und Sie können beide nehmen. Durch das Verbinden geht nichts hinaus: Was ein Gerät sagt, bleibt zu Hause, bis Sie entscheiden.',
    here: 'Geräte zu dieser Box schicken',
    hereSays: 'Für Geräte und Bridges, die nach einem MQTT-Broker fragen.',
    host: 'Host',
    port: 'Port',
    noPort: 'geschlossen: Die Box nimmt keine Geräte über TLS an (HEARTHGATE_MQTTS_ENABLED)',
    security: 'Sicherheit',
    trust: 'Das Zertifikat, dem Geräte vertrauen',
    trustSays: 'Ein Gerät, das nach einem CA-Zertifikat fragt, bekommt dieses. Sein Fingerabdruck:',
    download: 'Herunterladen',
    pair: 'Ein Gerät hereinlassen',
    there: 'Beim vorhandenen Broker lassen',
    thereSays: 'Die Box liest dort als ein weiterer Client mit. An diesem Broker ändert sich nichts.',
  },
  devices: {
    title: 'Ihre Geräte',
    says: 'Sie erscheinen hier, sobald sie etwas sagen. Alles davon bleibt zu Hause.',
    waiting: 'Noch hat kein Gerät etwas gesagt.',
    waitingSays:
      'Sobald eines etwas sagt, geht es hier von selbst weiter. Sie können auch weitergehen und Geräte später verbinden.',
    found: (count) => `${f.count(count, 'Gerät ist', 'Geräte sind')} hier.`,
    all: 'Alle Geräte',
    unknown: 'Dieses Gerät kennen wir noch nicht. Nichts, was es sagt, geht hinaus.',
    reveals: 'Was es verraten kann',
    saidNothing: 'Es hat noch nichts gesagt.',
    show: 'Zeigen, was es zuletzt gesagt hat',
  },
  posture: {
    title: 'Womit Sie beginnen',
    says: 'Das können Sie jederzeit ändern und über jede Anfrage einzeln entscheiden.',
  },
};
