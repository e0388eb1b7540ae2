import type { Hub } from '../gateway/main.ts';
import type { Operate } from '../gateway/operations/operations.ts';
import type { Clock } from '../gateway/runtime/clock.ts';
import type { Log } from '../gateway/runtime/log.ts';
import { serveApi } from '../gateway/web/api/api.ts';
import { done } from './demo-household.ts';

/** The simulated household's page, and how whoever watches comes in. */
export interface DemoPage {
  /** What to say about it. */
  lines(): readonly string[];
  stop(): Promise<void>;
}

/**
 * Serves the page on a free loopback port. Whoever watches is invited as people are invited: a code in the link, good once
 * and for 15 minutes, lets one in who chooses a name and a passphrase. A code that ran out unused is followed by another.
 */
export async function openPage(hub: Hub, log: Log, clock: Clock, owner: Operate): Promise<DemoPage> {
  const api = await serveApi({ hub, log }, '127.0.0.1', 0);
  const page = `https://localhost:${api.port}`;
  const fingerprint = (await hub.authorities.open('page')).roots[0]?.fingerprint256 ?? '';
  const family = hub.people.all().length;
  const isIn = () => hub.people.all().length > family;
  let link = '';
  let cancel = () => {};
  async function invite(): Promise<void> {
    const { code, until } = await done<{ code: string; until: number }>(owner, 'person invite', { role: 'owner' });
    link = `${page}/join#code=${code}`;
    cancel = clock.at(until, () => {
      if (!isIn()) invite().catch((error: unknown) => log.error({ error }, 'inviting: not done'));
    });
  }
  await invite();
  return {
    lines: () =>
      isIn()
        ? [`The household's page: ${page}`]
        : [
            `The household's page: ${link}`,
            'The link lets you in once; you choose your name and passphrase. Your browser warns, as it does not know this',
            `home's authority yet: ${fingerprint}`,
          ],
    async stop() {
      cancel();
      await api.stop();
    },
  };
}
