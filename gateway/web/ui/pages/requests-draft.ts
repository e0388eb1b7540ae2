import type { ConsentGiveInput, RequestShowResult } from '../api/types.ts';

export type Lifetime = 'today' | '30 days' | 'until changed' | 'once';
export type Hours = NonNullable<ConsentGiveInput['schedule']>;
type Alike = RequestShowResult['fields'][number];
/** One field of one device, which is answered by itself where somebody wants that. */
export type Field = Omit<Alike, 'devices'> & { readonly device: string };
/** A request with each of its fields. */
export type Shown = Omit<RequestShowResult, 'fields'> & { readonly fields: readonly Field[] };

/** The hub tells a field once for all devices of which it is asked alike. */
export function shownOf({ fields, ...request }: RequestShowResult): Shown {
  return {
    ...request,
    fields: fields.flatMap(({ devices, ...field }) => devices.map((device) => ({ ...field, device }))),
  };
}

/** What somebody chose about a request and has not answered with yet. */
export interface Draft {
  /** 0 as asked, else how much less; a field with fewer steps down takes its last. Or what is usual for the purpose. */
  readonly level: number | 'usual';
  /** In place of that for single fields, by `keyOf`: a level, or nothing of it. */
  readonly own: Readonly<Record<string, number | 'nothing'>>;
  readonly lifetime: Lifetime;
  readonly hours?: Hours;
  readonly acceptUnion: boolean;
}

/** Kept while the page is open, so that going back and looking elsewhere loses nothing. */
const drafts = new Map<string, Draft>();

/** Nothing is chosen beforehand that shares more than asked, or for longer than 30 days but with the household's own. */
export function draftOf({ recipient, request, version, origin }: Shown): Draft {
  const lifetime = origin === 'vendor' ? '30 days' : 'until changed';
  return drafts.get(nameOf({ recipient, request, version })) ?? { level: 0, own: {}, lifetime, acceptUnion: false };
}

export function keep(about: Shown, draft: Draft): void {
  drafts.set(nameOf(about), draft);
}

export function forget(about: Shown): void {
  drafts.delete(nameOf(about));
}

export function keyOf({ device, field }: Pick<Field, 'device' | 'field'>): string {
  return JSON.stringify([device, field]);
}

/** The form of a field by the draft; undefined as asked. */
export function formOf(field: Field, { level, own }: Draft): Field['form'] | undefined {
  const chosen = own[keyOf(field)] ?? level;
  if (chosen === 'nothing') return { form: 'withheld' };
  if (chosen === 'usual') return field.usual?.form;
  return chosen === 0 ? undefined : field.less[Math.min(chosen, field.less.length) - 1]?.form;
}

/** What the hub is asked to show, and then to do. */
export function inputOf(shown: Shown, draft: Draft): ConsentGiveInput {
  const { recipient, request } = shown;
  const { lifetime, hours, acceptUnion } = draft;
  const fields = named(shown.fields, (field) => formOf(field, draft));
  return { recipient, request, fields, lifetime, acceptUnion, ...(hours && { schedule: hours }) };
}

/** Each field once for all devices that are answered for alike. */
export function named<F extends Pick<Field, 'device' | 'field'>>(
  fields: readonly F[],
  formOf: (field: F) => Field['form'] | undefined = () => undefined,
) {
  const alike = Map.groupBy(fields, (field) => JSON.stringify([field.field, formOf(field)]));
  return [...alike.values()].flatMap((all) => {
    const [first] = all;
    const form = first && formOf(first);
    return first ? [{ field: first.field, devices: all.map(({ device }) => device), ...(form && { form }) }] : [];
  });
}

function nameOf({ recipient, request, version }: Pick<Shown, 'recipient' | 'request' | 'version'>): string {
  return JSON.stringify([recipient, request, version]);
}
