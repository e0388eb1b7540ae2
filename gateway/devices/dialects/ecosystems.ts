import { dsmrReaderEcosystem } from './dsmr-reader.ts';
import type { Ecosystem } from './ecosystem.ts';
import { emsEspEcosystem } from './ems-esp.ts';
import { esphomeEcosystem } from './esphome.ts';
import { espresenseEcosystem } from './espresense.ts';
import { frigateEcosystem } from './frigate.ts';
import { homeAssistantEcosystem } from './home-assistant.ts';
import { homieEcosystem } from './homie.ts';
import { keptHomeEcosystem } from './kept-home.ts';
import { nativeEcosystem } from './native.ts';
import { nukiHubEcosystem } from './nuki-hub.ts';
import { openevseEcosystem } from './openevse.ts';
import { owntracksEcosystem } from './owntracks.ts';
import { type Profile, profilesEcosystem } from './profile.ts';
import { ringMqttEcosystem } from './ring-mqtt.ts';
import { roombaEcosystem } from './roomba.ts';
import { shellyGen1Ecosystem } from './shelly-gen1.ts';
import { shellyGen2Ecosystem } from './shelly-gen2.ts';
import { sparkplugEcosystem } from './sparkplug.ts';
import { statestreamEcosystem } from './statestream.ts';
import { tasmotaEcosystem } from './tasmota.ts';
import { teslamateEcosystem } from './teslamate.ts';
import { theengsEcosystem } from './theengs.ts';
import { tuyaMqttEcosystem } from './tuya-mqtt.ts';
import { valetudoEcosystem } from './valetudo.ts';
import { wledEcosystem } from './wled.ts';
import { zigbee2mqttEcosystem } from './zigbee2mqtt.ts';
import { zwaveJsUiEcosystem } from './zwave-js-ui.ts';

/** In the order in which they are asked about a topic that more than one might know: the surest first. */
const IN_CODE: readonly Ecosystem[] = [
  nativeEcosystem,
  zigbee2mqttEcosystem,
  tasmotaEcosystem,
  shellyGen1Ecosystem,
  shellyGen2Ecosystem,
  owntracksEcosystem,
  theengsEcosystem,
  frigateEcosystem,
  valetudoEcosystem,
  homieEcosystem,
  wledEcosystem,
  openevseEcosystem,
  zwaveJsUiEcosystem,
  emsEspEcosystem,
  sparkplugEcosystem,
  espresenseEcosystem,
  teslamateEcosystem,
  nukiHubEcosystem,
  ringMqttEcosystem,
  dsmrReaderEcosystem,
  tuyaMqttEcosystem,
  roombaEcosystem,
  keptHomeEcosystem,
  // Discovery after all that know their topics by themselves; what is known by the shape of its topics alone after it.
  homeAssistantEcosystem,
  esphomeEcosystem,
  statestreamEcosystem,
];
/** Those described as data come last: they never take a topic from code that knows it. */
const IN_DATA = profilesEcosystem([]);
const BY_NAME: ReadonlyMap<string, Ecosystem> = new Map([...IN_CODE, IN_DATA].map((each) => [each.name, each]));

export const DIALECTS: readonly string[] = [...BY_NAME.keys()];

export function ecosystem(name: string): Ecosystem | undefined {
  return BY_NAME.get(name);
}

/** Every ecosystem, with the profiles that were loaded. */
export function ecosystemsWith(profiles: readonly Profile[]): readonly Ecosystem[] {
  return [...IN_CODE, profilesEcosystem(profiles)];
}

/** What the topic of a last will says of who speaks; a guess that a person sees and may change: it only fills in a form. */
export function guessedBy(willTopic: string): { readonly dialect: string; readonly base?: string } | undefined {
  for (const { name, ofWill } of IN_CODE) {
    const base = ofWill?.(willTopic);
    if (base !== undefined) return base === '' ? { dialect: name } : { dialect: name, base };
  }
  return undefined;
}
