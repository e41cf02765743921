import type { Patch } from '@millwright/core';
import { type PatternFinding, composePatches } from '@millwright/source';

/** The safe fixes that are proved together: all of one pattern in one test, for half of them may not be enough. */
export interface FixUnit {
  /** The pattern. */
  readonly kind: string;
  /** The test that holds them; undefined for code that the tests of the file share. */
  readonly titlePath: readonly string[] | undefined;
  readonly patch: Patch;
}

/** The safe fixes of findings, in the order of the findings. */
export function fixUnitsOf(findings: readonly PatternFinding[]): readonly FixUnit[] {
  const safe = findings.filter((finding) => finding.fix?.safety === 'safe');
  const groups = Map.groupBy(safe, ({ pattern, fix, testTitlePath }) =>
    JSON.stringify([fix?.file, testTitlePath, pattern]),
  );
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    const fixes = same.flatMap(({ fix }) => fix ?? []);
    const file = fixes[0]?.file;
    if (first === undefined || file === undefined) return [];
    return [{ kind: first.pattern, titlePath: first.testTitlePath, patch: mergedPatchOf(file, fixes) }];
  });
}

/** Patches of one file as one. What overlaps another waits for the next analysis. */
export function mergedPatchOf(file: string, patches: readonly Patch[]): Patch {
  const { applied, edits } = composePatches(patches);
  return {
    file,
    edits,
    summary: [...new Set(applied.map((patch) => patch.summary))].join(' '),
    safety: applied.every((patch) => patch.safety === 'safe') ? 'safe' : 'suggestion',
  };
}
