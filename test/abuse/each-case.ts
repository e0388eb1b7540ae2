import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AbuseCase } from './abuse-case.ts';
import { Arena } from './arena.ts';

/**
 * Every case both ways: as the hub is, on one hub that all of them share; and with the case's guards switched off, when
 * it has to fail, on another hub that is replaced when it did not survive that.
 */
export function eachCase(area: string, cases: readonly AbuseCase[], web = false): void {
  describe(area, () => {
    let arena: Arena;
    let unguarded: Arena | undefined;
    beforeAll(async () => {
      arena = await Arena.open(web);
    });
    afterAll(async () => {
      // First, so that what it holds is not counted.
      await unguarded?.stop();
      unguarded = undefined;
      await arena.close();
    });

    test('every case has a name of its own', () => {
      expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    });

    for (const abuse of cases) {
      const { id, done, expected, guard } = abuse;
      test(`${id} ${done}: ${expected}`, () => arena.play(abuse));
      if ('cannot' in guard) continue;
      test(`${id} fails without ${guard.map((name) => `"${name}"`).join(' and ')}`, async () => {
        unguarded ??= await Arena.open(web);
        await unguarded.playWithout(guard, abuse);
        if (await unguarded.isWell()) return;
        await unguarded.stop();
        unguarded = undefined;
      });
    }
  });
}
