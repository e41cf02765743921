import type { Run } from '@millwright/core';

import { parseDocument } from '../format/document.ts';
import type { CutDocument } from '../cuts/cut-document.ts';
import type { ProcessIdentity } from '../recorder/process-identity.ts';
import { type CoverageDraft, RunDraft } from '../recorder/run-draft.ts';
import type { SegmentEvent, SegmentHeader } from '../recorder/segment.ts';

/** What the text of a segment holds. `empty`: not even its first line is whole, so no run can be told. */
export type ParsedSegment =
  | {
      readonly status: 'ok';
      readonly process: ProcessIdentity;
      readonly run: Run;
      readonly coverage: CoverageDraft;
      readonly cut: CutDocument | undefined;
      readonly root: string;
    }
  | { readonly status: 'newer'; readonly message: string }
  | { readonly status: 'empty' };

/** Puts a run together from a segment. The last line may be cut off; other damaged lines are counted in the run's notes. */
export function parseSegment(text: string): ParsedSegment {
  const lines = text.split('\n');
  const first = parseDocument<SegmentHeader>(lines[0] ?? '', 'segment');
  if (first.status === 'newer') return first;
  if (first.status !== 'ok' || !first.document.header?.runId || !first.document.process) return { status: 'empty' };
  const draft = new RunDraft(first.document.header);
  // After the last line feed stands nothing, or a line that was cut off.
  const damaged = lines.slice(1, -1).filter((line) => !applyLine(draft, line)).length;
  if (damaged > 0) draft.apply({ note: `${damaged} damaged lines of the recording were left out.` });
  return {
    status: 'ok',
    process: first.document.process,
    run: draft.toRun(),
    coverage: draft.coverage(),
    cut: draft.cut,
    root: first.document.root,
  };
}

function applyLine(draft: RunDraft, line: string): boolean {
  try {
    draft.apply(JSON.parse(line) as SegmentEvent);
    return true;
  } catch {
    return false;
  }
}
