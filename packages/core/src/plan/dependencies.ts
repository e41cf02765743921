import type { TestId } from '../model/test.ts';
import type { KnownTest } from './plan-subject.ts';

/**
 * Which tests must run before which: in a serial block each test after the one above it, and Playwright's setup tests
 * (files named `*.setup.*`, projects named `setup`) before the other tests of Playwright.
 */
export function dependenciesOf(tests: readonly KnownTest[]): ReadonlyMap<TestId, readonly TestId[]> {
  const dependencies = new Map<TestId, TestId[]>(tests.map(({ testId }) => [testId, []]));
  const setups = tests.filter(isSetup);
  for (const test of tests) {
    if (test.runner === 'playwright' && !isSetup(test))
      dependencies.get(test.testId)?.push(...setups.map(({ testId }) => testId));
  }
  const serial = tests.filter((test) => test.static?.modifiers.includes('serial') === true);
  for (const block of Map.groupBy(serial, blockOf).values()) {
    const inOrder = block.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || a.testId.localeCompare(b.testId));
    for (const [index, test] of inOrder.entries()) {
      const before = inOrder[index - 1];
      if (before) dependencies.get(test.testId)?.push(before.testId);
    }
  }
  return dependencies;
}

function isSetup(test: Pick<KnownTest, 'runner' | 'file' | 'project'>): boolean {
  return (
    test.runner === 'playwright' &&
    (/\.setup\.[cm]?[jt]sx?$/.test(test.file) || /^(?:global[ -]?)?setup$/i.test(test.project))
  );
}

function blockOf(test: KnownTest): string {
  return [test.project, test.file, test.titlePath.length > 1 ? test.titlePath[0] : ''].join('\n');
}
