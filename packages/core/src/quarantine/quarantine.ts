import type { RunnerName, TestId } from '../model/test.ts';

/** How much a quarantined test may cost before its entry forgives nothing more. At least one of the two is set. */
export interface QuarantineBudget {
  /** Runs in which it failed for good. */
  readonly failedRuns?: number;
  /** Minutes of failed attempts; see `QuarantineLedger`. */
  readonly minutes?: number;
}

/** One test that runs and is reported, but does not fail the run. */
export interface QuarantineEntry {
  readonly id: TestId;
  readonly runner: RunnerName;
  /** The runner's project; absent where it has none. */
  readonly project?: string;
  /** Posix, relative to the project root. */
  readonly file: string;
  readonly titlePath: readonly string[];
  readonly ordinal?: number;
  readonly reason: string;
  readonly owner: string;
  /** Link to the issue. */
  readonly issue?: string;
  /** ISO 8601: when it was quarantined. */
  readonly since: string;
  /** The last day on which it forgives (UTC), or a moment in ISO 8601. */
  readonly expires: string;
  readonly budget: QuarantineBudget;
  /** Share of runs in which it flaked before it was quarantined, 0 to 1: what a release must prove to be gone. */
  readonly flakeRatio?: number;
}

/** `quarantine.json`, beside the runner's config: small, meant to be committed and reviewed. */
export interface Quarantine {
  /** Most entries at a time: of all, and of one owner. */
  readonly caps: QuarantineCaps;
  readonly entries: readonly QuarantineEntry[];
}

export interface QuarantineCaps {
  readonly suite: number;
  readonly owner: number;
}

export const quarantineFile = 'quarantine.json';
export const defaultQuarantineCaps: QuarantineCaps = { suite: 10, owner: 5 };
export const noQuarantine: Quarantine = { caps: defaultQuarantineCaps, entries: [] };

/** What `add` gives an entry unless it is told otherwise, and the longest that renewals can stretch it to. */
export const defaultQuarantineDays = 14;
export const maxQuarantineDays = 90;
export const defaultFailedRunsBudget = 20;

/** `file > describe > test`, as the commands take and print it. */
export function quarantinedNameOf({ file, titlePath }: Pick<QuarantineEntry, 'file' | 'titlePath'>): string {
  return [file, ...titlePath].join(' > ');
}
