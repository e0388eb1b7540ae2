import { readFileSync } from 'node:fs';
import type { LegalBasis } from '../../../rules/manifest.ts';
import type { Decided, Line } from './decided.ts';
import type { Outcome } from './outcome.ts';

/**
 * What the household's record and the recipient's copy have in common, as the DPV guide to ISO/IEC TS 27560:2023 (Final
 * Community Group Report of 15 February 2026) writes it. `hearthgate:` is what the DPV has no word for.
 */
export type Node = { readonly [name: string]: NodeValue };
type NodeValue = string | number | boolean | Node | readonly NodeValue[];

/** What is the same for all lines of a decision. */
type Facts = Omit<Decided, 'lines'>;

/** Names the shipped context. A URN: whatever reads it has nothing to fetch. */
export const CONTEXT_NAME = 'urn:hearthgate:v1:receipts';

/** The shipped context, whole. */
export const CONTEXT: Node = JSON.parse(readFileSync(new URL('context.json', import.meta.url), 'utf8'))['@context'];

export const RECORD_SCHEMA = 'https://w3id.org/dpv/schema/dpv-27560#record';
export const RECEIPT_SCHEMA = 'https://w3id.org/dpv/schema/dpv-27560#receipt';

/** Nobody here can check what the recipient says of itself. */
export function claimed({ manifest }: Facts): Node {
  return { 'hearthgate:claimedBy': manifest.origin === 'vendor' ? 'recipient' : 'household' };
}

export function legalBases(decided: Facts): Node[] {
  return decided.legalBasis.map((basis: LegalBasis) => ({ '@type': basis, ...claimed(decided) }));
}

export function manifestNode({ manifest: { version, sha256, key } }: Facts): Node {
  return { 'hearthgate:version': version, 'hearthgate:sha256': sha256, 'hearthgate:key': key };
}

/** What every process of a decision is for, and what the recipient says it does with the data. */
export function processNode(decided: Facts, { release }: Line): Node {
  const passedOn = decided.recipients.map((name) => ({ '@type': 'dpv:ThirdParty', 'dpv:hasName': name }));
  return {
    '@type': 'dpv:Process',
    'dpv:hasPurpose': decided.purpose,
    'dpv:hasRecipient': [
      { '@type': 'dpv:DataController', 'dct:identifier': decided.recipient },
      ...passedOn.map((one) => ({ ...one, ...claimed(decided) })),
    ],
    'dpv:hasStorageCondition': {
      '@type': 'dpv:StorageDuration',
      'dpv:hasDuration': decided.retention,
      ...claimed(decided),
    },
    'hearthgate:release': { ...release },
  };
}

/** The kind of data; the special categories of GDPR Art. 9(1) are flagged where the field may hold them. */
export function personalDataNode(decided: Facts, { field, special, sensitivity }: Line): Node {
  const sensitive = sensitivity === 'high' ? 'dpv:SensitivePersonalData' : 'dpv:PersonalData';
  return {
    '@type': special === undefined ? sensitive : 'dpv:SpecialCategoryPersonalData',
    'dct:title': field,
    'dpv:hasNecessity': decided.necessity === 'required' ? 'dpv:Required' : 'dpv:Optional',
  };
}

/** How long a consent lasts; `date` writes an instant. */
export function lifetimeNode({ once, until }: Pick<Line, 'once' | 'until'>, date: (at: number) => string): Node {
  if (once) return { '@type': 'dpv:FixedOccurrencesDuration', 'rdf:value': 1 };
  if (until === undefined) return { '@type': 'dpv:UntilEventDuration', 'rdf:value': 'the household changes it' };
  return { '@type': 'dpv:UntilTimeDuration', 'rdf:value': date(until) };
}

export const STATUS: Readonly<Record<Line['answer'] | Outcome['state'], string>> = {
  given: 'dpv:ConsentGiven',
  refused: 'dpv:ConsentRefused',
  withdrawn: 'dpv:ConsentWithdrawn',
  expired: 'dpv:ConsentExpired',
  replaced: 'hearthgate:ConsentReplaced',
};
