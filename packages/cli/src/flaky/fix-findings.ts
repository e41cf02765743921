import type { Patch } from '@millwright/core';
import { UserError } from '@millwright/core';
import { type PatternFinding, applyPatchToText, renderUnifiedDiff } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { readEditObstacle, readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';

/** What the safe fixes change in one file. */
export interface FileFix {
  readonly file: string;
  readonly summaries: readonly string[];
  readonly diff: string;
  readonly written: boolean;
}

/** Applies the safe fixes of findings, file by file; with `write` off only shows what they would do. */
export async function fixFindings(
  context: Context,
  findings: readonly PatternFinding[],
  { write, force }: { readonly write: boolean; readonly force: boolean },
): Promise<readonly FileFix[]> {
  const patches = findings.flatMap((finding) => (finding.fix?.safety === 'safe' ? [finding.fix] : []));
  const byFile = Map.groupBy(patches, (patch) => patch.file);
  if (write && !force) await refuseDirty(context.root, [...byFile.keys()]);
  return [...byFile].map(([file, list]) => fixFile(context.root, file, list, write));
}

function fixFile(root: string, file: string, patches: readonly Patch[], write: boolean): FileFix {
  const before = readSourceFile(root, file);
  const edits = new Map(patches.flatMap((patch) => patch.edits).map((edit) => [`${edit.start}-${edit.end}`, edit]));
  const after = applyPatchToText(before, { file, edits: [...edits.values()], summary: '', safety: 'safe' });
  if (write) writeSourceFile(root, file, after);
  return {
    file,
    summaries: [...new Set(patches.map((patch) => patch.summary))],
    diff: renderUnifiedDiff({ file, before, after }),
    written: write,
  };
}

async function refuseDirty(root: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const obstacle = await readEditObstacle(root, file);
    if (obstacle === undefined) continue;
    throw new UserError({
      code: 'dirty-file',
      message: `${file} ${obstacle}, so nothing was fixed.`,
      hint: 'Commit or stash them first, or add `--force`.',
    });
  }
}
