/** What changed in the code from one commit to another, or to the working tree. */
export interface CodeChange {
  /** The commit it starts from: that of the last good run, or where the branch left its base. Absent when none is known. */
  readonly from?: string;
  /** Posix, relative to the project root. */
  readonly files: readonly ChangedFile[];
  /** The commits after `from`, oldest first; what a branch brought is one commit, its merge. */
  readonly commits: readonly ChangeCommit[];
}

export interface ChangedFile {
  readonly file: string;
  /** Lines that are new or different, first and last, in the newer text; empty when lines were only removed or are not known. */
  readonly lines: readonly (readonly [first: number, last: number])[];
}

export interface ChangeCommit {
  /** The whole hash. */
  readonly commit: string;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly committedAt: string;
  readonly subject: string;
  /** Posix, relative to the project root; files outside of it are left out. */
  readonly files: readonly string[];
}
