import { existsSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

import {
  type CoFailureCluster,
  type FactorFinding,
  type FlakeCost,
  type FlakeStats,
  type Outage,
  type PatternWorth,
  type TestEntry,
  type TestHistory,
  UserError,
  excludeOutages,
  flakeCostOf,
  flakeStatsOf,
  hasFlaked,
  patternWorthOf,
  titleMatcherOf,
} from '@millwright/core';
import { type PatternFinding, findFlakyPatterns, readProjectManifest } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { readFlakeCircumstances } from './read-circumstances.ts';
import { type TimeoutFinding, timeoutFindingsOf } from './timeout-findings.ts';

/** A finding in the code or the history, and the tests it sits in, as far as the history knows them. */
export interface JoinedFinding extends PatternFinding, Partial<Pick<TimeoutFinding, 'timeouts'>> {
  readonly tests: readonly FlakeStats[];
}

/** How often tests with findings flaked here, and the others. Undefined ratio: there is none of the kind yet. */
interface FindingWorth {
  readonly flaggedCount: number;
  readonly flaggedFlakyRatio: number | undefined;
  readonly otherCount: number;
  readonly otherFlakyRatio: number | undefined;
}

export interface FlakyAnalysis {
  readonly files: readonly string[];
  readonly findings: readonly JoinedFinding[];
  /** Tests that the history says are flaky, broken, regressed or fixed, worst first. */
  readonly tests: readonly { readonly test: TestEntry; readonly stats: FlakeStats; readonly cost: FlakeCost }[];
  readonly worth: FindingWorth;
  /** What each pattern found has meant in this project so far. */
  readonly patterns: readonly PatternWorth[];
  /** What shifts the failure rate of flaky tests, the strongest first. */
  readonly factors: readonly FactorFinding[];
  /** Flaky tests that fail in the same runs. */
  readonly coFailures: readonly CoFailureCluster[];
  /** Of all tests together. */
  readonly cost: FlakeCost;
  /** Runs kept out of the statistics because one cause failed many tests. */
  readonly outages: readonly Outage[];
  readonly rememberedTests: number;
}

/** Finds flaky patterns in the chosen test files and joins them with what the history says of the same tests. */
export async function analyzeFlaky(context: Context, chosen: readonly string[] | undefined): Promise<FlakyAnalysis> {
  const files = await chosenFilesOf(context, chosen);
  const found = findFlakyPatterns({ root: context.root, files });
  const history = await context.openHistory();
  const { histories, outages } = excludeOutages(await history.readTestHistories());
  const inScope = histories.filter((entry) => files.includes(entry.test.file));
  const tests = inScope.map((entry) => ({ test: entry.test, stats: flakeStatsOf(entry), cost: flakeCostOf(entry) }));
  const findings = found.map((finding) => ({
    ...finding,
    tests: testsOfFinding(finding, tests).map(({ stats }) => stats),
  }));
  const flaky = new Set(tests.filter(({ stats }) => stats.state === 'flaky').map(({ test }) => test.id));
  const patterns = patternWorthOf(
    flaggedByPattern(findings),
    tests.map(({ stats }) => stats),
  );
  const chanceOf = new Map(patterns.map(({ pattern, flakeChance }) => [pattern, flakeChance]));
  const quiet = new Set(patterns.filter(({ isQuiet }) => isQuiet).map(({ pattern }) => pattern));
  return {
    files,
    findings: [...findings, ...timeoutsOf(inScope, tests)]
      .map((finding) => (quiet.has(finding.pattern) ? { ...finding, severity: 'info' as const } : finding))
      .toSorted(
        (a, b) =>
          worstOf(b.tests) - worstOf(a.tests) || (chanceOf.get(b.pattern) ?? 0) - (chanceOf.get(a.pattern) ?? 0),
      ),
    tests: tests
      .filter(({ stats }) => stats.state !== 'healthy' && stats.state !== 'unknown')
      .toSorted((a, b) => severityOf(b.stats) - severityOf(a.stats)),
    worth: worthOf(findings, tests),
    patterns,
    ...(await readFlakeCircumstances(
      history,
      inScope.filter((entry) => flaky.has(entry.test.id)),
      new Set(outages.map(({ run }) => run.runId)),
    )),
    cost: totalOf(tests.map(({ cost }) => cost)),
    outages,
    rememberedTests: tests.length,
  };
}

async function chosenFilesOf(
  { root, world }: Context,
  chosen: readonly string[] | undefined,
): Promise<readonly string[]> {
  const all = (await readProjectManifest({ root })).testFiles.map((entry) => entry.file);
  if (chosen === undefined) {
    if (all.length > 0) return all;
    throw new UserError({
      code: 'no-test-files',
      message: `No test file was found in ${root}.`,
      hint: 'Name files or folders with `--test-file`.',
    });
  }
  return [...new Set(chosen.flatMap((word) => filesOf(root, world.cwd, word, all)))];
}

function filesOf(root: string, cwd: string, word: string, all: readonly string[]): readonly string[] {
  const path = [resolve(cwd, word), resolve(root, word)].find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw new UserError({
      code: 'no-such-file',
      message: `Expected \`--test-file\` to name an existing file or folder, got "${word}".`,
    });
  }
  const name = relative(root, path).split(sep).join('/');
  if (name === '..' || name.startsWith('../') || isAbsolute(name)) {
    throw new UserError({
      code: 'outside-project',
      message: `Expected \`--test-file\` to name a file or folder of the project, got "${word}", which is outside of ${root}.`,
      hint: 'Choose the project with `--root`.',
    });
  }
  if (!statSync(path).isDirectory()) return [name];
  const inside = all.filter((file) => name === '' || file.startsWith(`${name}/`));
  if (inside.length > 0) return inside;
  throw new UserError({
    code: 'no-test-files',
    message: `There is no test file in ${word}.`,
    hint: 'A selection that matches nothing would look like a clean one.',
  });
}

interface KnownTest {
  readonly test: TestEntry;
  readonly stats: FlakeStats;
}

function flaggedByPattern(findings: readonly JoinedFinding[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = Map.groupBy(findings, ({ pattern }) => pattern);
  return new Map(
    [...groups].map(([pattern, same]) => [pattern, new Set(same.flatMap(({ tests }) => tests.map((s) => s.testId)))]),
  );
}

/** Limits that the history calls too short. It is no pattern of the code, so it does not count for what patterns are worth here. */
function timeoutsOf(histories: readonly TestHistory[], tests: readonly KnownTest[]): readonly JoinedFinding[] {
  return timeoutFindingsOf(histories).map((finding) => {
    const ids = new Set(finding.timeouts.map(({ testId }) => testId));
    return { ...finding, tests: tests.flatMap(({ test, stats }) => (ids.has(test.id) ? [stats] : [])) };
  });
}

function totalOf(costs: readonly FlakeCost[]): FlakeCost {
  return costs.reduce(
    (sum, cost) => ({
      retriesMs: sum.retriesMs + cost.retriesMs,
      rerunsMs: sum.rerunsMs + cost.rerunsMs,
      perWeekMs: sum.perWeekMs + cost.perWeekMs,
    }),
    { retriesMs: 0, rerunsMs: 0, perWeekMs: 0 },
  );
}

/** The remembered tests a finding sits in: by title when it is inside a test, else every test of its file. */
function testsOfFinding(finding: PatternFinding, tests: readonly KnownTest[]): readonly KnownTest[] {
  const inFile = tests.filter(({ test }) => test.file === finding.location?.file);
  if (finding.testTitlePath === undefined) return inFile;
  const matches = titleMatcherOf(finding.testTitlePath);
  return inFile.filter(({ test }) => matches(test.titlePath));
}

function worthOf(findings: readonly JoinedFinding[], tests: readonly KnownTest[]): FindingWorth {
  const flaggedIds = new Set(findings.flatMap((finding) => finding.tests.map((stats) => stats.testId)));
  const judged = tests.filter(({ stats }) => stats.runs > 0);
  const flagged = judged.filter(({ test }) => flaggedIds.has(test.id));
  const others = judged.filter(({ test }) => !flaggedIds.has(test.id));
  return {
    flaggedCount: flagged.length,
    flaggedFlakyRatio: flakyRatioOf(flagged),
    otherCount: others.length,
    otherFlakyRatio: flakyRatioOf(others),
  };
}

function flakyRatioOf(tests: readonly KnownTest[]): number | undefined {
  if (tests.length === 0) return undefined;
  return tests.filter(({ stats }) => hasFlaked(stats)).length / tests.length;
}

/** A finding in a test that is known to flake matters most. */
function worstOf(tests: readonly FlakeStats[]): number {
  return Math.max(0, ...tests.map((stats) => stats.flakeRatio.observed + stats.probabilities.flaky));
}

const order: readonly FlakeStats['state'][] = ['unknown', 'healthy', 'fixed', 'flaky', 'regressed', 'broken'];

/** Broken outranks regressed outranks flaky; within a state, the surer one first. */
function severityOf(stats: FlakeStats): number {
  return order.indexOf(stats.state) + stats.probability / 2;
}
