import { ask } from '../api/client.ts';
import { act, type Entries } from '../parts/act.ts';

/** A field of a device in a request, to be answered with no. */
interface Refused {
  readonly recipient: string;
  readonly request: string;
  readonly device: string;
  readonly field: string;
}

/** As many as fit well into what the hub takes at once. */
const AT_ONCE = 4000;

/** Answers no to exactly these, in one tap, with one way back for all of it; resolves with whether it was done. */
export async function refuse(all: readonly Refused[], says: string): Promise<boolean> {
  const done = await act(
    async () => {
      const entries: Entries[] = [];
      for (let i = 0; i < all.length; i += AT_ONCE) {
        const choices = all.slice(i, i + AT_ONCE).map(({ recipient, request, device, field }) => ({
          recipient,
          request,
          device,
          field,
          answer: 'refuse' as const,
        }));
        const { result } = await ask('POST /choices', { body: { choices } });
        if (result.undo) entries.push(result.undo);
      }
      return entries;
    },
    says,
    true,
    (entries) => entries,
  );
  return done !== undefined;
}
