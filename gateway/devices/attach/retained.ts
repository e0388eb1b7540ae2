import type { Network } from './address.ts';
import { Connection, connect, type Target, type Version, type Wish } from './connection.ts';
import type { Problem } from './problem.ts';

/** What a broker shows to whoever looks in. */
export interface Shown {
  readonly version: Version;
  /** Filters that it does not let this user read. */
  readonly refused: readonly string[];
}

/** Some brokers send what they keep after they answered; so long nothing more must have come. */
const QUIET_MS = 250;
const LONGEST_MS = 20_000;

/**
 * Has a broker tell what it keeps under the filters, message by message, and leaves nothing behind there. What is said
 * live meanwhile is passed over.
 */
export async function lookIn(
  target: Target,
  wish: Pick<Wish, 'clientId' | 'version' | 'signal' | 'pace'>,
  filters: readonly string[],
  onRetained: (topic: string, payload: Uint8Array) => void,
  network?: Network,
): Promise<Shown | Problem> {
  let last = performance.now();
  const onMessage: Wish['onMessage'] = async ({ retain, topic, payload }) => {
    if (!retain) return true;
    last = performance.now();
    onRetained(topic, Buffer.from(payload));
    return true;
  };
  const connection = await connect(target, { ...wish, keptForS: 0, onMessage }, network);
  if (!(connection instanceof Connection)) return connection;
  const until = performance.now() + LONGEST_MS;
  const refused = await connection.subscribe(filters, 0, true);
  let problem: Problem | undefined;
  void connection.ended.then((ended) => {
    problem = ended;
  });
  await connection.answered();
  while (!problem && performance.now() - last < QUIET_MS && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 5));
    if (connection.isHeld) last = performance.now();
  }
  const broken = problem;
  await connection.stop();
  return broken ?? { version: connection.version, refused };
}
