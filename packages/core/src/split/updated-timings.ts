import type { PlannedTest } from '../model/strategy.ts';
import type { OwnRunner, TestEntry } from '../model/test.ts';
import { titleMatcherOf } from '../plan/title-pattern.ts';
import { type FileTimings, type Timings, timedTitleOf } from './timings.ts';

/** A test as planning knows it. */
export type TimedTest = Pick<
  PlannedTest,
  'runner' | 'project' | 'file' | 'titlePath' | 'estimatedDurationMs' | 'estimateFrom'
>;

/** What new timings are made of. */
export interface TimingSources {
  /** Every test that there is. */
  readonly tests: readonly TimedTest[];
  /** Tests of Playwright that were skipped when they last ran: they take no time. */
  readonly skipped: readonly Pick<TestEntry, 'project' | 'file' | 'titlePath'>[];
  /** What whole files of Vitest take, start-up and hooks included, by `fileTimeKeyOf`. */
  readonly fileMs: ReadonlyMap<string, number>;
}

/** A duration is written anew when it differs by more than this share of what is written, and by more milliseconds than these. */
const notable = { ratio: 0.25, ms: 50 };

/** Tells a file of a project from all others. */
export function fileTimeKeyOf({ project, file }: Pick<PlannedTest, 'project' | 'file'>): string {
  return `${project}\n${file}`;
}

type FilesByProject = Record<string, Record<string, FileTimings>>;

/**
 * The timings with what the past says now. What hardly moved stays as it is written, so that a review shows what matters; what is
 * written of tests whose past is not here stays too; what is gone from the source goes.
 */
export function updatedTimingsOf(before: Timings, sources: TimingSources): Timings {
  const testsOf = (runner: OwnRunner): readonly TimedTest[] => sources.tests.filter((test) => test.runner === runner);
  const playwright = stillThere(before.playwright, testsOf('playwright'));
  for (const { project, file, titlePath } of sources.skipped) setTest(playwright, project, file, titlePath, 0);
  for (const { estimateFrom, project, file, titlePath, estimatedDurationMs } of testsOf('playwright'))
    if (estimateFrom === 'history') setTest(playwright, project, file, titlePath, estimatedDurationMs);
  const vitest = stillThere(before.vitest, testsOf('vitest'));
  for (const tests of Map.groupBy(testsOf('vitest'), fileTimeKeyOf).values()) setFile(vitest, tests, sources.fileMs);
  return {
    ...(Object.keys(playwright).length > 0 ? { playwright } : {}),
    ...(Object.keys(vitest).length > 0 ? { vitest } : {}),
  };
}

/** What is written of files and tests that there still are. A test whose project nobody knows yet may be in any. */
function stillThere(before: Timings[OwnRunner] = {}, tests: readonly TimedTest[]): FilesByProject {
  const byFile = Map.groupBy(tests, ({ file }) => file);
  const left: FilesByProject = {};
  for (const [project, files] of Object.entries(before)) {
    for (const [file, timed] of Object.entries(files)) {
      const here = (byFile.get(file) ?? []).filter((test) => ['', project].includes(test.project));
      const kept = typeof timed === 'number' ? timed : testsStillThere(timed, here);
      if (here.length > 0 && kept !== undefined) (left[project] ??= {})[file] = kept;
    }
  }
  return left;
}

/** A title that only run time completes stands for all its rows. */
function testsStillThere(
  timed: Readonly<Record<string, number>>,
  tests: readonly TimedTest[],
): FileTimings | undefined {
  const matchers = tests.map(({ titlePath }) => titleMatcherOf([timedTitleOf(titlePath)]));
  const left = Object.entries(timed).filter(([title]) => matchers.some((matches) => matches([title])));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

function setTest(
  into: FilesByProject,
  project: string,
  file: string,
  titlePath: readonly string[],
  durationMs: number,
): void {
  const files = (into[project] ??= {});
  const known = files[file];
  const tests = typeof known === 'object' ? known : {};
  const title = timedTitleOf(titlePath);
  files[file] = { ...tests, [title]: written(Object.hasOwn(tests, title) ? tests[title] : undefined, durationMs) };
}

function setFile(into: FilesByProject, tests: readonly TimedTest[], fileMs: ReadonlyMap<string, number>): void {
  const [first] = tests;
  if (!first) return;
  const timed = fileMs.get(fileTimeKeyOf(first));
  const isKnown = timed !== undefined || tests.some(({ estimateFrom }) => estimateFrom === 'history');
  if (!isKnown) return;
  const files = (into[first.project] ??= {});
  const known = files[first.file];
  const sum = tests.reduce((total, { estimatedDurationMs }) => total + estimatedDurationMs, 0);
  files[first.file] = written(typeof known === 'number' ? known : undefined, timed ?? sum);
}

function written(before: number | undefined, durationMs: number): number {
  const after = rounded(durationMs);
  if (before === undefined) return after;
  const moved = Math.abs(durationMs - before);
  // Whether a test runs at all is always worth a line.
  const isNotable = (before === 0) !== (after === 0) || (moved > notable.ratio * before && moved > notable.ms);
  return isNotable ? after : before;
}

/** Two significant digits. */
function rounded(durationMs: number): number {
  const whole = Math.max(0, Math.round(durationMs));
  const step = 10 ** Math.max(0, String(whole).length - 2);
  return Math.round(whole / step) * step;
}
