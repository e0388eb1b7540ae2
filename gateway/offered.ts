import type { Language } from '../rules/words/speak.ts';
import { speak } from '../rules/words/speak.ts';
import { type HubTopics, hubTopics } from './devices/hub-topics.ts';
import { VERSION } from './runtime/version.ts';

/** How the home is at one glance: numbers and yes or no, and nothing of whom. */
export interface Glance {
  /** Messages with something in them that left today, or may have left. */
  readonly left: number;
  /** Requests that wait for an answer. */
  readonly waiting: number;
  /** Something needs somebody: a recipient that is not reached, a disk, a date or a ledger that is not well. */
  readonly trouble: boolean;
  /** False: all of it is stopped. */
  readonly sharing: boolean;
}

/** What somebody says to the hub who presses its button. */
export const PRESSED = 'stop';

export function stateText({ left, waiting, trouble, sharing }: Glance): string {
  return JSON.stringify({ left, waiting, trouble: onOff(trouble), sharing: onOff(sharing) });
}

/**
 * The hub as a device of Home Assistant: what its device-based MQTT discovery reads (home-assistant.io/integrations/mqtt,
 * "Device discovery payload"). The button stops; there is none that resumes.
 */
export function configText(id: string, language: Language): string {
  const { availability, state, stop }: HubTopics = hubTopics(id);
  const { offered: words } = speak(language);
  const part = (name: keyof typeof words, rest: object) => ({
    [name]: { name: words[name], unique_id: `hearthgate_${id}_${name}`, ...rest },
  });
  const told = (name: keyof Glance) => ({ state_topic: state, value_template: `{{ value_json.${name} }}` });
  return JSON.stringify({
    device: {
      ...{ identifiers: [`hearthgate_${id}`], name: 'Hearthgate', manufacturer: 'Hearthgate', model: 'Hub' },
      sw_version: VERSION,
    },
    origin: { name: 'Hearthgate', sw_version: VERSION },
    availability_topic: availability,
    qos: 1,
    components: {
      ...part('stop', {
        ...{
          platform: 'button',
          command_topic: stop,
          payload_press: PRESSED,
          retain: false,
          icon: 'mdi:hand-back-left',
        },
      }),
      ...part('left', {
        ...{ platform: 'sensor', ...told('left'), state_class: 'measurement', icon: 'mdi:tray-arrow-up' },
      }),
      ...part('waiting', {
        ...{ platform: 'sensor', ...told('waiting'), state_class: 'measurement', icon: 'mdi:tray-full' },
      }),
      ...part('trouble', { platform: 'binary_sensor', ...told('trouble'), device_class: 'problem' }),
      ...part('sharing', { platform: 'binary_sensor', ...told('sharing'), icon: 'mdi:share-variant' }),
    },
  });
}

function onOff(is: boolean): 'ON' | 'OFF' {
  return is ? 'ON' : 'OFF';
}
