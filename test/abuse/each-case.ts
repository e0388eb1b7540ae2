import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AbuseCase } from './abuse-case.ts';
import { Arena } from './arena.ts';

/**
 * Every case both ways: as the hub is, on one hub that all of them share; and with the case's guards switched off, when
 * it has to fail, on another hub. Either is replaced when a case has left it unwell, so that those after it fail for
 * what they are; a case that failed stays failed.
 */
export function eachCase(area: string, cases: readonly AbuseCase[], web = false): void {
  describe(area, () => {
    let arena: Arena | undefined;
    let unguarded: Arena | undefined;
    const took = new Map<string, number>();
    beforeAll(async () => {
      arena = await Arena.open(web);
    });
    afterAll(async () => {
      // First, so that what it holds is not counted.
      await unguarded?.stop();
      unguarded = undefined;
      await arena?.close();
    });

    test('every case has a name of its own', () => {
      expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    });

    for (const abuse of cases) {
      const { id, done, expected, guard } = abuse;
      test(`${id} ${done}: ${expected}`, async () => {
        arena ??= await Arena.open(web);
        try {
          took.set(id, await arena.play(abuse));
        } catch (error) {
          const broken = arena;
          arena = undefined;
          await broken.stop();
          throw error;
        }
      });
      if ('cannot' in guard) continue;
      test(`${id} fails without ${guard.map((name) => `"${name}"`).join(' and ')}`, async () => {
        unguarded ??= await Arena.open(web);
        await unguarded.playWithout(guard, abuse, took.get(id));
        if (await unguarded.isWell()) return;
        await unguarded.stop();
        unguarded = undefined;
      });
    }
  });
}
