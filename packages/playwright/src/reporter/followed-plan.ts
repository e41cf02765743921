import {
  leavingOutReasonOf,
  leftOutLineOf,
  leftOutNoteOf,
  planRankOf,
  rulingsOf,
  type ShardCut,
  staleLineOf,
  staleReasonOf,
  type Timings,
  timingsFile,
} from '@millwright/core/record';
import { type ReadPlan, readFollowedPlan, readTimings } from '@millwright/history/recorder';
import type { Suite, TestCase } from '@playwright/test/reporter';

import { type PreprocessedRun, isFocused, modeReaderOf, sortFileSuites } from '../compat.ts';
import { readIdentity } from '../record/test-entry.ts';
import { balancedShardOf } from './balanced-shard.ts';
import { testsOfOtherShards } from './own-shard.ts';
import { hasShardWeights, namesTests } from './run-selection.ts';
import { type RunPlan, bestRankOf, plannableProjectsOf } from './run-plan.ts';

type Tell = (sentence: string) => void;

interface FollowOptions {
  readonly strategy: string;
  readonly dir: string;
  readonly root: string;
  /** Says a line to the user. */
  readonly say: (line: string) => void;
}

/** The plan of the reporter's option `strategy`, on its way into a plain run. Whatever is wrong with it, everything runs. */
export function openFollowedPlan(options: FollowOptions): RunPlan {
  const notes: string[] = [];
  let prepared = false;
  let leftOutCount = 0;
  let strategyId: string | undefined;
  let cut: ShardCut | undefined;
  const tell: Tell = (sentence) => {
    notes.push(sentence);
    options.say(`millwright: ${sentence}`);
  };
  return {
    async preprocess(run) {
      prepared = true;
      // A throw here would stop the run before its first test.
      try {
        // Asked before anything is left to other shards: a project whose last dependent goes would look like one of the plan's.
        const projects = plannableProjectsOf(run.suite);
        const timings = run.config.shard ? await readShardTimings(options.root, tell) : undefined;
        const taken = takeOwnShard(run, projects, { root: options.root, timings });
        cut = taken?.cut;
        if (!taken)
          return tell(
            'This run is sharded in a way that no plan may touch, so it follows none: Playwright chose and ordered.',
          );
        const plan = await readFollowedPlan({ ...options, runner: 'playwright' });
        if ('problem' in plan) return tell(`${plan.problem}, so everything runs, in Playwright's own order.`);
        strategyId = plan.strategyId;
        leftOutCount = follow(plan, run, { ...options, projects, tell });
      } catch (error) {
        tell(`The plan could not be followed: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    isPartial: () => leftOutCount > 0,
    strategyId: () => strategyId,
    cut: () => cut,
    notesFor(version) {
      if (!prepared)
        tell(
          `Playwright ${version} lets no reporter order or leave out tests (1.62 is the first), so everything runs in its own order. \`e2e plan-strategy --emit playwright-args\` tells it by arguments.`,
        );
      return notes;
    },
  };
}

/** A shard that is left to itself, with how it was cut where that was by time. */
interface TakenShard {
  readonly cut?: ShardCut;
}

/**
 * Leaves the tests of other shards to them, before any plan is read. Undefined, with nothing changed, when the cut is not ours to make;
 * then leaving out and ordering would move it, and shards with other plans would miss tests.
 */
function takeOwnShard(
  { config, suite, testRun }: PreprocessedRun,
  projects: readonly Suite[],
  { root, timings }: { readonly root: string; readonly timings: Timings | undefined },
): TakenShard | undefined {
  if (!config.shard) return {};
  const modeOf = modeReaderOf({ suite, testRun });
  if (hasShardWeights(process.argv, process.env) || !testRun.skipSharding || !modeOf) return undefined;
  const tests = projects.flatMap((project) => project.allTests());
  const balanced = timings && balancedShardOf(tests, config.shard, { timings, root, modeOf });
  const others = balanced
    ? tests.filter((test) => !balanced.own.has(test))
    : testsOfOtherShards(projects, config.shard, modeOf);
  try {
    testRun.skipSharding();
  } catch {
    // Another reporter cuts the shards.
    return undefined;
  }
  for (const test of others) testRun.exclude(test);
  return balanced ? { cut: balanced.cut } : {};
}

/** What shards are cut by when it is committed: all of them see the same. */
async function readShardTimings(root: string, tell: Tell): Promise<Timings | undefined> {
  const read = await readTimings(root);
  if (read?.kind === 'unreadable') tell(`Shards are cut by count, for ${timingsFile} is unreadable. ${read.fault}`);
  return read?.kind === 'read' ? read.timings : undefined;
}

interface Following {
  readonly root: string;
  /** Those that a plan may touch. */
  readonly projects: readonly Suite[];
  readonly tell: Tell;
}

/** Looks everything up before it changes anything. Returns how many tests it left out. */
function follow(plan: ReadPlan, { suite, testRun }: PreprocessedRun, { root, projects, tell }: Following): number {
  const rankOf = planRankOf(plan.order);
  const tests = projects.flatMap((project) => project.allTests());
  const identities = new Map(tests.map((test) => [test, readIdentity(test, root)]));
  const ranks = new Map([...identities].map(([test, identity]) => [test, rankOf(identity)]));
  const files = [...new Set([...identities.values()].map(({ file }) => file))];
  const stale = staleReasonOf(plan, { nowMs: Date.now(), files, codeState: plan.codeStateNow });
  const isWhole = stale !== undefined || namesTests(process.argv) || isFocused(suite);
  const reasons = isWhole ? new Map<TestCase, string>() : reasonsOf(plan, identities, { suite, testRun });
  if (!projects.every((project) => sortFileSuites(project, (file) => bestRankOf(file, ranks))))
    tell('This version of Playwright keeps its files in another way, so they started in its own order.');
  for (const [test, reason] of reasons) testRun.skip?.(test, leftOutNoteOf(plan.strategyId, reason));
  if (stale !== undefined) tell(staleLineOf(plan.strategyId, stale));
  if (reasons.size > 0) tell(leftOutLineOf(plan.strategyId, [...reasons.values()]));
  return reasons.size;
}

/** The tests to leave out, with why. Of a serial group of which any test runs, all run: the later ones live off the earlier. */
function reasonsOf(
  plan: ReadPlan,
  identities: ReadonlyMap<TestCase, ReturnType<typeof readIdentity>>,
  run: Pick<PreprocessedRun, 'suite' | 'testRun'>,
): Map<TestCase, string> {
  const rulings = rulingsOf(plan);
  const reasons = new Map<TestCase, string>();
  const modeOf = modeReaderOf(run);
  if (!run.testRun.skip || !modeOf) return reasons;
  for (const [test, identity] of identities) {
    if (!plan.unchangedFiles.has(identity.file) || test.expectedStatus === 'skipped') continue;
    const reason = leavingOutReasonOf(rulings.get(identity.file) ?? [], identity);
    if (reason !== undefined) reasons.set(test, reason);
  }
  const running = [...identities.keys()].filter((test) => !reasons.has(test));
  const groups = new Set(running.map((test) => serialGroupOf(test, modeOf)));
  for (const group of groups) for (const test of group?.allTests() ?? []) reasons.delete(test);
  return reasons;
}

function serialGroupOf(test: TestCase, modeOf: (suite: Suite) => string): Suite | undefined {
  let group: Suite | undefined;
  for (let suite: Suite | undefined = test.parent; suite && suite.type !== 'project'; suite = suite.parent)
    if (modeOf(suite) === 'serial') group = suite;
  return group;
}
