import type { Client } from '../../gateway/devices/clients.ts';
import { serve } from '../child.ts';
import { LARGE, openHousehold, type Size } from '../large-household.ts';

const SMALL: Size = { devices: 10, recipients: 10, consents: 10 };
/** Said before any of them is waited for, as many as the load's clients have under way. */
const TOGETHER = 1_000;

/**
 * The line in a home of this size, without the broker, which no device and no consent makes slower: each of `more` is one
 * publish of QoS 1, of every device in turn, with all that follows until it is on the disk.
 */
serve<'small' | 'large'>(async (which) => {
  const { devices } = which === 'small' ? SMALL : LARGE;
  const household = await openHousehold(which === 'small' ? SMALL : LARGE);
  const { hub } = household;
  const speakers = Array.from({ length: devices }, (_, i) => {
    const client: Client = { name: `d${i}`, kind: 'device', dialect: 'native', grants: { read: [], write: [] } };
    return { client, topic: `hearthgate/v1/devices/d${i}/telemetry` };
  });
  let said = 0;
  return {
    ready: {},
    act: async (count: number) => {
      for (let done = 0; done < count; done += TOGETHER) {
        const kept: (Promise<boolean> | undefined)[] = [];
        for (let i = 0; i < TOGETHER; i++) {
          const speaker = speakers[said++ % devices];
          const payload = Buffer.from(`{"a":${said % 100}}`);
          if (speaker) kept.push(hub.line.take({ ...speaker, payload, qos: 1, receivedAt: hub.clock.now() }));
        }
        await Promise.all(kept);
      }
    },
    stop: () => household.stop(),
  };
});
