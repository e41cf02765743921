import { testIdOf } from '../identity/test-id.ts';
import type { ProjectManifest, StaticTest, StaticTestFile } from '../model/manifest.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { TestEntry } from '../model/test.ts';
import type { KnownTest } from './plan-subject.ts';
import { titleMatcherOf } from './title-pattern.ts';

/** All tests that may be planned, and what was left aside, in sentences. */
export interface TestUniverse {
  readonly tests: readonly KnownTest[];
  readonly lacked: readonly string[];
}

const ownRunners: ReadonlySet<string> = new Set(['playwright', 'vitest']);
const switchedOff: ReadonlySet<string> = new Set(['skip', 'fixme', 'todo']);

/** See `PlanInput.neverStarted`. */
type NeverStarted = ReadonlyMap<string, readonly TestEntry[]>;

interface StaticEntry {
  readonly file: StaticTestFile;
  readonly test: StaticTest;
  /** Set for titles that only run time knows. */
  readonly mayProduce?: (titlePath: readonly string[]) => boolean;
  readonly matches: TestHistory[];
}

/**
 * The union of the tests in the source text and those in the history, matched by file and title path. A remembered test
 * is dropped when its file is gone, when it is switched off, or when a later whole run of its file did without it.
 */
export function testUniverseOf(
  manifest: ProjectManifest | undefined,
  observed: readonly TestHistory[],
  neverStarted: NeverStarted = new Map(),
): TestUniverse {
  const lacked: string[] = [];
  const entries = staticEntriesOf(manifest);
  const histories = withNeverStarted(observed, neverStarted);
  const { alone, gone } = matchHistories(entries, histories, manifest !== undefined);
  const vanished = vanishedOf(histories);
  const off = new Set([...entries.values()].flat().filter(({ test }) => isOff(test)));
  const remembered = alone.filter((history) => !vanished.has(history) && ownRunners.has(history.test.runner));
  const foreign = alone.filter(({ test }) => !ownRunners.has(test.runner)).length;
  const tests = [...entries.values()]
    .flat()
    .filter((entry) => !off.has(entry))
    .flatMap((entry) => testsOfEntry(entry, histories, neverStarted))
    .concat(remembered.map((history) => knownTestOf(history)));
  const active = tests.filter(({ history }) => history?.test.expectedStatus !== 'skipped');
  const offCount = off.size + tests.length - active.length;
  if (offCount > 0) lacked.push(`${countOf(offCount)} switched off and not planned.`);
  const openCount = new Set(active.flatMap((test) => (isOpenTitle(test) ? [test.static] : []))).size;
  if (openCount > 0) lacked.push(openTitlesOf(openCount));
  if (gone > 0) lacked.push(`${countOf(gone)} remembered from files that are no longer there, and left aside.`);
  if (foreign > 0) lacked.push(`${countOf(foreign)} known only from an imported report and cannot be started.`);
  return { tests: uniqueOf(active), lacked };
}

function countOf(count: number): string {
  return count === 1 ? '1 test is' : `${count} tests are`;
}

function isOff(test: StaticTest): boolean {
  return test.modifiers.some((modifier) => switchedOff.has(modifier));
}

function staticEntriesOf(manifest: ProjectManifest | undefined): Map<string, StaticEntry[]> {
  const files = manifest?.testFiles ?? [];
  return new Map(files.map((file) => [file.file, file.tests.map((test) => staticEntryOf(file, test))]));
}

function staticEntryOf(file: StaticTestFile, test: StaticTest): StaticEntry {
  return { file, test, matches: [], ...(test.dynamicTitle ? { mayProduce: titleMatcherOf(test.titlePath) } : {}) };
}

/** Hands each history to the static test it belongs to; tells those that stand alone and counts those without a file. */
function matchHistories(
  entries: ReadonlyMap<string, readonly StaticEntry[]>,
  histories: readonly TestHistory[],
  haveManifest: boolean,
): { alone: TestHistory[]; gone: number } {
  const alone: TestHistory[] = [];
  let gone = 0;
  for (const history of histories) {
    const inFile = entries.get(history.test.file);
    if (haveManifest && !inFile) {
      gone++;
      continue;
    }
    const exact = inFile?.find(({ test }) => sameTitles(test.titlePath, history.test.titlePath));
    const entry = exact ?? inFile?.find(({ mayProduce }) => mayProduce?.(history.test.titlePath) === true);
    if (entry) entry.matches.push(history);
    else alone.push(history);
  }
  return { alone, gone };
}

function sameTitles(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((title, index) => title === b[index]);
}

function testsOfEntry(entry: StaticEntry, histories: readonly TestHistory[], neverStarted: NeverStarted): KnownTest[] {
  const own = entry.matches.filter(({ test }) => ownRunners.has(test.runner));
  if (own.length === 0) return writtenTestsOf(entry, projectsOf(entry, histories));
  const open = [...Map.groupBy(own, ({ test }) => test.project)].filter(
    ([, rows]) => entry.mayProduce !== undefined && !areAllListed(entry, rows, neverStarted),
  );
  const openProjects = open.map(([project]) => project).sort();
  return own.map((history) => knownTestOf(history, entry)).concat(writtenTestsOf(entry, openProjects));
}

/** The test as it is written, once for each project: it stands for whatever rows run time brings. */
function writtenTestsOf(entry: StaticEntry, projects: readonly string[]): KnownTest[] {
  const foreign = entry.matches.find(({ test }) => !ownRunners.has(test.runner));
  return projects.map((project) => {
    const identity = { runner: entry.file.runner, project, file: entry.file.file, titlePath: entry.test.titlePath };
    return {
      ...identity,
      testId: testIdOf(identity),
      line: entry.test.line,
      tags: entry.test.tags,
      static: entry.test,
      staticFile: entry.file,
      ...(foreign ? { history: foreign } : {}),
    };
  });
}

/** A new test runs in the projects that its file is known to run in; where nothing is known, in whichever apply. */
function projectsOf(entry: StaticEntry, histories: readonly TestHistory[]): string[] {
  const seen = new Set<string>();
  for (const { test } of histories) {
    if (test.file === entry.file.file && test.runner === entry.file.runner) seen.add(test.project);
  }
  return seen.size === 0 ? [''] : [...seen].sort();
}

/** Whether a run of the whole suite that left none of them out has listed the rows of a title. */
function areAllListed(entry: StaticEntry, rows: readonly TestHistory[], neverStarted: NeverStarted): boolean {
  // A title that is recorded as it is written has no rows.
  if (rows.some(({ test }) => sameTitles(test.titlePath, entry.test.titlePath))) return true;
  const { file } = entry.file;
  return rows.some(({ observations }) =>
    observations.some(({ run }) => {
      if (run.partial === true || run.status === 'interrupted' || run.status === 'crashed') return false;
      const missing = neverStarted.get(run.runId);
      if (missing === undefined) return run.status === 'passed';
      return !missing.some((test) => test.file === file && entry.mayProduce?.(test.titlePath) === true);
    }),
  );
}

/** Tests that are known only because a run was to start them get a history without observations. */
function withNeverStarted(histories: readonly TestHistory[], neverStarted: NeverStarted): readonly TestHistory[] {
  const known = new Set(histories.map(({ test }) => test.id));
  const added = new Map([...neverStarted.values()].flat().map((test) => [test.id, test]));
  return [
    ...histories,
    ...[...added.values()].filter(({ id }) => !known.has(id)).map((test) => ({ test, observations: [] })),
  ];
}

/** Whether a planned test stands for rows that nobody knows yet. */
function isOpenTitle(test: KnownTest): boolean {
  return test.static?.dynamicTitle === true && sameTitles(test.titlePath, test.static.titlePath) && !test.history;
}

function openTitlesOf(count: number): string {
  return count === 1
    ? '1 parametrised title stands for rows that no whole run has listed yet, and is planned as 1 test beside the known ones.'
    : `${count} parametrised titles stand for rows that no whole run has listed yet, and are planned as ${count} tests beside the known ones.`;
}

function knownTestOf(history: TestHistory, entry?: StaticEntry): KnownTest {
  const { test } = history;
  return {
    testId: test.id,
    runner: test.runner,
    project: test.project,
    file: test.file,
    line: entry?.test.line ?? test.line,
    titlePath: test.titlePath,
    tags: [...new Set([...(entry?.test.tags ?? []), ...(test.tags ?? [])])],
    ...(history.observations.length > 0 ? { history } : {}),
    ...(entry ? { static: entry.test, staticFile: entry.file } : {}),
  };
}

/** Histories whose file was run as a whole later on, without them. */
function vanishedOf(histories: readonly TestHistory[]): Set<TestHistory> {
  const lastWholeRun = new Map<string, string>();
  const keyOf = ({ test }: TestHistory): string => [test.runner, test.project, test.file].join('\n');
  const lastOf = (history: TestHistory, whole: boolean): string =>
    history.observations.findLast(
      ({ run }) => !whole || (run.partial !== true && run.status !== 'interrupted' && run.status !== 'crashed'),
    )?.run.startedAt ?? '';
  for (const history of histories) {
    const last = lastOf(history, true);
    const key = keyOf(history);
    if (last > (lastWholeRun.get(key) ?? '')) lastWholeRun.set(key, last);
  }
  return new Set(histories.filter((history) => lastOf(history, false) < (lastWholeRun.get(keyOf(history)) ?? '')));
}

function uniqueOf(tests: readonly KnownTest[]): KnownTest[] {
  const byId = new Map<string, KnownTest>();
  for (const test of tests) if (!byId.has(test.testId)) byId.set(test.testId, test);
  return [...byId.values()].sort(
    (a, b) =>
      a.file.localeCompare(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      a.project.localeCompare(b.project) ||
      a.testId.localeCompare(b.testId),
  );
}
