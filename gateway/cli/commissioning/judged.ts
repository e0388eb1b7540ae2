import type { Commissioned } from '../../operations/commissioning.ts';
import type { Config } from '../../runtime/config.ts';
import type { Finding } from '../doctor/finding.ts';
import type { Observed } from './observed.ts';

/** What is known when the self-check is made; a hub that does not run tells less. */
export interface Facts {
  readonly hub: Commissioned | undefined;
  readonly observed: Observed | undefined;
  readonly findings: readonly Finding[];
  readonly config: Config | undefined;
  /** Files in the data directory that hold a private key which nothing protects; undefined where it cannot be looked at. */
  readonly clearKeys: number | undefined;
  /** What can be asked of the hub, by name. */
  readonly operations: ReadonlySet<string>;
}

export type Status = 'met' | 'not met' | 'not applicable' | 'for the household' | 'not seen';

export interface Judged {
  readonly status: Status;
  /** `measured` just now on this hub; `tested`: a test of the project named in the evidence shows it; `stated`: by how it is made. */
  readonly how: 'measured' | 'tested' | 'stated';
  readonly evidence: string;
}

/** One provision of ETSI EN 303 645, in our words. */
export interface Provision {
  /** As V2.1.1 numbers it. */
  readonly id: string;
  /** As V3.1.3 numbers it, where that is otherwise. */
  readonly newer?: string;
  readonly asks: string;
  look(facts: Facts): Judged;
}

export function provision(id: string, asks: string, look: Judged | Provision['look'], newer?: string): Provision {
  return { id, ...(newer === undefined ? {} : { newer }), asks, look: typeof look === 'function' ? look : () => look };
}

/** What was looked at just now, and with what the provision is not met where it is not so. */
export function measured(isSo: boolean | undefined, met: string, otherwise: string): Judged {
  if (isSo === undefined)
    return {
      status: 'not seen',
      how: 'measured',
      evidence: 'only a hub that runs shows it; start it, and ask again as its user',
    };
  return { status: isSo ? 'met' : 'not met', how: 'measured', evidence: isSo ? met : otherwise };
}

/** `test` is a file of the project, without its `.test.ts`. */
export function tested(evidence: string, test: string): Judged {
  return { status: 'met', how: 'tested', evidence: `${evidence} (${test}.test.ts)` };
}

export function stated(status: Exclude<Status, 'not seen'>, evidence: string): Judged {
  return { status, how: 'stated', evidence };
}

/** What the doctor found, as evidence. */
export function found(facts: Facts, check: string, met: (says: string) => string): Judged {
  const finding = facts.findings.find((each) => each.check === check);
  if (finding === undefined || finding.state === 'unknown') return measured(undefined, '', '');
  return measured(finding.state === 'good', met(finding.says), `${check}: ${finding.says}`);
}

/** Whether the hub can be asked all of these. */
export function asked(facts: Facts, names: readonly string[], evidence: string): Judged {
  const missing = names.filter((name) => !facts.operations.has(name));
  return measured(missing.length === 0, evidence, `this hub has no ${missing.join(', ')}`);
}
