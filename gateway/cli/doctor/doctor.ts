import { existsSync, readFileSync } from 'node:fs';
import type { Health } from '../../operations/health.ts';
import type { Answer } from '../../operations/operations.ts';
import { type Config, readConfig } from '../../runtime/config.ts';
import { timeService } from '../../runtime/time-service.ts';
import { Unusable } from '../../runtime/unusable.ts';
import { RELEASED } from '../../runtime/version.ts';
import { askHub } from '../control.ts';
import { directory, stopped } from './data.ts';
import { bad, daysLeft, type Finding, good, integrity, unknown } from './finding.ts';
import { architecture, clock, memory, node, wear, written } from './machine.ts';
import { freePorts } from './ports.ts';

/**
 * `hearthgate doctor`: asks the hub that runs on this data directory, and looks at the files where none does. It changes
 * nothing. With `contact` the hub also connects to every recipient, also those that nothing is agreed with, and records that.
 */
export async function examine(
  dataDir: string,
  environment: NodeJS.ProcessEnv,
  { contact }: { readonly contact: boolean },
): Promise<Finding[]> {
  const [config, configured] = configuration(dataDir, environment);
  const hub = await asked(dataDir, 'hub health');
  const health = hub?.ok ? (hub.result as Health) : undefined;
  return [
    architecture(process.platform, process.arch),
    node(process.versions.node),
    memory(existsSync('/proc/meminfo') ? readFileSync('/proc/meminfo', 'utf8') : ''),
    ...(await looked('data directory', () => directory(dataDir))),
    wear(),
    configured,
    ...(health ? ofHub(health) : [notRunning(hub)]),
    ...(health ? [] : [clock(Date.now(), RELEASED, timeService())]),
    ...(health ? [] : await looked('data directory', () => stopped(dataDir, Date.now(), config))),
    ...(health || !config ? [] : await freePorts(config)),
    ...(contact ? contacted(health && (await asked(dataDir, 'hub contact'))) : []),
  ];
}

/** What stands in it is not said: names and addresses do. */
function configuration(dataDir: string, environment: NodeJS.ProcessEnv): [Config | undefined, Finding] {
  try {
    return [readConfig(dataDir, environment), good('configuration', 'can be used')];
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return [undefined, bad('configuration', 'cannot be used', '"hearthgate config show" says which setting, and why')];
  }
}

/** Undefined where no hub runs; an answer that is none where one cannot be asked. */
async function asked(dataDir: string, name: string): Promise<Answer | undefined> {
  try {
    return await askHub(dataDir, name, {});
  } catch {
    return { ok: false, code: 'not-asked', problem: 'this user may not ask it' };
  }
}

function notRunning(hub: Answer | undefined): Finding {
  return hub === undefined || hub.ok
    ? unknown('hub', 'none runs that this user can ask; the files were looked at')
    : bad('hub', 'runs and did not answer', 'run this as the user who runs it; otherwise its log says why');
}

async function looked(check: string, look: () => Finding[] | Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return [unknown(check, `cannot be looked at${code}`, 'run this as the user who runs the hub')];
  }
}

function ofHub(health: Health): Finding[] {
  const { databases, ledger, recipients, listeners, diskTakes, isKept, knowsTime, uptimeS } = health;
  const { agreed, inTrouble } = recipients;
  return [
    good('hub', `runs, with ${Math.round(health.memoryBytes / 1_048_576)} MiB of memory`),
    knowsTime
      ? good('clock', 'the hub knows the time')
      : bad(
          'clock',
          'the hub does not know the date, so nothing is shared',
          'connect it to a time server, or set its clock',
        ),
    good('ports', listeners.length === 0 ? 'none is open to devices' : `${listeners.join(', ')} served`),
    integrity('household.db', databases.household),
    integrity('flow.db', databases.flow),
    diskTakes
      ? good('records', 'the disk takes them')
      : bad('records', 'the disk takes nothing, so nothing is shared', 'make room there; the hub goes on by itself'),
    isKept
      ? good('changes', 'all that is in force is on the disk')
      : bad('changes', 'something taken back is not on the disk yet', 'make room before the hub is restarted'),
    ledger.holds
      ? good('ledger', `holds, ${ledger.entries} entries`)
      : bad('ledger', 'does not hold', '"hearthgate ledger verify" says where; keep a copy of the data directory'),
    daysLeft(health.certificatesEnd, Date.now()),
    written(ofProcess(health.pid), uptimeS),
    inTrouble === 0
      ? good('recipients', agreed === 0 ? 'nothing is agreed with any' : `all ${agreed} with something agreed get it`)
      : bad(
          'recipients',
          `${inTrouble} of ${agreed} get nothing now`,
          '"hearthgate recipient list" says which, and why',
        ),
  ];
}

function ofProcess(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/io`, 'utf8');
  } catch {
    return undefined;
  }
}

/** By number: their order says nothing. */
function contacted(answer: Answer | undefined): Finding[] {
  if (answer === undefined)
    return [unknown('contact', 'only a running hub contacts, and records it', 'start the hub first')];
  if (!answer.ok) return [unknown('contact', answer.problem)];
  const reasons = answer.result as readonly string[];
  if (reasons.length === 0) return [good('contact', 'there is no recipient')];
  return reasons.map((reason, index) => {
    const check = `contact ${index + 1}`;
    return reason === 'reached'
      ? good(check, 'is reached')
      : bad(check, `is not reached: ${reason}`, 'look at its address, and whether the network lets the hub out');
  });
}
