import { posix } from 'node:path';

import { type Annotation, type Run, type RunFacts, type TestEntry, isAbsolutePath } from '@millwright/core';

import { type ImportedTest, assembleRun } from './assemble-run.ts';
import { type Importer, type ParseContext, type ReportFile, beginningOf } from './importer.ts';
import { junitAttemptsOf, secondsOf } from './junit-attempts.ts';
import { type JUnitDialect, type JUnitIdentity, junitDialects } from './junit-dialects.ts';
import { type JUnitCase, type JUnitDocument, type JUnitSuite, junitDocumentOf } from './junit-document.ts';
import { contentHashOf, textOf } from './report-content.ts';
import { type ReportPaths, reportPathsOf } from './report-paths.ts';

const title = 'a JUnit XML report';

/** JUnit XML of Playwright, Vitest, Jest, pytest, Maven Surefire and whoever else writes it. */
export const junit: Importer = {
  name: 'junit',
  title,
  takes: 'file',
  detects: (file) => /<testsuites?[\s>/]/.test(beginningOf(file, 16_384)),
  parse: (files, context) => files.map((file) => parseDocument(file, context)),
};

interface PlacedCase {
  readonly suite: JUnitSuite;
  readonly testCase: JUnitCase;
  readonly identity: JUnitIdentity;
  /** Where the report's clock stood when the test began, as far as it tells. */
  readonly startedAtMs: number;
}

function parseDocument(file: ReportFile, context: ParseContext): Run {
  const document = junitDocumentOf(textOf(file), file.path, title);
  const suites = document.suites.flatMap(withInnerSuites);
  const dialect = junitDialects.find((candidate) => candidate.detects(document, suites)) as JUnitDialect;
  const startedAtMs =
    timeOf(propertyOf(document.suites[0]?.properties, 'millwright.startedAt')) ??
    Math.min(...suites.map((suite) => timeOf(suite.attributes['timestamp']) ?? file.modifiedAtMs), file.modifiedAtMs);
  const cases = suites.flatMap((suite) => placedCases(suite, startedAtMs, dialect, context));
  const paths = reportPathsOf(
    cases.map(({ identity }) => identity.file),
    context,
  );
  const runProperties = document.suites[0]?.properties;
  const runner = context.runner ?? propertyOf(runProperties, 'millwright.runner') ?? dialect.runner;
  const tests = cases.map((placed) => testOf(placed, { dialect, paths, runner, project: context.project ?? '' }));
  return assembleRun({
    header: {
      ...headerIn(runProperties),
      runner,
      runnerVersion: propertyOf(runProperties, 'millwright.runnerVersion') ?? '',
      facts: factsIn(runProperties, context.facts),
      projects: [...new Set(tests.map(({ test }) => test.project))].map((name) => ({ name })),
      importedFrom: `junit (${dialect.name}) ${posix.basename(file.path.replaceAll('\\', '/'))}`,
    },
    startedAtMs,
    durationMs: durationOf(document, suites),
    ...statusIn(runProperties),
    tests,
    notes: notesOf(tests, suites),
    contentHash: contentHashOf([file]),
    duplicates:
      runner === 'playwright' ? 'repeat' : runner === 'vitest' || dialect.name === 'Millwright' ? 'ordinal' : 'retry',
  });
}

type Properties = JUnitCase['properties'] | undefined;

/** A report that was exported from a history keeps the run's id, so importing it there changes nothing. */
function headerIn(
  properties: Properties,
): Partial<Pick<Run, 'runId' | 'shard' | 'workers' | 'partial' | 'executionId' | 'strategyId'>> {
  const runId = propertyOf(properties, 'millwright.runId');
  const [current, total] = (propertyOf(properties, 'millwright.shard') ?? '').split('/').map(Number);
  const workers = propertyOf(properties, 'millwright.workers');
  return {
    ...(runId === undefined ? {} : { runId }),
    ...(current && total ? { shard: { current, total } } : {}),
    ...(workers === undefined ? {} : { workers: Number(workers) }),
    ...textPart('executionId', propertyOf(properties, 'millwright.executionId')),
    ...textPart('strategyId', propertyOf(properties, 'millwright.strategyId')),
    ...(propertyOf(properties, 'millwright.partial') === 'true' ? { partial: true } : {}),
  };
}

function textPart<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: string });
}

function factsIn(properties: Properties, facts: RunFacts): RunFacts {
  const commit = propertyOf(properties, 'millwright.commit');
  const branch = propertyOf(properties, 'millwright.branch');
  return commit === undefined
    ? facts
    : {
        ...facts,
        git: {
          commit,
          ...(branch === undefined ? {} : { branch }),
          dirty: false,
          rootPrefix: facts.git?.rootPrefix ?? '',
        },
      };
}

function statusIn(properties: Properties): Partial<Pick<Run, 'status'>> {
  const status = propertyOf(properties, 'millwright.status') as Run['status'] | undefined;
  return status === undefined ? {} : { status };
}

function withInnerSuites(suite: JUnitSuite): JUnitSuite[] {
  return [suite, ...suite.suites.flatMap(withInnerSuites)];
}

/** Cases of a suite follow one another as far as JUnit XML tells. */
function placedCases(
  suite: JUnitSuite,
  startedAtMs: number,
  dialect: JUnitDialect,
  context: ParseContext,
): PlacedCase[] {
  let clock = timeOf(suite.attributes['timestamp']) ?? startedAtMs;
  return suite.cases.map((testCase) => {
    const told = timeOf(testCase.attributes['timestamp']);
    const placed = {
      suite,
      testCase,
      identity: dialect.identityOf(testCase, suite, context.knownFiles),
      startedAtMs: told ?? Math.round(clock),
    };
    clock += secondsOf(testCase.attributes['time']) * 1000;
    return placed;
  });
}

interface TestContext {
  readonly dialect: JUnitDialect;
  readonly paths: ReportPaths;
  readonly runner: string;
  readonly project: string;
}

type OwnProperty = (name: string) => string | undefined;

function testOf({ testCase, identity, startedAtMs }: PlacedCase, context: TestContext): ImportedTest {
  const { dialect, paths, runner } = context;
  const file = paths.fileOf(identity.file);
  const own: OwnProperty = (name) => propertyOf(testCase.properties, `millwright.${name}`);
  const expectedStatus = expectedStatusOf(testCase, dialect, own);
  const attempts =
    own('notRun') === undefined
      ? junitAttemptsOf(testCase, {
          startedAtMs,
          file,
          base: paths.base,
          expectedStatus,
          isPlaywright: dialect.runner === 'playwright',
          ownProperty: own,
        })
      : [];
  const reason = own('notRun');
  return {
    test: {
      runner,
      project: identity.project ?? context.project,
      file,
      titlePath: titlePathOf(identity, own),
      line: Number(testCase.attributes['line'] ?? 0) || 1,
      column: Number(own('column') ?? 0) || 1,
      ...notesOnTest(testCase, own),
      expectedStatus,
      retries: Math.max(Number(own('retries') ?? 0), attempts.length - 1, 0),
    },
    attempts,
    ...(reason === undefined || reason === 'true' ? {} : { notRunReason: reason }),
  };
}

function expectedStatusOf(testCase: JUnitCase, dialect: JUnitDialect, own: OwnProperty): TestEntry['expectedStatus'] {
  const told = own('expectedStatus') as TestEntry['expectedStatus'] | undefined;
  return told ?? dialect.expectedStatusOf?.(testCase) ?? (testCase.skipped ? 'skipped' : 'passed');
}

function titlePathOf(identity: JUnitIdentity, own: OwnProperty): readonly string[] {
  const told = own('titlePath');
  const titlePath = (told === undefined ? identity.titlePath : (JSON.parse(told) as string[])).filter(
    (part) => part !== '',
  );
  return titlePath.length > 0 ? titlePath : ['(no name)'];
}

function notesOnTest(testCase: JUnitCase, own: OwnProperty): Partial<TestEntry> {
  const annotations = annotationsOf(testCase);
  const tags = testCase.properties.filter(({ name }) => name === 'tag').map(({ value }) => value);
  const timeoutMs = own('timeoutMs');
  return {
    ...(tags.length > 0 ? { tags } : {}),
    ...(annotations.length > 0 ? { annotations } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs: Number(timeoutMs) }),
    ...textPart('runnerId', own('runnerId')),
    ...textPart('bodyHash', own('bodyHash')),
  };
}

/** Playwright writes annotations as properties; the ones that change the outcome have no description. */
function annotationsOf(testCase: JUnitCase): Annotation[] {
  return testCase.properties
    .filter(({ name }) => name !== '' && name !== 'tag' && !name.startsWith('millwright.'))
    .map(({ name, value }) => (value.trim() === '' ? { type: name } : { type: name, description: value }));
}

function propertyOf(properties: JUnitCase['properties'] | undefined, name: string): string | undefined {
  return properties?.find((property) => property.name === name)?.value;
}

/** A time without a zone is taken as UTC: the same file must mean the same on every machine. */
function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(time) ? undefined : time;
}

function durationOf(document: JUnitDocument, suites: readonly JUnitSuite[]): number {
  const told = secondsOf(document.attributes['time']);
  const summed = suites.reduce(
    (sum, suite) => sum + (suite.suites.length > 0 ? 0 : secondsOf(suite.attributes['time'])),
    0,
  );
  return Math.round((told || summed) * 1000);
}

function notesOf(tests: readonly ImportedTest[], suites: readonly JUnitSuite[]): string[] {
  const unknown = new Set(
    tests.filter(({ test }) => isAbsolutePath(test.file) || test.file.startsWith('../')).map(({ test }) => test.file),
  );
  const empty = suites.every((suite) => suite.cases.length === 0);
  return [
    ...(empty ? ['The report has no test.'] : []),
    ...(unknown.size > 0
      ? [`${unknown.size} test files of the report could not be placed in this project, such as ${[...unknown][0]}.`]
      : []),
  ];
}
