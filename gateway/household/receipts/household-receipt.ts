import type { Instant } from '../../../rules/reading.ts';
import { speak } from '../../../rules/words/speak.ts';
import { type Decided, type Line, languageOf } from './decided.ts';
import {
  CONTEXT,
  claimed,
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
import { type ConsentsNow, type Outcome, outcomeOf, type SpentUnder } from './outcome.ts';

/**
 * The household's own receipt: the whole record of a decision and what became of it until now. It names devices, rooms
 * and people, so it is for the household alone. `id` is the receipt's own.
 */
export function householdReceipt(
  decided: Decided,
  consents: ConsentsNow,
  id: string,
  now: Instant,
  spent: SpentUnder = () => undefined,
): Node {
  return {
    '@context': CONTEXT,
    '@id': urn(id),
    '@type': 'dpv:ConsentReceipt',
    'dct:identifier': id,
    'dpv:hasIdentifier': id,
    'dct:conformsTo': RECEIPT_SCHEMA,
    'dct:created': second(now),
    'dpv:hasRecordOfActivity': recordNode(decided, consents, now, spent),
  };
}

function recordNode(decided: Decided, consents: ConsentsNow, now: Instant, spent: SpentUnder): Node {
  const { id, copy, lines, controller, words, at } = decided;
  return {
    '@id': urn(id),
    '@type': 'dpv:ConsentRecord',
    'dct:identifier': id,
    'dct:conformsTo': RECORD_SCHEMA,
    'dct:created': second(at),
    'hearthgate:copy': urn(copy),
    'dpv:hasDataSubject': { '@type': 'dpv:DataSubject', 'dct:description': 'whoever lives in or visits this home' },
    'dpv:hasDataController': {
      '@type': 'dpv:DataController',
      'dct:identifier': decided.recipient,
      'dpv:hasName': controller.name,
      'dpv:hasCountry': `loc:${controller.country}`,
      'dpv:hasContact': controller.contact,
      ...(controller.notice === undefined ? {} : { 'hearthgate:notice': controller.notice }),
      ...claimed(decided),
    },
    'dpv:hasJurisdiction': `loc:${controller.country}`,
    'dpv:hasLegalBasis': legalBases(decided),
    'dpv:hasNotice': {
      '@type': 'dpv:ConsentNotice',
      'dct:identifier': decided.request,
      'dct:date': second(at),
      'dct:language': languageOf(decided),
      ...(words && { 'hearthgate:words': { ...words, rows: words.rows.map((row) => ({ ...row })) } }),
      'hearthgate:manifest': manifestNode(decided),
    },
    'dpv:hasProcess': lines.map((line, i) => processOf(decided, line, i, spent)),
    'dpv:hasConsentControl': {
      '@type': ['dpv:ProvideConsent', 'dpv:RefuseConsent', 'dpv:WithdrawConsent'],
      'dpv:isExercisedAt': HUB,
    },
    'dpv:hasRight': rightsOf(decided),
    'dpv:hasConsentStatus': lines.flatMap((line, i) => statusesOf(decided, line, i, consents, now)),
    'hearthgate:limits': speak(languageOf(decided)).shown.limits,
  };
}

const HUB = 'this household’s Hearthgate, by its page or "hearthgate consent withdraw"; it takes effect at once';

function processOf(decided: Decided, line: Line, i: number, spentUnder: SpentUnder): Node {
  const spent = spentUnder(line.consent);
  const { device, reveals, special, asked, form, schedule } = line;
  return {
    '@id': processId(decided, i),
    ...processNode(decided, line),
    'dpv:hasPersonalData': {
      ...personalDataNode(decided, line),
      'hearthgate:reveals': reveals,
      ...(special === undefined ? {} : { 'hearthgate:mayHold': special }),
    },
    'dpv:hasDuration': lifetimeNode(line, second),
    'hearthgate:asked': { ...asked },
    'hearthgate:form': { ...form },
    ...(spent && { 'hearthgate:spent': { ...spent, unit: 'home-day' } }),
    'hearthgate:device': {
      'dct:identifier': device.id,
      'dct:title': device.name,
      ...(device.room === undefined ? {} : { 'hearthgate:room': device.room }),
    },
    ...(schedule === undefined ? {} : { 'hearthgate:schedule': { ...schedule } }),
  };
}

/** Withdrawing is a right where consent is what the recipient relies on; here it works whatever it relies on. */
function rightsOf(decided: Decided): Node[] {
  const { legalBasis, controller } = decided;
  const right = (clause: string, title: string, at: string): Node => ({
    '@type': ['dpv:DataSubjectRight', `eu-gdpr:${clause}`],
    'dct:title': title,
    'dpv:isExercisedAt': at,
  });
  return [
    ...(legalBasis.includes('eu-gdpr:A6-1-a') ? [right('A7-3', 'Right to withdraw consent', HUB)] : []),
    right('A15', 'Right of access', controller.contact),
    right('A17', 'Right to erasure', controller.contact),
  ];
}

/** Given or refused, and how it ended; each says of which process. */
function statusesOf(decided: Decided, line: Line, i: number, consents: ConsentsNow, now: Instant): Node[] {
  const about = { 'hearthgate:about': [processId(decided, i)] };
  const outcome = outcomeOf(line, consents, now);
  const first: Node = {
    '@type': STATUS[line.answer],
    'dpv:isIndicatedBy': decided.by,
    'dpv:hasIndicationMethod': decided.how,
    'dpv:isIndicatedAtTime': second(decided.at),
    ...about,
  };
  if (outcome === undefined) return [first];
  return [
    first,
    {
      '@type': STATUS[outcome.state],
      'dpv:isIndicatedBy': ENDED_BY[outcome.state],
      'dpv:isIndicatedAtTime': second(outcome.at),
      ...about,
    },
  ];
}

const ENDED_BY: Readonly<Record<Outcome['state'], string>> = {
  withdrawn: 'household',
  expired: 'hub',
  replaced: 'the later consent',
};

function processId({ id }: Decided, i: number): string {
  return `${urn(id)}#${i + 1}`;
}

function urn(id: string): string {
  return `urn:uuid:${id}`;
}

/** `2026-11-23T14:00:00Z` */
function second(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
