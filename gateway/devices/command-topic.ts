import type { Client } from './clients.ts';
import { under } from './full-topic.ts';

/** Where zigbee2mqtt knows a device by for good; a friendly name is somebody's choice, and may be a topic of another. */
const ADDRESS = /^0x[0-9a-f]{16}$/;

/**
 * Where a device of this credential is told something, or undefined where no topic is sure to be its own and nobody
 * else's. `word` is what a Tasmota is told.
 */
export function commandTopic(
  client: Client,
  key: string,
  order: { dialect: string; name: string },
): string | undefined {
  switch (order.dialect) {
    case 'native':
      return client.kind === 'device' ? `hearthgate/v1/devices/${client.name}/commands/${order.name}` : undefined;
    case 'zigbee2mqtt':
      return client.base !== undefined && ADDRESS.test(key) ? `${client.base}/${key}/set` : undefined;
    case 'tasmota': {
      const { base } = client;
      if (client.kind !== 'device' || base === undefined || base.includes('%topic%')) return undefined;
      const fullTopic = base.includes('%prefix%') ? base : `%prefix%/${base}`;
      return `${under(fullTopic, 'cmnd')}${order.name}`;
    }
    default:
      return undefined;
  }
}
