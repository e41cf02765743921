import { type PlannedTest, titleSourceOf } from '@millwright/core';

/** What a batch asks of a runner. */
export interface BatchRequest {
  readonly runner: 'playwright' | 'vitest';
  readonly tests: readonly PlannedTest[];
  /** True when the batch holds every test that is known of this runner: then nothing has to be selected. */
  readonly wholeSuite: boolean;
  /** Undefined leaves them to its configuration. */
  readonly workers: number | undefined;
  /** Retries by the runner itself; undefined leaves them to its configuration. */
  readonly retries?: number | undefined;
  readonly config?: string | undefined;
  readonly grep?: string | undefined;
  /** Names or patterns of the projects that were asked for. */
  readonly projects?: readonly string[] | undefined;
  /** `2/4`: the runner itself takes this part of what is selected. */
  readonly shard?: string | undefined;
  readonly passThrough: readonly string[];
}

/** The arguments after the runner's own program, in the runner's own words. */
export function runnerArgumentsOf(request: BatchRequest): readonly string[] {
  return request.runner === 'playwright' ? playwrightArgumentsOf(request) : vitestArgumentsOf(request);
}

function playwrightArgumentsOf(request: BatchRequest): readonly string[] {
  return [
    'test',
    ...(request.wholeSuite ? [] : selectionOf(request.tests)),
    ...(request.wholeSuite && request.projects === undefined ? [] : projectsOf(request)).map(
      (project) => `--project=${project}`,
    ),
    ...(request.workers === undefined ? [] : [`--workers=${request.workers}`]),
    ...(request.retries === undefined ? [] : [`--retries=${request.retries}`]),
    ...(request.config === undefined ? [] : [`--config=${request.config}`]),
    // The tests of another runner may be the ones that were meant; that nothing matched at all is told at the end.
    ...(request.grep === undefined ? [] : [`--grep=${request.grep}`, '--pass-with-no-tests']),
    ...(request.shard === undefined ? [] : [`--shard=${request.shard}`]),
    ...request.passThrough,
  ];
}

function vitestArgumentsOf(request: BatchRequest): readonly string[] {
  const names = request.wholeSuite ? undefined : namePatternOf(request.tests);
  const pattern = bothOf(names, request.grep);
  return [
    'run',
    ...(request.wholeSuite ? [] : new Set(request.tests.map((test) => test.file))),
    // Without being asked Vitest needs no choice: its tests are named by their files and titles.
    ...(request.projects === undefined ? [] : projectsOf(request)).map((project) => `--project=${project}`),
    ...(request.workers === undefined ? [] : [`--maxWorkers=${request.workers}`]),
    ...(request.retries === undefined ? [] : [`--retry=${request.retries}`]),
    ...(request.config === undefined ? [] : [`--config=${request.config}`]),
    ...(pattern === undefined ? [] : [`--testNamePattern=${pattern}`]),
    // The tests of another runner may be the ones that were meant; that nothing matched at all is told at the end.
    ...(request.grep === undefined ? [] : ['--passWithNoTests']),
    ...(request.shard === undefined ? [] : [`--shard=${request.shard}`]),
    ...request.passThrough,
  ];
}

/** A test that never ran has no project yet, and any of those asked for may be its own. */
function projectsOf({ tests, projects = [] }: BatchRequest): readonly string[] {
  const own = new Set(tests.map((test) => test.project));
  return own.has('') ? projects : [...own];
}

/** Linux takes no single argument above 128 KiB; whole files run rather than a pattern that cannot be handed over. */
const longestPattern = 100_000;

/**
 * A regular expression for the full names of tests. Vitest's own `file:line` knows no rows of `test.each`, whose line is
 * that of the call with the title. A part of a title that only run time knows matches anything.
 */
export function namePatternOf(tests: readonly PlannedTest[]): string | undefined {
  const names = tests.map((test) => test.titlePath.map(titleSourceOf).join(titleSeparator));
  const pattern = `^(?:${[...new Set(names)].join('|')})$`;
  return pattern.length > longestPattern ? undefined : pattern;
}

/** Vitest takes one pattern: what was planned and what `--grep` wants have to be one. */
function bothOf(names: string | undefined, grep: string | undefined): string | undefined {
  if (names === undefined || grep === undefined) return names ?? grep;
  return `^(?=[^]*(?:${grep}))${names.slice(1)}`;
}

/** Between the titles of a name Vitest puts a blank up to 4 and ` > ` from 5 on. */
const titleSeparator = '(?: > | )';

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `file:line` for each test, in planned order; a test whose line is not known brings its whole file. */
function selectionOf(tests: readonly PlannedTest[]): readonly string[] {
  const whole = new Set(tests.filter((test) => test.line === undefined).map((test) => test.file));
  const words = tests.map((test) => {
    const pattern = playwrightPatternOf(test.file);
    return test.line === undefined || whole.has(test.file) ? pattern : `${pattern}:${test.line}`;
  });
  return [...new Set(words)];
}

/** Playwright reads a file argument as a regular expression over the absolute path; this one matches just one file. */
function playwrightPatternOf(file: string): string {
  const path = escaped(file.replace(/^(?:\.\.?\/)+/, ''));
  return `[\\\\/]${path.replaceAll('/', '[\\\\/]')}$`;
}
