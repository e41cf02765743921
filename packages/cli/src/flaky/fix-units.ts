import type { Patch } from '@millwright/core';
import type { PatternFinding } from '@millwright/source';

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

/** All edits of patches of one file; those that several of them ask for, such as a hook, once. */
export function mergedPatchOf(file: string, patches: readonly Patch[]): Patch {
  const edits = patches.flatMap((patch) => patch.edits);
  return {
    file,
    edits: [...new Map(edits.map((edit) => [`${edit.start}-${edit.end}-${edit.newText}`, edit])).values()],
    summary: [...new Set(patches.map((patch) => patch.summary))].join(' '),
    safety: patches.every((patch) => patch.safety === 'safe') ? 'safe' : 'suggestion',
  };
}
