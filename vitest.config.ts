import { defineConfig } from 'vitest/config';
import { PassedOnlyAgain } from './.ci/passed-only-again.ts';

export default defineConfig({
  test: {
    include: ['{rules,gateway,certs,device-sim,bench,test,docs,.ci}/**/*.test.ts'],
    // What is made once a run; and the pages are built before anything looks at them.
    globalSetup: ['test/before-all.ts', 'test/pages/ready.ts', 'test/pages/shared-browser.ts'],
    // Two cores: more workers only take turns, and broker tests measure real time.
    maxWorkers: 2,
    testTimeout: 40_000,
    hookTimeout: 20_000,
    // Of what is waited for; a machine that is busy takes its time.
    expect: { poll: { timeout: 10_000 } },
    // A change does not wait for one busy moment of the machine, and what needed it is named at the end. What a property's
    // random inputs have broken (fast-check's words) is no such moment: other inputs would hide it.
    retry: { count: process.env.CI ? 1 : 0, condition: /^(?!Property failed after)/ },
    reporters: ['default', new PassedOnlyAgain()],
  },
});
