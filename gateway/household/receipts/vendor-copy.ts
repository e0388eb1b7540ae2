import { meet } from '../../../rules/forms/order.ts';
import type { Instant } from '../../../rules/reading.ts';
import { LIMITS } from '../../../rules/words-shown.ts';
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
  const groups = new Map<string, { readonly process: Node; readonly outcomes: (Outcome | undefined)[] }>();
  for (const line of decided.lines) {
    if (line.answer !== 'given') continue;
    const process = processOf(decided, line);
    const key = canonicalJson(process);
    const group = groups.get(key) ?? { process, outcomes: [] };
    group.outcomes.push(outcomeOf(line, consents, now));
    groups.set(key, group);
  }
  if (groups.size === 0) return undefined;
  // Not in the order of the lines, which is that of the household's devices.
  const ordered = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
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
      'dpv:hasProcess': ordered.map(({ process }, i) => ({ '@id': processId(decided, i), ...process })),
      'dpv:hasConsentControl': { '@type': 'dpv:WithdrawConsent', 'dpv:isExercisedAt': 'the household’s Hearthgate' },
      'dpv:hasConsentStatus': ordered.flatMap(({ outcomes }, i) => statusesOf(decided, outcomes, i)),
      'hearthgate:limits': LIMITS,
    },
  };
}

function processOf(decided: Decided, line: Line): Node {
  return {
    ...processNode(decided, line),
    'dpv:hasPersonalData': personalDataNode(decided, line),
    'dpv:hasDuration': lifetimeNode(line, day),
    'hearthgate:form': { ...meet(line.asked, line.form) },
  };
}

/** Given, and ended only when the last device's consent did; the recipient is not told which or how many. */
function statusesOf(decided: Decided, outcomes: readonly (Outcome | undefined)[], i: number): Node[] {
  const status = (type: string, at: Instant): Node => ({
    '@type': type,
    'dpv:isIndicatedBy': 'household',
    'dpv:isIndicatedAtTime': day(at),
    'hearthgate:about': [processId(decided, i)],
  });
  const given = status(STATUS.given, decided.at);
  const ended = outcomes.filter((outcome) => outcome !== undefined);
  const [last] = ended.sort((a, b) => b.at - a.at);
  if (last === undefined || ended.length < outcomes.length) return [given];
  return [given, status(STATUS[last.state], last.at)];
}

function processId({ copy }: Decided, i: number): string {
  return `urn:uuid:${copy}#${i + 1}`;
}

/** `2026-11-23`, in UTC: the home's own date would tell about its zone. */
function day(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}
