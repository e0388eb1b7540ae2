import { meet } from '../../../rules/forms/order.ts';
import type { Instant } from '../../../rules/reading.ts';
import { en } from '../../../rules/words/en.ts';
import { canonicalJson } from '../ledger/canonical-json.ts';
import type { Decided, Line } from './decided.ts';
import {
  CONTEXT_NAME,
  legalBases,
  lifetimeNode,
  manifestNode,
  type Node,
  personalDataNode,
  processNode,
  RECEIPT_SCHEMA,
  RECORD_SCHEMA,
  STATUS,
} from './json-ld.ts';
import { type ConsentsNow, type Outcome, outcomeOf } from './outcome.ts';

/**
 * What the recipient gets of a decision, under the same id whenever it is told anew; undefined where nothing was given,
 * because a refusal must look like silence. Dates only; no person, no device and not how many there are, no schedule,
 * nothing of the words shown or of the ledger. `home` is the home as this recipient knows it, whose key signs the copy.
 */
export function vendorCopy(decided: Decided, home: string, consents: ConsentsNow, now: Instant): Node | undefined {
  const groups = new Map<string, { readonly line: Line; readonly outcomes: (Outcome | undefined)[] }>();
  for (const line of decided.lines) {
    if (line.answer !== 'given') continue;
    const key = canonicalJson({ ...processNodeOf(decided, line), lasts: lifetimeNode(line, day) });
    const group = groups.get(key) ?? { line, outcomes: [] };
    group.outcomes.push(outcomeOf(line, consents, now));
    groups.set(key, group);
  }
  if (groups.size === 0) return undefined;
  // Not in the order of the lines, which is that of the household's devices.
  const ordered = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  const processes = ordered.map(([, { line, outcomes }]): Process => {
    const node = processNodeOf(decided, line);
    return { node, lasts: line, since: decided.at, ended: lastOf(outcomes) };
  });
  return copyNode(decided, home, processes, now);
}

/** What one or more devices have in common, since when, and how it ended where it did. */
export interface Process {
  readonly node: Node;
  readonly lasts: Pick<Line, 'once' | 'until'>;
  readonly since: Instant;
  readonly ended: Outcome | undefined;
}

/** The copy around its processes; of `decided` only what the recipient itself said, and the copy's id and day. */
export function copyNode(
  decided: Omit<Decided, 'lines'>,
  home: string,
  processes: readonly Process[],
  now: Instant,
): Node {
  return {
    '@context': CONTEXT_NAME,
    '@id': `urn:uuid:${decided.copy}`,
    '@type': 'dpv:ConsentReceipt',
    'dct:identifier': decided.copy,
    'dpv:hasIdentifier': decided.copy,
    'dct:conformsTo': RECEIPT_SCHEMA,
    'dct:created': day(now),
    'dpv:hasRecordOfActivity': {
      '@type': 'dpv:ConsentRecord',
      'dct:conformsTo': RECORD_SCHEMA,
      'dpv:hasDataSubject': { '@type': 'dpv:DataSubject', 'dct:identifier': home },
      'dpv:hasDataController': { '@type': 'dpv:DataController', 'dct:identifier': decided.recipient },
      'dpv:hasLegalBasis': legalBases(decided),
      'dpv:hasNotice': {
        '@type': 'dpv:ConsentNotice',
        'dct:identifier': decided.request,
        'dct:date': day(decided.at),
        'hearthgate:manifest': manifestNode(decided),
      },
      'dpv:hasProcess': processes.map(({ node, lasts }, i) => ({
        '@id': processId(decided, i),
        ...node,
        'dpv:hasDuration': lifetimeNode(lasts, day),
      })),
      'dpv:hasConsentControl': { '@type': 'dpv:WithdrawConsent', 'dpv:isExercisedAt': 'the household’s Hearthgate' },
      'dpv:hasConsentStatus': processes.flatMap((process, i) => statusesOf(processId(decided, i), process)),
      'hearthgate:limits': en.shown.limits,
    },
  };
}

/** What is the same for all devices that share it, but for how long. */
export function processNodeOf(decided: Omit<Decided, 'lines'>, line: Line): Node {
  return {
    ...processNode(decided, line),
    'dpv:hasPersonalData': personalDataNode(decided, line),
    'hearthgate:form': { ...meet(line.asked, line.form) },
  };
}

/** Ended only when the last device's consent did; the recipient is not told which or how many. */
function lastOf(outcomes: readonly (Outcome | undefined)[]): Outcome | undefined {
  const ended = outcomes.filter((outcome) => outcome !== undefined);
  return ended.length < outcomes.length ? undefined : ended.sort((a, b) => b.at - a.at)[0];
}

function statusesOf(about: string, { since, ended }: Process): Node[] {
  const status = (type: string, at: Instant): Node => ({
    '@type': type,
    'dpv:isIndicatedBy': 'household',
    'dpv:isIndicatedAtTime': day(at),
    'hearthgate:about': [about],
  });
  const given = status(STATUS.given, since);
  return ended === undefined ? [given] : [given, status(STATUS[ended.state], ended.at)];
}

function processId({ copy }: Pick<Decided, 'copy'>, i: number): string {
  return `urn:uuid:${copy}#${i + 1}`;
}

/** `2026-11-23`, in UTC: the home's own date would tell about its zone. */
function day(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}
