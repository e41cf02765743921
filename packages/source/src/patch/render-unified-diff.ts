import { createTwoFilesPatch } from 'diff';

/** A change of one file as text. */
export interface FileChange {
  /** Posix path as it shall be shown. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** The change as a unified diff that `git apply` takes; empty when nothing changed. Line ends and a BOM are kept. */
export function renderUnifiedDiff(change: FileChange): string {
  if (change.before === change.after) return '';
  const patch = createTwoFilesPatch(
    `a/${change.file}`,
    `b/${change.file}`,
    change.before,
    change.after,
    undefined,
    undefined,
    { context: 3 },
  );
  // The separator line is an index header that git does not know.
  return patch.replace(/^={3,}\r?\n/u, '');
}
