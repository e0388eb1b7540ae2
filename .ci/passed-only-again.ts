import type { Reporter, TestCase } from 'vitest/node';

/** Names at the end what failed and passed only when it was tried again: each is to be looked at, and none is waited for. */
export class PassedOnlyAgain implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#names.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd(): void {
    if (this.#names.length === 0) return;
    console.log(`Passed only when tried again (${this.#names.length}):`);
    for (const name of this.#names) console.log(`  ${name}`);
  }
}
