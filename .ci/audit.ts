import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * `npm run -s audit`: whether anything a hub runs has a known weakness. Exit codes: 0 looked and found none, 1 found some,
 * 75 not looked: a server that was not reached has not said that all is well.
 */
export interface Audit {
  readonly code: 0 | 1 | 75;
  readonly says: string;
}

/** What npm's report means; whatever is no report is a look that did not happen. */
export function audit(printed: string): Audit {
  const { vulnerabilities, dependencies } = reportIn(printed);
  if (vulnerabilities?.total === undefined || !dependencies?.total)
    return { code: 75, says: 'not checked: the registry gave no report; run it again where it can be reached' };
  const { total, ...by } = vulnerabilities;
  if (total === 0) return { code: 0, says: `no known weakness in ${dependencies.total} packages` };
  const counts = Object.entries(by).flatMap(([severity, count]) => (count > 0 ? [`${count} ${severity}`] : []));
  return { code: 1, says: `known weaknesses: ${counts.join(', ')}; see "npm audit --omit=dev"` };
}

interface Report {
  readonly vulnerabilities?: Readonly<Record<string, number>>;
  readonly dependencies?: Readonly<Record<string, number>>;
}

function reportIn(printed: string): Report {
  try {
    return JSON.parse(printed).metadata ?? {};
  } catch {
    return {};
  }
}

if (import.meta.main) {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--omit=dev', '--package-lock-only'], {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
    timeout: 60_000,
  });
  const { code, says } = audit(stdout ?? '');
  console.log(`audit: ${says}`);
  process.exitCode = code;
}
