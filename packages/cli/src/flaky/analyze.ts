import { existsSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';

import {
  type FlakeStats,
  type Outage,
  type TestEntry,
  UserError,
  excludeOutages,
  flakeStatsOf,
  titleMatcherOf,
} from '@millwright/core';
import { type PatternFinding, findFlakyPatterns, readProjectManifest } from '@millwright/source';

import type { Context } from '../context/context.ts';

/** A finding in the code and the tests it sits in, as far as the history knows them. */
export interface JoinedFinding extends PatternFinding {
  readonly tests: readonly FlakeStats[];
}

/** How often tests with findings flaked here, and the others. Undefined ratio: there is none of the kind yet. */
interface PatternWorth {
  readonly flaggedCount: number;
  readonly flaggedFlakyRatio: number | undefined;
  readonly otherCount: number;
  readonly otherFlakyRatio: number | undefined;
}

export interface FlakyAnalysis {
  readonly files: readonly string[];
  readonly findings: readonly JoinedFinding[];
  /** Tests that the history says are flaky, broken, regressed or fixed, worst first. */
  readonly tests: readonly { readonly test: TestEntry; readonly stats: FlakeStats }[];
  readonly worth: PatternWorth;
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
  const tests = inScope.map((entry) => ({ test: entry.test, stats: flakeStatsOf(entry) }));
  const findings = found.map((finding) => ({
    ...finding,
    tests: testsOfFinding(finding, tests).map(({ stats }) => stats),
  }));
  return {
    files,
    findings: findings.toSorted((a, b) => worstOf(b.tests) - worstOf(a.tests)),
    tests: tests
      .filter(({ stats }) => stats.state !== 'healthy' && stats.state !== 'unknown')
      .toSorted((a, b) => severityOf(b.stats) - severityOf(a.stats)),
    worth: worthOf(findings, tests),
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

/** The remembered tests a finding sits in: by title when it is inside a test, else every test of its file. */
function testsOfFinding(finding: PatternFinding, tests: readonly KnownTest[]): readonly KnownTest[] {
  const inFile = tests.filter(({ test }) => test.file === finding.location?.file);
  if (finding.testTitlePath === undefined) return inFile;
  const matches = titleMatcherOf(finding.testTitlePath);
  return inFile.filter(({ test }) => matches(test.titlePath));
}

function worthOf(findings: readonly JoinedFinding[], tests: readonly KnownTest[]): PatternWorth {
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
  return tests.filter(({ stats }) => stats.flakyRuns + stats.sameCommitFailures > 0).length / tests.length;
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
