import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{rules,gateway,certs,device-sim,bench,test,docs,.ci}/**/*.test.ts'],
    // The pages are built before anything looks at them.
    globalSetup: ['test/pages/ready.ts'],
    // Two cores: more workers only take turns, and broker tests measure real time.
    maxWorkers: 2,
    testTimeout: 40_000,
    hookTimeout: 20_000,
    // Of what is waited for; a machine that is busy takes its time.
    expect: { poll: { timeout: 10_000 } },
  },
});
