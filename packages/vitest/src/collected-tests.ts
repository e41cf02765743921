import type { PathBase, TestEntry } from '@millwright/core';
import { bodyHasherOf, relativeToRoot, testIdOf } from '@millwright/core/record';
import { sha1Of } from '@millwright/history/recorder';

import { retriesOf, suitesOf } from './compat.ts';
import type { VitestModule, VitestSuite, VitestTest } from './runner-api.ts';
import { type TitleLocation, titleLocationsOf } from './title-locations.ts';

/** A test as it was when its file had been collected and nothing had run yet. */
export interface CollectedTest {
  readonly entry: TestEntry;
  /** Switched off in the source (`skip`, `todo`) or by the selection. */
  readonly off: boolean;
}

export interface CollectedModule {
  /** By Vitest's own id, which is only good within one run. */
  readonly tests: ReadonlyMap<string, CollectedTest>;
  /** Titles, joined by ` > `, that more than one test of the file has. */
  readonly duplicateTitles: readonly string[];
}

/** The tests of a collected file. `source` is the text of the file where it could be read. */
export function collectedTestsOf(module: VitestModule, base: PathBase, source: string | undefined): CollectedModule {
  const tests = [...module.children.allTests()];
  const file = relativeToRoot(module.moduleId, base);
  const hashAt = source === undefined ? undefined : bodyHasherOf(source, sha1Of);
  const locations = locationsOf(tests, source);
  const counts = new Map<string, number>();
  const collected = new Map<string, CollectedTest>();
  for (const [index, test] of tests.entries()) {
    const titlePath = titlePathOf(test);
    const key = titlePath.join('\u001E');
    const ordinal = counts.get(key) ?? 0;
    counts.set(key, ordinal + 1);
    const location = locations[index];
    const bodyHash = location && hashAt?.(location.line, location.column);
    const entry = entryOf(test, { file, titlePath, ordinal, location, bodyHash });
    collected.set(test.id, { entry, off: isOff(test) });
  }
  const duplicateTitles = [...counts].filter(([, count]) => count > 1).map(([key]) => key.replaceAll('\u001E', ' > '));
  return { tests: collected, duplicateTitles };
}

/** The titles of the enclosing `describe` blocks, outermost first, then the test's own. */
function titlePathOf(test: VitestTest): readonly string[] {
  const suites = suitesOf(test).filter((suite): suite is VitestSuite => suite.type === 'suite');
  return [...suites.map((suite) => suite.name).reverse(), test.name];
}

function locationsOf(tests: readonly VitestTest[], source: string | undefined): readonly (TitleLocation | undefined)[] {
  if (source === undefined || tests.every((test) => test.location)) return tests.map((test) => test.location);
  const found = titleLocationsOf(
    source,
    tests.map((test) => test.name),
  );
  return tests.map((test, index) => test.location ?? found[index]);
}

interface EntryParts {
  readonly file: string;
  readonly titlePath: readonly string[];
  readonly ordinal: number;
  readonly location: TitleLocation | undefined;
  readonly bodyHash: string | undefined;
}

function entryOf(test: VitestTest, parts: EntryParts): TestEntry {
  const { file, titlePath, ordinal, location, bodyHash } = parts;
  const project = test.project.name;
  const tags = test.tags ?? [];
  return {
    id: testIdOf({ runner: 'vitest', project, file, titlePath, ordinal }, sha1Of),
    runner: 'vitest',
    project,
    file,
    titlePath,
    line: location?.line ?? 1,
    column: location?.column ?? 1,
    ...(ordinal > 0 ? { ordinal } : {}),
    ...(tags.length > 0 ? { tags: [...tags] } : {}),
    ...intentOf(test),
    runnerId: test.id,
    ...(bodyHash === undefined ? {} : { bodyHash }),
  };
}

/**
 * What the author asks for. Vitest itself turns a test that fails as `test.fails` wants into a passed one, so `passed` is what is
 * expected of it, and an annotation tells its kind.
 */
function intentOf(test: VitestTest): Pick<TestEntry, 'annotations' | 'expectedStatus' | 'retries' | 'timeoutMs'> {
  const { fails, timeout } = test.options;
  return {
    ...(fails ? { annotations: [{ type: 'fails' }] } : {}),
    expectedStatus: isOff(test) ? 'skipped' : 'passed',
    retries: retriesOf(test),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  };
}

/** In a replay of blob reports, tests below a broken hook come in as switched off already; they are not. */
function isOff(test: VitestTest): boolean {
  if (test.options.mode === 'todo') return true;
  return test.options.mode === 'skip' && suitesOf(test).every((suite) => suite.errors().length === 0);
}
