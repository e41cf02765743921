import { UserError, boundProbes, commitTouchOf, commitWeightOf, flakePriorAt, flakePriorOf } from '@millwright/core';
import { createRunId } from '@millwright/history';
import { readProjectManifest } from '@millwright/source';

import { readRepositoryPrefix } from '../flaky/repository-prefix.ts';
import type { SuspectScope } from '../lab/suspect-scope.ts';
import { type Bisection, readUnfinished } from './bisection-state.ts';
import { type WantedEnds, chooseEnds, oddsOf } from './choose-ends.ts';
import { readCommitRange } from './git-commits.ts';

/** What was asked of a bisection. */
export interface BisectionRequest extends WantedEnds {
  readonly mostRuns: number | undefined;
  readonly flakeRate: number | undefined;
}

/** How likely it is that the good end is bad already: it was good once, but perhaps on another machine. */
const olderProbability = 0.005;

/** Decides what to search and with which odds; nothing is run yet. */
export async function planBisection({ scope, suspect }: SuspectScope, request: BisectionRequest): Promise<Bisection> {
  const { context, history } = scope;
  const { root, world } = context;
  const known = (await history.readTestHistories()).find(({ test }) => test.id === suspect.testId);
  const ends = await chooseEnds(root, request, known?.observations ?? []);
  const range = await readCommitRange(root, ends.good, ends.bad);
  const { flakes, tries, ...odds } = oddsOf(known);
  const prefix = readRepositoryPrefix(root);
  const reached = new Set([...(await readReachedFiles({ scope, suspect }))].map((file) => `${prefix}${file}`));
  const model = {
    weights: range.map(({ files }) => commitWeightOf(commitTouchOf(files, reached))),
    flake: request.flakeRate === undefined ? flakePriorOf(flakes, tries) : flakePriorAt(request.flakeRate),
    olderProbability,
    ...odds,
  };
  const bound = boundProbes(model);
  const nowMs = world.nowMs();
  return {
    id: `bisect-${createRunId({ nowMs, random: world.random }).toLowerCase()}`,
    testId: suspect.testId,
    startedAt: new Date(nowMs).toISOString(),
    model,
    mostRuns: request.mostRuns ?? bound.most,
    expectedRuns: Math.min(bound.expected, request.mostRuns ?? bound.most),
    commits: range.map(({ files, ...commit }) => ({
      ...commit,
      fileCount: files.length,
      runs: 0,
      failures: 0,
      reachedFiles: files.filter((file) => reached.has(file)).map((file) => file.slice(prefix.length)),
    })),
    spentMs: 0,
    isFinished: false,
  };
}

/** The bisection of this test that was stopped. Throws a UserError when there is none. */
export async function resumedBisection(
  { scope, suspect }: SuspectScope,
  { mostRuns }: BisectionRequest,
): Promise<Bisection> {
  const found = await readUnfinished(scope.history, suspect.testId);
  if (found !== undefined) return mostRuns === undefined ? found : { ...found, mostRuns };
  throw new UserError({
    code: 'nothing-to-resume',
    message: 'No bisection of this test was stopped before its end.',
    hint: 'Leave `--resume` out to begin one.',
  });
}

/** What the test executes or imports, by coverage and by the text; itself included. */
async function readReachedFiles({ scope, suspect }: Pick<SuspectScope, 'scope' | 'suspect'>): Promise<Set<string>> {
  const { root, config } = scope.context;
  const { filesByTest } = await scope.history.readCoverageMap();
  const { testFiles } = await readProjectManifest({ root, config: { services: config.services } });
  const imported = testFiles.find(({ file }) => file === suspect.file)?.reaches ?? [];
  return new Set([suspect.file, ...imported, ...(filesByTest.get(suspect.testId) ?? [])]);
}
