import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Commissioned } from '../../operations/commissioning.ts';
import { operations } from '../../operations/operations.ts';
import { type Config, readConfig } from '../../runtime/config.ts';
import { Unusable } from '../../runtime/unusable.ts';
import { VERSION } from '../../runtime/version.ts';
import type { Asked } from '../ask.ts';
import { examine } from '../doctor/doctor.ts';
import type { Finding } from '../doctor/finding.ts';
import { dataAndPeople } from './data-and-people.ts';
import type { Facts, Judged, Provision } from './judged.ts';
import { type Observed, observe } from './observed.ts';
import { passwordsAndUpdates } from './passwords-and-updates.ts';
import { storageAndLines } from './storage-and-lines.ts';

/** All of the standard, in its order. */
export const provisions: readonly Provision[] = [...passwordsAndUpdates, ...storageAndLines, ...dataAndPeople];

export interface Looked extends Judged, Pick<Provision, 'id' | 'newer' | 'asks'> {}

/**
 * What a home was found to be when it was set up, safe to be handed on: it has names of the home, and no password, key, code
 * or reading.
 */
export interface Report {
  readonly hearthgate: string;
  /** ISO 8601, by the machine's clock. */
  readonly made: string;
  /** Absent where no hub answered; `unanswered` says why. */
  readonly hub?: Commissioned;
  readonly unanswered?: string;
  readonly observed?: Observed;
  readonly doctor: readonly Finding[];
  readonly standard: string;
  readonly selfCheck: readonly Looked[];
}

const STANDARD =
  'ETSI EN 303 645 V2.1.1 (2020-06), provision by provision in our own words; where V3.1.3 (2024-09) numbers otherwise both numbers are given, and its 6.6 to 6.8 are not looked at. A self-check, not a conformity assessment.';

/** Looks at the hub that runs on the data directory, at the machine and at the hub's own listeners, and changes nothing. */
export async function makeReport(
  dataDir: string,
  environment: NodeJS.ProcessEnv,
  ask: Asked,
  { contact }: { readonly contact: boolean },
): Promise<Report> {
  const config = configOf(dataDir, environment);
  const answer = await ask('hub commissioning', { contact });
  const hub = answer.ok ? (answer.result as Commissioned) : undefined;
  const isServing = hub !== undefined && hub.listeners.length > 0;
  const observed = isServing && config ? await observe(hub, config.host) : undefined;
  // Recipients were contacted above, each by its name.
  const findings = await examine(dataDir, environment, { contact: false });
  const known = new Set(Object.keys(operations));
  const facts: Facts = { hub, observed, findings, config, clearKeys: clearKeys(dataDir), operations: known };
  return {
    ...{ hearthgate: VERSION, made: new Date().toISOString() },
    ...(hub === undefined ? {} : { hub }),
    ...(answer.ok ? {} : { unanswered: answer.problem }),
    ...(observed === undefined ? {} : { observed }),
    doctor: findings,
    standard: STANDARD,
    selfCheck: provisions.map(({ id, newer, asks, look }) => ({
      ...{ id, asks, ...look(facts) },
      ...(newer === undefined ? {} : { newer }),
    })),
  };
}

function configOf(dataDir: string, environment: NodeJS.ProcessEnv): Config | undefined {
  try {
    return readConfig(dataDir, environment);
  } catch (error) {
    if (error instanceof Unusable) return undefined;
    throw error;
  }
}

/** Keys that lie in files are wrapped by the root key: PEM of one in the clear begins otherwise. */
function clearKeys(dataDir: string): number | undefined {
  const folder = join(dataDir, 'certs');
  try {
    if (!existsSync(folder)) return undefined;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    return files.filter(({ parentPath, name }) =>
      /-----BEGIN (RSA |EC )?PRIVATE KEY-----/.test(readFileSync(join(parentPath, name), 'latin1')),
    ).length;
  } catch {
    return undefined;
  }
}
