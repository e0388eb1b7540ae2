import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST = ['/test/abuse/', '/test/faults/', '/test/fuzz/', '/test/pages/', '/test/'];

/**
 * A fresh clone knows of no file how long it takes, and goes by their sizes; the tests that take minutes are small files, so
 * that one worker would still be at them when the other has nothing left to do. These come first.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((folder) => moduleId.includes(folder));
  return at === -1 ? LONGEST.length : at;
}
