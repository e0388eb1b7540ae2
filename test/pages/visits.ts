import { onTestFinished } from 'vitest';
import * as browsers from './browser.ts';

/** Somebody's browser for the length of a test: the hub takes so many connections of one address and no more. */
export async function visit(...asked: Parameters<typeof browsers.visit>): ReturnType<typeof browsers.visit> {
  const visited = await browsers.visit(...asked);
  onTestFinished(() => visited.context.close());
  return visited;
}
