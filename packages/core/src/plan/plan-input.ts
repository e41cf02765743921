import type { ProjectManifest } from '../model/manifest.ts';
import type { ObjectiveName, PlannedTest } from '../model/strategy.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { TestEntry, TestId } from '../model/test.ts';
import type { CoverageTargetRatio } from './coverage-targets.ts';
import type { FlakePolicy } from '../flake/flake-policy.ts';
import type { PlanSelection } from '../selection/choose-tests.ts';
import type { WorkerChoice } from '../workers/worker-choice.ts';

/** How often and by how many people a file was changed in a period. */
export interface FileChanges {
  readonly commits: number;
  /** Milliseconds since the epoch. */
  readonly lastChangedAt?: number;
  /** Number of distinct authors. */
  readonly authors?: number;
  /** Commits that count less the older they are: half after 90 days. */
  readonly fadedCommits?: number;
  /** Commits that mend a bug, as they are and counting less the older they are: half after 180 days. */
  readonly fixes?: number;
  readonly fadedFixes?: number;
  /** Share of the commits that the author of the most of them made, 0–1. */
  readonly mainAuthorShare?: number;
  /** Authors of less than 5 % of the commits each. */
  readonly minorAuthors?: number;
}

/** What a plan is to be like. */
export interface PlanOptions {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Only tests that reach or name one of these services; all when absent or empty. */
  readonly services?: readonly string[];
  /** Most wall time that the planned tests may take together on all workers. */
  readonly budgetMs?: number;
  /** Number of parallel groups, at least 1; or what chooses it for the tests that are wanted, before a budget leaves any out. */
  readonly workers: number | ((tests: readonly PlannedTest[]) => WorkerChoice);
  /** Words that mark business risk, with weights from 0 to 1; the built-in list when absent. */
  readonly criticalWords?: Readonly<Record<string, number>>;
  /** Share of a service's endpoints that the plan should reach, one or by the service's priority; 0.8 where nothing is said. */
  readonly coverageTargetRatio?: CoverageTargetRatio;
  /** Where the plan will run, as `RunRef.environment` names it: durations recorded there count before all others. */
  readonly environment?: string;
  /** Whether risk decides the order; when false, tests keep the order of their files. True when absent. */
  readonly prioritize?: boolean;
  /** What the order and the budget aim at; `priority` when absent. One that is given holds also where `prioritize` is false. */
  readonly objective?: ObjectiveName;
}

/** Everything planning may use; each part may be missing, and the plan says so. */
export interface PlanInput {
  readonly manifest?: ProjectManifest;
  readonly histories?: readonly TestHistory[];
  /**
   * Run id → the tests that the run was to start and never did; an empty list for a run that started all. Of a run that is
   * not here, only a green end shows that it left nothing out.
   */
  readonly neverStarted?: ReadonlyMap<string, readonly TestEntry[]>;
  /** Source file (posix, relative to the project root) → changes. */
  readonly changeFrequency?: ReadonlyMap<string, FileChanges>;
  /** Files changed now, relative to what the plan is made for. */
  readonly changedFiles?: readonly string[];
  /** Test id → source files it executed or imports. */
  readonly coverage?: { readonly filesByTest: ReadonlyMap<TestId, readonly string[]> };
  /** Only the tests that a change needs; all when absent. */
  readonly selection?: PlanSelection;
  readonly options: PlanOptions;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly flakePolicy?: FlakePolicy;
}
