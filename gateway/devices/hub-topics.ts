/** Where the hub speaks of itself, for programs in the home (docs/topics.md). */
const HUB = 'hearthgate/v1/hub/';
/** What it is shown to Home Assistant by; no device has an id that begins so. */
const SHOWN = 'homeassistant/device/hearthgate_';
/** Where any hub is told to stop. */
export const STOP_FILTER = `${HUB}+/stop`;
/** Said by Home Assistant when it comes: `online`. */
export const BIRTH_TOPIC = 'homeassistant/status';

/** Topics of one hub on one broker, by the id it has there. */
export interface HubTopics {
  readonly config: string;
  readonly availability: string;
  readonly state: string;
  /** The only one that somebody else writes. */
  readonly stop: string;
}

export function hubTopics(id: string): HubTopics {
  const own = `${HUB}${id}`;
  return {
    config: `${SHOWN}${id}/config`,
    availability: `${own}/availability`,
    state: `${own}/state`,
    stop: `${own}/stop`,
  };
}

/** Whether a hub says it, or is told it there: it is no device's, and none is found by it. */
export function isHubs(topic: string): boolean {
  return topic.startsWith(HUB) || topic.startsWith(SHOWN);
}

/** Whether a hub is told there to stop. */
export function isStop(topic: string): boolean {
  return /^hearthgate\/v1\/hub\/[0-9a-f]+\/stop$/.test(topic);
}
