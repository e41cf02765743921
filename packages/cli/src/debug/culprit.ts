import type { ExplainedCause } from './explained-report.ts';
import { originSharesOf } from './sections/origin.ts';

/** Of a likely regression the changed file that is suspected first, and the commit that changed it. */
export function culpritOf(cause: ExplainedCause): string | undefined {
  const { suspects } = cause;
  const [file] = suspects?.files ?? [];
  if (originSharesOf(cause)[0]?.name !== 'regression') return undefined;
  if (file?.changed !== true) return undefined;
  const [commit] = suspects?.commits ?? [];
  const [lines] = file.lines;
  const place = lines === undefined ? file.file : `${file.file}:${lines[0]}`;
  if (commit === undefined) return `Look at ${place}, which changed.`;
  return commit.commit === undefined
    ? `Look at ${place}: changed, not committed.`
    : `Look at ${place}, changed by ${commit.commit.slice(0, 7)} ${commit.subject}`;
}
