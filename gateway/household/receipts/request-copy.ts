import type { Consent, ConsentId } from '../../../rules/consent.ts';
import type { Instant } from '../../../rules/reading.ts';
import { canonicalJson } from '../ledger/canonical-json.ts';
import type { Decided, Line } from './decided.ts';
import type { Node } from './json-ld.ts';
import { copyNode, type Process, processNodeOf } from './vendor-copy.ts';

/** What one recipient is told of one request at a slot. */
export interface ToldOf {
  /** The home as this recipient knows it, whose key signs the copy. */
  readonly home: string;
  /** Field → kinds of form: what the notice beside it says is agreed to, or was until it was withdrawn. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly withdrawn: boolean;
  /** The slot's instant. */
  readonly at: Instant;
}

/**
 * The recipient's copy of how one request stands, put together from all decisions about it, so that neither its number
 * nor its dates tell how many devices or decisions there are: what several devices have in common stands there once, since
 * the first of them and for as long as the last of them. It says no more than the consent notice that it goes with, but
 * the days, the parameters of the forms, and how long. Undefined where no record was kept. `consents` are all that were ever given to
 * the request, oldest first.
 */
export function requestCopy(
  consents: readonly Consent[],
  recordOf: (consent: ConsentId) => Decided | undefined,
  told: ToldOf,
): Node | undefined {
  const run = lastRun(consents.flatMap((consent) => spanOf(consent, recordOf(consent.id), told.at)));
  const newest = run.at(-1)?.decided;
  if (!newest || !run[0]) return undefined;
  const groups = Map.groupBy(run, ({ line }) => canonicalJson(processNodeOf(newest, line)));
  const shown = [...groups]
    .flatMap(([key, spans]) => groupOf(key, newest, lastRun(spans)) ?? [])
    .filter(({ span }) => told.fields[span.line.field]?.includes(span.line.form.form))
    .filter((group) => (told.withdrawn ? isLatest(group, groups) : group.process.ended === undefined))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  if (shown.length === 0) return undefined;
  // The first decision of what is agreed to without a break gives the copy its id.
  const copy = { ...newest, copy: run[0].decided.copy, at: Math.max(...shown.map(({ process }) => process.since)) };
  return copyNode(
    copy,
    told.home,
    shown.map(({ process }) => process),
    told.at,
  );
}

/** A consent with its line of the record, from when to when it was in force. */
interface Span {
  readonly line: Line;
  readonly decided: Decided;
  readonly since: Instant;
  /** Not a number's end where it is in force. */
  readonly to: Instant;
  readonly state: 'withdrawn' | 'expired';
}

interface Group {
  readonly key: string;
  readonly span: Span;
  readonly process: Process;
}

function spanOf(consent: Consent, decided: Decided | undefined, at: Instant): Span[] {
  const line = decided?.lines.find((one) => one.consent === consent.id && one.answer === 'given');
  if (!decided || !line) return [];
  const over = consent.until !== undefined && consent.until <= at ? consent.until : Number.POSITIVE_INFINITY;
  const to = consent.state === 'given' ? over : (consent.ended ?? at);
  const state = consent.state === 'withdrawn' ? 'withdrawn' : 'expired';
  return [{ line, decided, since: consent.since, to, state }];
}

/** Those that follow each other, or overlap, without a break up to the last one. */
function lastRun(spans: readonly Span[]): Span[] {
  let run: Span[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const span of [...spans].sort((a, b) => a.since - b.since)) {
    if (span.since > end) run = [];
    run.push(span);
    end = Math.max(end, span.to);
  }
  return run;
}

/** What these have in common, as one process. */
function groupOf(key: string, newest: Decided, spans: readonly Span[]): Group | undefined {
  const [first] = spans;
  const last = spans.toSorted((a, b) => a.to - b.to).at(-1);
  if (!first || !last) return undefined;
  const lasting = spans.filter(({ to }) => to === last.to).map(({ line }) => line);
  const longest = lasting.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a), last.line);
  const ended = Number.isFinite(last.to) ? { state: last.state, at: last.to } : undefined;
  const process = { node: processNodeOf(newest, last.line), lasts: longest, since: first.since, ended };
  return { key, span: last, process };
}

function lengthOf({ once, until }: Line): number {
  return once ? 0 : (until ?? Number.POSITIVE_INFINITY);
}

/** Of several forms of one kind that a field had one after the other, the last. */
function isLatest({ span }: Group, groups: ReadonlyMap<string, readonly Span[]>): boolean {
  const { field, form } = span.line;
  const others = [...groups.values()].flat().filter(({ line }) => line.field === field && line.form.form === form.form);
  return others.every(({ to }) => to <= span.to);
}
