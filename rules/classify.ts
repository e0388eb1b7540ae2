import type { Catalogue, Category, FieldRule, Sensitivity } from './field-catalogue.ts';
import { lettersOf, type Spelling, spaced, wordsOf } from './field-words.ts';
import type { Sentences } from './words/speak.ts';

/** What is known about a field before any value of it is looked at. */
export interface FieldAbout {
  /** As the device writes it, nesting with dots (`ENERGY.Power`, `switch:0.apower`, `occupancy_timeout`). */
  readonly name: string;
  readonly unit?: string;
  /** A data type (`number`, `binary`) or an ecosystem's class of thing (`motion`, `lock`). */
  readonly type?: string;
  /** What it is a part of, where its name does not say it. */
  readonly parent?: string;
  readonly ecosystem?: string;
  readonly description?: string;
}

/** What a field reveals about the home and its people, how sensitive that is, and why it is thought so. */
export interface Revealed {
  readonly category: Category;
  readonly sensitivity: Sensitivity;
  readonly reason: string;
}

export const UNKNOWN: Revealed = {
  category: 'unknown',
  sensitivity: 'high',
  reason: 'nothing in the catalogue says what this is, so it counts as sensitive',
};

/**
 * What a field reveals. The clearest evidence decides: the words of its own name, then of what it is a part of, then its
 * unit, then vague words such as `state`, and last its description, which never makes a field less than medium.
 */
export function classify(field: FieldAbout, { spelling, bare, clear, units, vague }: Catalogue): Revealed {
  const evidence = evidenceOf(field, spelling);
  const inParent = { ...evidence, name: evidence.parent, whole: evidence.parent };
  const isBare = evidence.whole
    .trim()
    .split(' ')
    .every((word) => bare.has(word));
  return (
    (isBare ? firstMet(clear, inParent) : undefined) ??
    firstMet(clear, evidence) ??
    atLeastMedium(firstMet(clear, inParent)) ??
    firstMet(units, evidence) ??
    firstMet(vague, evidence) ??
    firstMet(vague, inParent) ??
    fromDescription(clear, evidence) ??
    UNKNOWN
  );
}

const BY_DESCRIPTION = 'by its description: ';

/** Why a field is thought to reveal what it reveals, as people read it. */
export function reasonWords(reason: string, { reveals }: Pick<Sentences, 'reveals'>): string {
  if (reason.startsWith(BY_DESCRIPTION))
    return reveals.byDescription(reasonWords(reason.slice(BY_DESCRIPTION.length), { reveals }));
  return (Object.hasOwn(reveals.reasons, reason) ? reveals.reasons[reason] : undefined) ?? reason;
}

/** Each text as its words with a space around every one, so that a phrase is found by `includes`. */
interface Evidence {
  /** The last part of the name and the type. */
  readonly name: string;
  /** The last part of the name alone. */
  readonly whole: string;
  readonly parent: string;
  readonly description: string;
  readonly unit: string;
  readonly type: string;
  readonly ecosystem: string;
}

function evidenceOf(field: FieldAbout, spelling: Spelling): Evidence {
  const { above, own } = split(field.name, spelling);
  const text = (...parts: (string | undefined)[]) =>
    spaced(parts.flatMap((part) => (part ? wordsOf(part, spelling) : [])));
  return {
    name: text(own, field.type),
    whole: text(own),
    parent: text(field.parent, above) === '  ' ? ' none ' : text(field.parent, above),
    description: text(field.description),
    unit: field.unit?.trim().toLowerCase() || 'none',
    type: (field.type ?? '').toLowerCase(),
    ecosystem: lettersOf(field.ecosystem ?? ''),
  };
}

/** The last part of a path that has a word in it, and what stands before: `relays.0` is `relays`. */
function split(name: string, spelling: Spelling): { above: string; own: string } {
  const parts = name.replace(/(pm\d)\.(\d)/gi, '$1$2').split(/[./]/);
  const at = parts.findLastIndex((part) => wordsOf(part, spelling).length > 0);
  return { above: parts.slice(0, Math.max(at, 0)).join('.'), own: at < 0 ? name : (parts[at] ?? name) };
}

function firstMet(rules: readonly FieldRule[], evidence: Evidence): Revealed | undefined {
  const rule = rules.find((one) => isMet(one, evidence));
  if (rule === undefined) return undefined;
  // What a setting borrows of its own name is harmless; what it is a part of is not borrowed.
  const beside = rule.borrows ? { ...evidence, name: evidence.parent, whole: evidence.parent } : evidence;
  const doubtful = rule.sensitivity === 'low' && rules.some((one) => isPersonal(one) && isMet(one, beside));
  return { category: rule.reveals, sensitivity: doubtful ? 'medium' : rule.sensitivity, reason: rule.because };
}

/** Beside these words nothing is low by being harmless otherwise: a `person_error` may name the person. */
function isPersonal({ reveals, sensitivity }: FieldRule): boolean {
  return sensitivity === 'high' && reveals !== 'energy' && reveals !== 'network';
}

/** What only surroundings tell is never low: who knows what else stands there. */
function atLeastMedium(told: Revealed | undefined): Revealed | undefined {
  return told?.sensitivity === 'low' ? { ...told, sensitivity: 'medium' } : told;
}

function fromDescription(rules: readonly FieldRule[], evidence: Evidence): Revealed | undefined {
  const told = firstMet(rules, { ...evidence, name: evidence.description, whole: evidence.description });
  return atLeastMedium(told && { ...told, reason: `${BY_DESCRIPTION}${told.reason}` });
}

function isMet(rule: FieldRule, evidence: Evidence): boolean {
  const { name, whole, parent, description } = evidence;
  return (
    some(rule.ecosystem, (ecosystem) => evidence.ecosystem.includes(ecosystem)) &&
    some(rule.unit, (unit) => evidence.unit === unit) &&
    some(rule.type, (type) => evidence.type === type) &&
    some(rule.name, (phrase) => name.includes(phrase)) &&
    some(rule.with, (phrase) => name.includes(phrase)) &&
    some(rule.last, (phrase) => whole.endsWith(phrase)) &&
    some(rule.whole, (phrase) => whole === phrase) &&
    some(rule.parent, (phrase) => parent.includes(phrase)) &&
    some(rule.description, (phrase) => description.includes(phrase)) &&
    some(rule.opens, (word) => description.startsWith(word)) &&
    !(rule.except ?? []).some((phrase) => name.includes(phrase) || parent.includes(phrase))
  );
}

/** A condition that is not given is met. */
function some(phrases: readonly string[] | undefined, met: (phrase: string) => boolean): boolean {
  return phrases === undefined || phrases.some(met);
}
