import { type CommitProbes, chooseProbe } from '@millwright/core';

import { renderCount } from '../render/duration.ts';
import type { SuspectScope } from '../lab/suspect-scope.ts';
import { type Bisection, type ProbedCommit, writeBisection } from './bisection-state.ts';
import { type BisectionTree, type TreeRequest, openBisectionTree, removeTree } from './bisection-tree.ts';
import { runGit } from './git-commits.ts';
import { type ProbeResult, probeCommit } from './probe-commit.ts';

/** Why a bisection ended. */
export type BisectionEnd = 'found' | 'cannot-run' | 'most-runs' | 'budget' | 'interrupted';

/** A runner that hangs is stopped a little after the budget, and what it did not finish does not count. */
const graceMs = 5000;

/**
 * Runs the test at one commit after the other until somebody is surely to blame, the runs or the time are spent, or Ctrl-C.
 * The state is written after every run, so a bisection that was stopped or killed can go on. Its checkout is removed.
 */
export async function carryOutBisection(
  subject: SuspectScope,
  begun: Bisection,
  request: TreeRequest & { readonly budgetMs: number | undefined },
): Promise<{ readonly bisection: Bisection; readonly stopped: BisectionEnd }> {
  const { context, history } = subject.scope;
  if (begun.folder !== undefined) await removeTree(context.root, begun.folder);
  const remainingMs = request.budgetMs;
  const limit = remainingMs === undefined ? [] : [AbortSignal.timeout(remainingMs + graceMs)];
  const signal = AbortSignal.any([request.signal, ...limit]);
  const tree = await openBisectionTree(context, begun.commits.at(-1)?.commit ?? 'HEAD', { ...request, signal });
  try {
    const started = { ...begun, folder: tree.folder };
    await writeBisection(history, started);
    const search = new Search(subject, tree, signal);
    const { bisection, stopped } = await search.run(started, remainingMs);
    const { folder: _removed, ...rest } = bisection;
    const ended = { ...rest, isFinished: stopped === 'found' || stopped === 'cannot-run' };
    await writeBisection(history, ended);
    return { bisection: ended, stopped: stopped === 'budget' && request.signal.aborted ? 'interrupted' : stopped };
  } finally {
    await tree.remove();
  }
}

class Search {
  readonly #subject: SuspectScope;
  readonly #tree: BisectionTree;
  readonly #signal: AbortSignal;
  #prepared: string | undefined;

  constructor(subject: SuspectScope, tree: BisectionTree, signal: AbortSignal) {
    this.#subject = subject;
    this.#tree = tree;
    this.#signal = signal;
  }

  async run(
    begun: Bisection,
    budgetMs: number | undefined,
  ): Promise<{ readonly bisection: Bisection; readonly stopped: BisectionEnd }> {
    const { context, history } = this.#subject.scope;
    const head = (await runGit(context.root, ['rev-parse', 'HEAD'])).trim();
    const startedMs = context.world.nowMs();
    let bisection = begun;
    for (;;) {
      const step = chooseProbe(bisection.model, probesOf(bisection));
      if (step.kind === 'stop') return { bisection, stopped: step.why };
      const spentMs = context.world.nowMs() - startedMs;
      if (this.#subject.scope.signal.aborted) return { bisection, stopped: 'interrupted' };
      if (this.#signal.aborted || (budgetMs !== undefined && spentMs >= budgetMs))
        return { bisection, stopped: 'budget' };
      if (runsOf(bisection) >= bisection.mostRuns) return { bisection, stopped: 'most-runs' };
      const result = await this.#probe(bisection, step.commit, head);
      const spent = begun.spentMs + context.world.nowMs() - startedMs;
      bisection = withProbe(bisection, step.commit, result, spent);
      await writeBisection(history, bisection);
      if (result.kind !== 'interrupted') this.#say(bisection, step.commit, result);
    }
  }

  async #probe(bisection: Bisection, index: number, head: string): Promise<ProbeResult> {
    const { scope, suspect } = this.#subject;
    const commit = bisection.commits[index]?.commit ?? '';
    const isPrepared = this.#prepared === commit;
    this.#prepared = undefined;
    const result = await probeCommit({ scope, suspect, tree: this.#tree, head, signal: this.#signal }, commit, {
      number: runsOf(bisection),
      isPrepared,
    });
    if (result.kind === 'passed' || result.kind === 'failed') this.#prepared = commit;
    return result;
  }

  #say(bisection: Bisection, index: number, result: ProbeResult): void {
    const commit = bisection.commits[index];
    if (commit === undefined) return;
    const how = result.kind === 'skipped' ? `left out: ${result.reason}` : result.kind;
    const count = commit.runs > 1 ? ` (${commit.failures} of ${renderCount(commit.runs, 'run')} failed)` : '';
    this.#subject.scope.context.say(`${commit.commit.slice(0, 10)}  ${how}${count}  ${commit.subject}`);
  }
}

/** What the probes of a bisection have shown, as the judgement wants it. */
export function probesOf({ commits }: Bisection): readonly CommitProbes[] {
  return commits.map(({ runs, failures, skipped }) => ({ runs, failures, skipped: skipped !== undefined }));
}

/** Runs so far. */
export function runsOf({ commits }: Bisection): number {
  return commits.reduce((sum, { runs }) => sum + runs, 0);
}

function withProbe(bisection: Bisection, index: number, result: ProbeResult, spentMs: number): Bisection {
  return { ...bisection, commits: withResult(bisection.commits, index, result), spentMs };
}

function withResult(commits: readonly ProbedCommit[], index: number, result: ProbeResult): readonly ProbedCommit[] {
  const commit = commits[index];
  if (commit === undefined || result.kind === 'interrupted') return commits;
  if (result.kind === 'skipped') return commits.with(index, { ...commit, skipped: result.reason });
  const runs = commit.runs + 1;
  if (result.kind === 'passed') return commits.with(index, { ...commit, runs });
  const failure = commit.failure ?? result.failure;
  return commits.with(index, { ...commit, runs, failures: commit.failures + 1, failure });
}
