import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './.ci/longest-first.ts';
import { PassedOnlyAgain } from './.ci/passed-only-again.ts';

/** Pure, all of them: nothing that one file does is seen by another, so that what they import is loaded once a worker. */
const PURE = ['rules/**/*.test.ts', 'gateway/devices/dialects/**/*.test.ts'];

export default defineConfig({
  test: {
    // Two cores: more workers only take turns, and broker tests measure real time.
    maxWorkers: 2,
    testTimeout: 40_000,
    hookTimeout: 20_000,
    // Of what is waited for; a machine that is busy takes its time.
    expect: { poll: { timeout: 10_000 } },
    // A change does not wait for one busy moment of the machine, and what needed it is named at the end. What a property's
    // random inputs have broken (fast-check's words) is no such moment, since other inputs would hide it; for the same reason
    // tests that kill a hub at random, or send it random bytes, say `retry: 0`.
    retry: { count: process.env.CI ? 1 : 0, condition: /^(?!Property failed after)/ },
    reporters: ['default', new PassedOnlyAgain()],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'home',
          include: ['{gateway,certs,device-sim,bench,test,docs,.ci}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...PURE],
          // What is made once a run; and the pages are built before anything looks at them.
          globalSetup: ['test/before-all.ts', 'test/pages/ready.ts', 'test/pages/shared-browser.ts'],
        },
      },
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
    ],
  },
});
