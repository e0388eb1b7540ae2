import { expect } from 'vitest';
import type { SignedIn } from '../api.ts';
import type { AbuseCase } from './abuse-case.ts';
import type { Arena } from './arena.ts';
import type { GuardName } from './switches.ts';
import type { Answered, Ask, Web } from './web.ts';

export type Who = 'owner' | 'adult' | 'viewer';
export const CLOSED = { method: 'POST', path: '/sharing/stop', body: {} } as const;

/** Something that is refused with this status and code, by whoever asks. */
export function refused(
  id: string,
  done: string,
  guard: AbuseCase['guard'],
  answer: string,
  ask: Ask | ((web: Web, arena: Arena) => Ask | Promise<Ask>),
  who?: Who,
): AbuseCase {
  return {
    id,
    done,
    expected: `refused: ${answer}`,
    guard,
    async run(arena) {
      const { web } = arena;
      const asked = typeof ask === 'function' ? await ask(web, arena) : ask;
      const person: SignedIn | undefined = who && web[who];
      expect(said(await web.ask({ ...(person && { who: person }), ...asked }))).toBe(answer);
      expect(arena.house.hub.standing.all()).toEqual([]);
    },
  };
}

export function said({ status, code }: Answered): string {
  return `${status} ${code}`;
}

export const one = (guard: GuardName) => [guard];

/** Coming in by an invitation with this passphrase. */
export function invited(passphrase: string, name = 'Gina', by?: SignedIn) {
  return async (web: Web) => {
    if (!by) await web.freshen();
    const { text } = await web.ask({
      method: 'POST',
      path: '/people/invitations',
      who: by ?? web.owner,
      body: { role: 'viewer' },
    });
    return {
      method: 'POST',
      path: '/people/acceptance',
      body: { code: String(JSON.parse(text).code), name, passphrase },
    };
  };
}
