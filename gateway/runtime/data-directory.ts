import { resolve } from 'node:path';

/** The one directory that is written; the launcher always names it. */
export function dataDirectory(environment: NodeJS.ProcessEnv): string {
  return resolve(environment.HEARTHGATE_DATA || 'data');
}
