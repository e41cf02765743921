import type { TestId } from '../model/test.ts';

/** A file that differs from what the selection compares with; posix, relative to the project root. A rename is a deletion and an addition. */
export interface FileDifference {
  readonly file: string;
  readonly kind: 'added' | 'modified' | 'deleted';
  /** Of a package.json: the fields that differ, such as `dependencies` or `scripts.test`; left out when nobody could tell. */
  readonly fields?: readonly string[];
}

/** A test that may be skipped, with what is known of it. */
export interface SelectableTest {
  readonly testId: TestId;
  readonly runner: string;
  readonly file: string;
  /** Endpoints that it asks for: their ids, and the files of their handlers. */
  readonly endpoints: readonly { readonly id: string; readonly file: string }[];
  /** Outcome of its last run that was not skipped; `never` when it has not passed yet; left out when no run of it is remembered. */
  readonly last?: 'passed' | 'failed' | 'never passed';
}

/** How the change reaches files, told by the source text; see `findChangeImpact` of the source package. */
export interface ImpactOfChange {
  readonly reached: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly understood: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
  readonly unclear: ReadonlyMap<string, string>;
  /** Test files that start processes, of which the text does not show what they run. */
  readonly startsProcesses: ReadonlySet<string>;
}

/** Everything a selection may use. */
export interface SelectionInput {
  readonly changed: readonly FileDifference[];
  readonly tests: readonly SelectableTest[];
  readonly impact: ImpactOfChange;
  /** Test file → the source files that it reaches by imports. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  /** Test → the files that a recorded run of it executed, or, where `precision` says so, only loaded. */
  readonly coverage: {
    readonly filesByTest: ReadonlyMap<TestId, readonly string[]>;
    readonly precision: ReadonlyMap<TestId, 'executed' | 'imported'>;
  };
  /** Configuration files of runners, and the runner of each. */
  readonly runnerConfigs: ReadonlyMap<string, string>;
}

/** What the rules share, computed once. */
export interface SelectionFacts {
  readonly input: SelectionInput;
  readonly testFiles: ReadonlySet<string>;
  /** Test → what a run of it executed or loaded. */
  readonly recorded: ReadonlyMap<TestId, ReadonlySet<string>>;
  /** All files that a recorded end-to-end test executed. */
  readonly seenInBrowser: ReadonlySet<string>;
  /** All files that a test imports. */
  readonly imported: ReadonlySet<string>;
  /** Whether any run is remembered: without one, that a test is not remembered says nothing. */
  readonly hasHistory: boolean;
}

/** Computes what the rules share. */
export function selectionFactsOf(input: SelectionInput): SelectionFacts {
  const recorded = new Map([...input.coverage.filesByTest].map(([id, files]) => [id, new Set(files)]));
  const seenInBrowser = input.tests
    .filter(({ runner }) => runner === 'playwright')
    .flatMap(({ testId, file }) => (input.coverage.filesByTest.get(testId) ?? []).filter((one) => one !== file));
  return {
    input,
    imported: new Set([...input.imports.values()].flat()),
    testFiles: new Set([...input.imports.keys(), ...input.tests.map(({ file }) => file)]),
    recorded,
    seenInBrowser: new Set(seenInBrowser),
    hasHistory: input.tests.some(({ last }) => last !== undefined),
  };
}
