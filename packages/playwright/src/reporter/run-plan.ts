import { readFileSync } from 'node:fs';

import { type PlanOrder, type ShardCut, parsePlanOrder, planRankOf } from '@millwright/core/record';
import type { Suite, TestCase } from '@playwright/test/reporter';

import { type PreprocessedRun, modeReaderOf, sortFileSuites } from '../compat.ts';
import { readIdentity } from '../record/test-entry.ts';
import { balancedShardOf } from './balanced-shard.ts';

/** The plan that `MILLWRIGHT_PLAN_FILE` names, on its way into the run. */
export interface RunPlan {
  /** For `Reporter.preprocess` (1.62): leaves out what is not planned and sorts the files. Never rejects. */
  preprocess(run: PreprocessedRun): Promise<void>;
  /** Whether tests were left out. */
  isPartial(): boolean;
  /** The strategy that this run follows, where it is not told by who started the run. */
  strategyId?(): string | undefined;
  /** How it cut the shard, where it did so by time. */
  cut(): ShardCut | undefined;
  /** What could not be kept, in sentences for the notes of the run. Ask when the run begins. */
  notesFor(playwrightVersion: string): readonly string[];
}

/** Reads the plan when the run is prepared; a plan that cannot be read costs a note and nothing else. */
export function openRunPlan(planFile: string, root: string): RunPlan {
  const notes: string[] = [];
  let prepared = false;
  let excludedCount = 0;
  let cut: ShardCut | undefined;
  return {
    async preprocess(run) {
      prepared = true;
      // A throw here would stop the run before its first test.
      try {
        const order = readPlanOrder(planFile);
        if (order) ({ excludedCount, cut } = keepPlan(order, run, root, notes));
        else notes.push(`The plan in ${planFile} could not be read, so Playwright chose and ordered the tests itself.`);
      } catch (error) {
        notes.push(
          `The plan in ${planFile} could not be kept: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
    isPartial: () => excludedCount > 0,
    cut: () => cut,
    notesFor: (version) =>
      prepared
        ? notes
        : [
            `Playwright ${version} lets no reporter order the tests (1.62 is the first), so files started in its own order.`,
          ],
  };
}

function readPlanOrder(planFile: string): PlanOrder | undefined {
  try {
    return parsePlanOrder(readFileSync(planFile, 'utf8'));
  } catch {
    return undefined;
  }
}

interface KeptPlan {
  readonly excludedCount: number;
  readonly cut: ShardCut | undefined;
}

/**
 * Looks everything up before it changes anything, so that a plan that makes no sense leaves the run whole. Returns how many tests it
 * left out because they are not planned, and how it cut the shard.
 */
function keepPlan(order: PlanOrder, run: PreprocessedRun, root: string, notes: string[]): KeptPlan {
  const { config, suite, testRun } = run;
  const rankOf = planRankOf(order);
  const projects = plannableProjectsOf(suite);
  const tests = projects.flatMap((project) => project.allTests());
  const ranks = new Map(tests.map((test) => [test, rankOf(readIdentity(test, root))]));
  const isPlanned = (test: TestCase): boolean => ranks.get(test) !== undefined;
  const makesSense = tests.some(isPlanned);
  if (!makesSense)
    notes.push('None of the planned tests is in this run, so Playwright chose and ordered the tests itself.');
  const [kept, unplanned] = order.exclusive && makesSense ? partitioned(tests, isPlanned) : [tests, []];
  const cut = cutShard(order, run, kept, root);
  if (!makesSense) return { excludedCount: 0, cut };
  // Playwright cuts its shards from the order of the files, and another machine may have another plan: together they would miss tests.
  if (config.shard && !cut) notes.push('This run is a shard, so its files started in the order that all shards share.');
  else if (!projects.every((project) => sortFileSuites(project, (file) => bestRankOf(file, ranks))))
    notes.push('This version of Playwright keeps its files in another way, so they started in its own order.');
  for (const test of unplanned) testRun.exclude(test);
  return { excludedCount: unplanned.length, cut };
}

function partitioned(
  tests: readonly TestCase[],
  isIn: (test: TestCase) => boolean,
): readonly [readonly TestCase[], readonly TestCase[]] {
  return [tests.filter(isIn), tests.filter((test) => !isIn(test))];
}

/** Leaves out what belongs to other shards, in place of Playwright, and tells how. Undefined when Playwright has to cut them itself. */
function cutShard(
  { timings }: PlanOrder,
  { config: { shard }, suite, testRun }: PreprocessedRun,
  tests: readonly TestCase[],
  root: string,
): ShardCut | undefined {
  const modeOf = modeReaderOf({ suite, testRun });
  if (!shard || !timings || !modeOf || !testRun.skipSharding) return undefined;
  const { own, cut } = balancedShardOf(tests, shard, { timings, root, modeOf });
  testRun.skipSharding();
  for (const test of tests) if (!own.has(test)) testRun.exclude(test);
  return cut;
}

/** Projects that others need run in full and in their own order: Playwright lets nobody touch them. */
export function plannableProjectsOf(suite: Suite): readonly Suite[] {
  const needed = new Set(
    suite.suites.flatMap((child) => {
      const project = child.project();
      return project ? [...project.dependencies, ...(project.teardown === undefined ? [] : [project.teardown])] : [];
    }),
  );
  return suite.suites.filter((child) => !needed.has(child.project()?.name ?? ''));
}

/** The place of a file in the plan: that of the first of its tests. */
export function bestRankOf(file: Suite, ranks: ReadonlyMap<TestCase, number | undefined>): number {
  return file.allTests().reduce((best, test) => Math.min(best, ranks.get(test) ?? best), Number.POSITIVE_INFINITY);
}
