import type { SuspectCommit } from './suspect-commits.ts';
import type { SuspectFile } from './suspect-files.ts';

/** Who or what may have brought a failure. */
export interface Suspects {
  /** The commit of the last good run, when one is known. */
  readonly since?: string;
  /** Most suspicious first, bounded. */
  readonly files: readonly SuspectFile[];
  /** Most suspicious first, bounded; empty without git. */
  readonly commits: readonly SuspectCommit[];
}

/** More than this nobody reads. */
export const shownSuspects = 3;
