import type { Consent } from '../rules/consent.ts';
import { entry } from '../rules/length-safe.ts';
import type { Agreed } from './recipients/notices.ts';

/** What one recipient may be told of the choices in force: of each request, in which forms its fields may leave. */
export function agreedWith(recipient: string, standing: readonly Consent[], now: number): Map<string, Agreed> {
  const requests = new Map<string, Map<string, Set<string>>>();
  for (const { state, recipient: whose, request, field, form, until } of standing) {
    if (state !== 'given' || whose !== recipient || (until !== undefined && until <= now)) continue;
    const fields = entry(requests, request, () => new Map<string, Set<string>>());
    entry(fields, field, () => new Set<string>()).add(form.form);
  }
  return new Map([...requests].map(([request, fields]) => [request, { fields: sorted(fields) }]));
}

function sorted(fields: ReadonlyMap<string, ReadonlySet<string>>): Record<string, string[]> {
  const names = [...fields.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, [...(fields.get(name) ?? [])].sort()]));
}
