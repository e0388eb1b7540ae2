import { ask } from '../api/client.ts';
import { act, type Entries } from '../parts/act.ts';
import { named } from './requests-draft.ts';

/** What is answered with no: what a card named, or these fields of these devices. */
type Refused = { readonly recipient: string; readonly request: string } & (
  | { readonly asked: string }
  | { readonly fields: readonly { readonly device: string; readonly field: string }[] }
);

/** Answers no to exactly these, in one tap, with one way back for all of it; resolves with whether it was done. */
export async function refuse(all: readonly Refused[], says: string): Promise<boolean> {
  const done = await act(
    async () => {
      const entries: Entries[] = [];
      for (const { recipient, request, ...one } of all) {
        const what = 'asked' in one ? { asked: one.asked } : { fields: named(one.fields) };
        const { undo } = await ask('POST /refusals', { body: { recipient, request, ...what } });
        if (undo) entries.push(undo);
      }
      return entries;
    },
    says,
    true,
    (entries) => entries,
  );
  return done !== undefined;
}
