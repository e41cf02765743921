import type { PlannedTest } from '@millwright/core';

/** What a batch asks of a runner. */
export interface BatchRequest {
  readonly runner: 'playwright' | 'vitest';
  readonly tests: readonly PlannedTest[];
  /** True when the batch holds every test that is known of this runner: then nothing has to be selected. */
  readonly wholeSuite: boolean;
  readonly workers: number;
  /** Retries by the runner itself; undefined leaves them to its configuration. */
  readonly retries?: number | undefined;
  readonly config?: string | undefined;
  readonly grep?: string | undefined;
  readonly passThrough: readonly string[];
}

/** The arguments after the runner's own program, in the runner's own words. */
export function runnerArgumentsOf(request: BatchRequest): readonly string[] {
  return request.runner === 'playwright' ? playwrightArgumentsOf(request) : vitestArgumentsOf(request);
}

function playwrightArgumentsOf(request: BatchRequest): readonly string[] {
  const projects = [...new Set(request.tests.map((test) => test.project).filter((project) => project !== ''))];
  return [
    'test',
    ...(request.wholeSuite ? [] : selectionOf(request.tests, playwrightPatternOf)),
    ...(request.wholeSuite ? [] : projects.map((project) => `--project=${project}`)),
    `--workers=${request.workers}`,
    ...(request.retries === undefined ? [] : [`--retries=${request.retries}`]),
    ...(request.config === undefined ? [] : [`--config=${request.config}`]),
    ...(request.grep === undefined ? [] : [`--grep=${request.grep}`]),
    ...request.passThrough,
  ];
}

function vitestArgumentsOf(request: BatchRequest): readonly string[] {
  const selection = request.wholeSuite ? [] : selectionOf(request.tests, (file) => file);
  return [
    'run',
    ...selection,
    ...(selection.some((word) => /:\d+$/.test(word)) ? ['--includeTaskLocation'] : []),
    `--maxWorkers=${request.workers}`,
    ...(request.retries === undefined ? [] : [`--retry=${request.retries}`]),
    ...(request.config === undefined ? [] : [`--config=${request.config}`]),
    ...(request.grep === undefined ? [] : [`--testNamePattern=${request.grep}`]),
    ...request.passThrough,
  ];
}

/** `file:line` for each test, in planned order; a test whose line is not known brings its whole file. */
function selectionOf(tests: readonly PlannedTest[], patternOf: (file: string) => string): readonly string[] {
  const whole = new Set(tests.filter((test) => test.line === undefined).map((test) => test.file));
  const words = tests.map((test) => {
    const pattern = patternOf(test.file);
    return test.line === undefined || whole.has(test.file) ? pattern : `${pattern}:${test.line}`;
  });
  return [...new Set(words)];
}

/** Playwright reads a file argument as a regular expression over the absolute path; this one matches just one file. */
function playwrightPatternOf(file: string): string {
  const escaped = file.replace(/^(?:\.\.?\/)+/, '').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return `[\\\\/]${escaped.replaceAll('/', '[\\\\/]')}$`;
}
