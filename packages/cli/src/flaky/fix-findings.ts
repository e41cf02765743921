import { UserError } from '@millwright/core';
import { type PatternFinding, applyPatchToText, fixObjectionsOf, renderUnifiedDiff } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { readEditObstacle, readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';
import { mergedPatchOf } from './fix-units.ts';

/** What the safe fixes change in one file. */
export interface FileFix {
  readonly file: string;
  readonly summaries: readonly string[];
  readonly diff: string;
  readonly written: boolean;
}

/** A fix with the text that it makes of the file. */
export interface DraftedFix extends FileFix {
  readonly before: string;
  readonly after: string;
}

/** What the safe fixes of findings would do, file by file. A file that they would spoil is left out, which is said. */
export function readFixes(context: Context, findings: readonly PatternFinding[]): readonly DraftedFix[] {
  const patches = findings.flatMap((finding) => (finding.fix?.safety === 'safe' ? [finding.fix] : []));
  const byFile = Map.groupBy(patches, (patch) => patch.file);
  return [...byFile].flatMap(([file, list]) => {
    const before = readSourceFile(context.root, file);
    const patch = mergedPatchOf(file, list);
    const after = applyPatchToText(before, patch);
    const [objection] = fixObjectionsOf({ file, before, after });
    if (objection !== undefined) {
      context.say(`The fixes of ${file} are left out: ${objection}`);
      return [];
    }
    const diff = renderUnifiedDiff({ file, before, after });
    return [{ file, summaries: [patch.summary], diff, written: false, before, after }];
  });
}

/** A fix that a person has to judge, as a diff of its own. */
export interface SuggestedFix {
  readonly pattern: string;
  readonly file: string;
  readonly line: number;
  readonly summary: string;
  readonly diff: string;
}

/** What the suggestions of findings would do, each alone. Nothing writes them; those that would spoil a file are left out. */
export function readSuggestions(context: Context, findings: readonly PatternFinding[]): readonly SuggestedFix[] {
  return findings.flatMap(({ pattern, fix, location }): SuggestedFix[] => {
    if (fix?.safety !== 'suggestion') return [];
    const { file, summary } = fix;
    const before = readSourceFile(context.root, file);
    const after = applyPatchToText(before, fix);
    if (fixObjectionsOf({ file, before, after }).length > 0) return [];
    return [{ pattern, file, line: location?.line ?? 1, summary, diff: renderUnifiedDiff({ file, before, after }) }];
  });
}

/** Writes fixes into their files. Throws a UserError, before anything is written, when one of them has uncommitted changes. */
export async function writeFixes(
  context: Context,
  fixes: readonly DraftedFix[],
  { force }: { readonly force: boolean },
): Promise<readonly FileFix[]> {
  if (!force)
    await refuseDirty(
      context.root,
      fixes.map(({ file }) => file),
    );
  return fixes.map((fix) => {
    writeSourceFile(context.root, fix.file, fix.after);
    return { ...shownFixOf(fix), written: true };
  });
}

/** A fix without the texts of its file. */
export function shownFixOf({ before: _before, after: _after, ...shown }: DraftedFix): FileFix {
  return shown;
}

/** Throws a UserError for a file that git could not bring back. */
export async function refuseDirty(root: string, files: readonly string[]): Promise<void> {
  for (const file of new Set(files)) {
    const obstacle = await readEditObstacle(root, file);
    if (obstacle === undefined) continue;
    throw new UserError({
      code: 'dirty-file',
      message: `${file} ${obstacle}, so nothing was fixed.`,
      hint: 'Commit or stash them first, or add `--force`.',
    });
  }
}
