import { fileURLToPath } from 'node:url';

import type { PathBase } from '@millwright/core';
import {
  type Ruling,
  type ShardCut,
  fileRanksOf,
  leftOutLineOf,
  leftOutNoteOf,
  relativeToRoot,
  rulingsOf,
  staleLineOf,
  staleReasonOf,
} from '@millwright/core/record';
import { type FollowRequest, type ReadPlan, readFollowedPlan, readTimings } from '@millwright/history/recorder';

import { balancedSequencerOf } from './balanced-shard.ts';
import { cutsOwnShards, sequencerOf, setSequencer } from './compat.ts';
import { runsInNode } from './per-test-coverage.ts';
import { type OnSorted, plannedSequencerOf } from './plan-sequencer.ts';
import type { VitestInstance, VitestSpecification } from './runner-api.ts';
import { namesTests } from './selection.ts';
import type { LeftOutRules } from './setup-left-out.ts';

/** The setup file that skips what a plan leaves out, absolute. */
export const leftOutSetupFile = fileURLToPath(new URL('./setup-left-out.js', import.meta.url));

/** The plan of the reporter's option `strategy`, as a run follows it. */
export interface FollowedRun {
  readonly strategyId: string;
  /** To be called with the files of a run before any starts. */
  begin(specifications: readonly VitestSpecification[]): {
    readonly leavesOut: boolean;
    readonly sentences: readonly string[];
  };
  /** How many tests were left out and why, with the reasons of those that a worker skipped; nothing for none. */
  leftOutLine(skipped: readonly string[]): readonly string[];
}

/**
 * Reads the plan and sets Vitest up to follow it: files start in its order, a file of which nothing is planned does not start, and
 * single tests are skipped in the workers. A sentence when there is nothing to follow; then nothing was changed.
 */
export async function openFollowedPlan(
  vitest: VitestInstance,
  request: Omit<FollowRequest, 'runner'>,
  { onSorted, onCut }: { readonly onSorted: OnSorted; readonly onCut: (cut: ShardCut) => void },
): Promise<FollowedRun | { readonly problem: string }> {
  // Before any plan is read: shards without one, or with another, have to be cut alike.
  await balanceShards(vitest, request.root, onCut);
  const plan = await readFollowedPlan({ ...request, runner: 'vitest' });
  if ('problem' in plan) return { problem: `${plan.problem}, so everything runs, in Vitest's own order.` };
  const Sequencer = sequencerOf(vitest);
  if (!Sequencer)
    return {
      problem: 'This version of Vitest has no sequencer that can be extended, so everything runs in its own order.',
    };
  const base: PathBase = { root: request.root, cwd: vitest.config.root };
  const run = new FollowingRun(plan, vitest, base);
  const ranks = fileRanksOf(plan.order);
  setSequencer(
    vitest,
    plannedSequencerOf(Sequencer, {
      rankOf: ({ moduleId }) => ranks.get(relativeToRoot(moduleId, base)),
      keep: (specifications) => run.keep(specifications),
      onSorted,
    }),
  );
  if (plan.leftOut.length > 0) {
    for (const { config } of vitest.projects.filter(runsInNode)) {
      if (config.setupFiles && !config.setupFiles.includes(leftOutSetupFile)) config.setupFiles.push(leftOutSetupFile);
    }
  }
  return run;
}

/** Shards are cut by what files take when that is committed, and the project has no cut of its own. */
async function balanceShards(vitest: VitestInstance, root: string, onCut: (cut: ShardCut) => void): Promise<void> {
  const Sequencer = sequencerOf(vitest);
  if (!vitest.config.shard || !Sequencer || cutsOwnShards(Sequencer)) return;
  const read = await readTimings(root);
  if (read?.kind !== 'read') return;
  const base: PathBase = { root, cwd: vitest.config.root };
  setSequencer(
    vitest,
    balancedSequencerOf(Sequencer, read.timings, { fileOf: ({ moduleId }) => relativeToRoot(moduleId, base), onCut }),
  );
}

class FollowingRun implements FollowedRun {
  readonly #plan: ReadPlan;
  readonly #vitest: VitestInstance;
  readonly #base: PathBase;
  readonly #allRulings: ReadonlyMap<string, readonly Ruling[]>;
  readonly #leftOutFiles: ReadonlySet<string>;
  /** Those of this run, empty while nothing may be left out. */
  #rulings: ReadonlyMap<string, readonly Ruling[]> = new Map();
  #droppedReasons: string[] = [];

  constructor(plan: ReadPlan, vitest: VitestInstance, base: PathBase) {
    this.#plan = plan;
    this.#vitest = vitest;
    this.#base = base;
    this.#allRulings = rulingsOf(plan);
    this.#leftOutFiles = new Set(plan.leftOutFiles);
  }

  get strategyId(): string {
    return this.#plan.strategyId;
  }

  begin(specifications: readonly VitestSpecification[]): ReturnType<FollowedRun['begin']> {
    const files = [...new Set(specifications.map(({ moduleId }) => relativeToRoot(moduleId, this.#base)))];
    const stale = staleReasonOf(this.#plan, { nowMs: Date.now(), files, codeState: this.#plan.codeStateNow });
    this.#droppedReasons = [];
    const isWhole = stale !== undefined || namesTests(this.#vitest, specifications);
    const wanted = files.filter((file) => this.#plan.unchangedFiles.has(file));
    this.#rulings = new Map(isWhole ? [] : wanted.map((file) => [file, this.#allRulings.get(file) ?? []] as const));
    for (const project of this.#vitest.projects)
      project.provide?.('millwrightLeftOut', this.#rulesFor(project.name, specifications));
    return {
      leavesOut: this.#rulings.size > 0,
      sentences: stale === undefined ? [] : [staleLineOf(this.strategyId, stale)],
    };
  }

  #rulesFor(project: string, specifications: readonly VitestSpecification[]): LeftOutRules {
    const rules = specifications.map(({ moduleId }) => {
      const rulings = this.#rulingsFor(moduleId, project).map(({ titles, reason }) => ({
        titles,
        ...(reason === undefined ? {} : { note: leftOutNoteOf(this.strategyId, reason) }),
      }));
      return [moduleId, rulings] as const;
    });
    return Object.fromEntries(rules.filter(([, rulings]) => rulings.length > 0));
  }

  #rulingsFor(moduleId: string, project: string): readonly Ruling[] {
    const all = this.#rulings.get(relativeToRoot(moduleId, this.#base)) ?? [];
    return all.filter((ruling) => ruling.project === '' || ruling.project === project);
  }

  /** Without the files of which all tests are left out; all of them when nothing else would be left, for that fails a run. */
  keep(specifications: readonly VitestSpecification[]): readonly VitestSpecification[] {
    const rulingsOfFile = ({ moduleId, project }: VitestSpecification): readonly Ruling[] =>
      this.#rulingsFor(moduleId, project?.name ?? '');
    const isDropped = (specification: VitestSpecification): boolean => {
      if (!this.#leftOutFiles.has(relativeToRoot(specification.moduleId, this.#base))) return false;
      const rulings = rulingsOfFile(specification);
      return rulings.length > 0 && rulings.every(({ reason }) => reason !== undefined);
    };
    const kept = specifications.filter((specification) => !isDropped(specification));
    if (kept.length === 0) return specifications;
    this.#droppedReasons = specifications
      .filter(isDropped)
      .flatMap((specification) => rulingsOfFile(specification).flatMap(({ reason }) => reason ?? []));
    return kept;
  }

  leftOutLine(skipped: readonly string[]): readonly string[] {
    const prefix = leftOutNoteOf(this.strategyId, '');
    const reasons = [...this.#droppedReasons, ...skipped.map((note) => note.slice(prefix.length))];
    return reasons.length === 0 ? [] : [leftOutLineOf(this.strategyId, reasons)];
  }
}
