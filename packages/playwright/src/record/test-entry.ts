import { hash } from 'node:crypto';

import type { Annotation, BodyHasher, TestEntry } from '@millwright/core';
import { type RankedTest, bodyHasherOf, testIdOf } from '@millwright/core/record';
import type { TestCase, TestResult } from '@playwright/test/reporter';

import { annotationsOf } from '../compat.ts';
import { relativePathOf } from './relative-path.ts';

/** Reads a source file; undefined when it cannot be read. */
export type ReadSource = (file: string) => string | undefined;

/** Turns Playwright's test cases into entries; remembers what is the same for every attempt of a test. */
export class TestEntries {
  readonly #root: string;
  readonly #readSource: ReadSource;
  readonly #hashers = new Map<string, BodyHasher | undefined>();
  readonly #stable = new Map<TestCase, Pick<TestEntry, 'id' | 'project' | 'file' | 'titlePath' | 'bodyHash'>>();

  /** Entries without annotations, which are nearly all. */
  readonly #plain = new Map<TestCase, TestEntry>();

  constructor(root: string, readSource: ReadSource) {
    this.#root = root;
    this.#readSource = readSource;
  }

  /** The entries of tests before they run; `entryOf` gives the same objects again unless the run changed something. */
  prepare(tests: readonly TestCase[]): readonly TestEntry[] {
    return tests.map((test) => this.entryOf(test));
  }

  /** The entry as it stands after `result`; annotations, time limit and expected status are settled while a test runs. */
  entryOf(test: TestCase, result?: TestResult): TestEntry {
    const annotations = annotationsOf(test, result);
    const known = this.#plain.get(test);
    if (
      known &&
      annotations.length === 0 &&
      known.expectedStatus === expectedStatusOf(test) &&
      known.timeoutMs === test.timeout
    )
      return known;
    const entry = this.#newEntryOf(test, annotations.map(plainAnnotation));
    if (annotations.length === 0) this.#plain.set(test, entry);
    return entry;
  }

  #newEntryOf(test: TestCase, annotations: readonly Annotation[]): TestEntry {
    const { id, project, file, titlePath, bodyHash } = this.#stablePartOf(test);
    return {
      id,
      runner: 'playwright',
      project,
      file,
      titlePath,
      line: test.location.line,
      column: test.location.column,
      ...(test.tags.length > 0 ? { tags: test.tags } : {}),
      ...(annotations.length > 0 ? { annotations } : {}),
      expectedStatus: expectedStatusOf(test),
      retries: test.retries,
      timeoutMs: test.timeout,
      runnerId: test.id,
      ...(bodyHash === undefined ? {} : { bodyHash }),
    };
  }

  #stablePartOf(test: TestCase): Pick<TestEntry, 'id' | 'project' | 'file' | 'titlePath' | 'bodyHash'> {
    let part = this.#stable.get(test);
    if (!part) {
      const bodyHash = this.#bodyHashOf(test);
      part = { ...readIdentity(test, this.#root), ...(bodyHash === undefined ? {} : { bodyHash }) };
      this.#stable.set(test, part);
    }
    return part;
  }

  #bodyHashOf(test: TestCase): string | undefined {
    const { file, line, column } = test.location;
    if (!this.#hashers.has(file)) {
      const source = this.#readSource(file);
      this.#hashers.set(file, source === undefined ? undefined : bodyHasherOf(source, sha1));
    }
    return this.#hashers.get(file)?.(line, column);
  }
}

function expectedStatusOf(test: TestCase): TestEntry['expectedStatus'] {
  return test.expectedStatus === 'passed' || test.expectedStatus === 'skipped' ? test.expectedStatus : 'failed';
}

/** Which test a case of Playwright is, as far as it is known before it runs. */
export function readIdentity(test: TestCase, root: string): RankedTest {
  // Playwright's own path begins with the root's empty title, the project and the file.
  const [, project = '', , ...titlePath] = test.titlePath();
  const file = relativePathOf(test.location.file, root);
  return { id: testIdOf({ runner: 'playwright', project, file, titlePath }, sha1), project, file, titlePath };
}

/** Node's own, many times as fast as the portable one. */
function sha1(text: string): string {
  return hash('sha1', text);
}

function plainAnnotation({ type, description }: { type: string; description?: string }): Annotation {
  return description === undefined ? { type } : { type, description };
}
