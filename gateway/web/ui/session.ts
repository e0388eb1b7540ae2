import { ask, NotDone, signedInWith, whenSignedOut } from './api/client.ts';
import type { SignedIn } from './api/types.ts';
import { signal } from './framework.ts';

/** Who is signed in here; undefined until that is known, null where nobody is. */
export interface Me {
  readonly person: string;
  readonly name: string;
  readonly role: 'viewer' | 'adult' | 'owner';
}

export const me = signal<Me | null | undefined>(undefined);
/** Set while nobody has claimed the hub. */
export const unclaimed = signal(false);

whenSignedOut(() => {
  me.value = null;
});

/** Looks who is signed in, at the start. Rejects where the hub does not answer. */
export async function lookWho(): Promise<void> {
  try {
    const { person, name, role, token = '' } = await ask('GET /session', {});
    begin({ person, name, role, token });
  } catch (error) {
    if (!(error instanceof NotDone) || error.code === 'unreachable') throw error;
    unclaimed.value = error.code === 'not-claimed';
    me.value = null;
  }
}

export function begin({ person, name, role, token }: Omit<SignedIn, 'secret'>): void {
  signedInWith(token);
  me.value = { person, name, role };
}

export async function signOut(): Promise<void> {
  await ask('DELETE /session', {});
  me.value = null;
}

/** Whether somebody of this role may decide what is shared. */
export function mayDecide(): boolean {
  return me.value?.role === 'adult' || me.value?.role === 'owner';
}
