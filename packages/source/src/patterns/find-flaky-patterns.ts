import type { Patch } from '@millwright/core';
import { isAbsolute, relative } from 'node:path';

import { excerptOf, locationOf } from '../syntax/location.ts';
import { isWithin } from '../syntax/walk.ts';
import type { FoundTest } from '../tests/static-tests.ts';
import { openSourceTree, posix } from '../tree/source-tree.ts';
import type { FlakyPattern, PatternFinding, PatternHit } from './flaky-pattern.ts';
import { FLAKY_PATTERNS } from './index.ts';
import { type PatternContext, patternContextOf } from './pattern-context.ts';

/** What to look at. */
export interface FlakyPatternOptions {
  /** The project root, absolute. */
  readonly root: string;
  /** Test files (or files of test helpers), relative to the root or absolute. Files that do not exist find nothing. */
  readonly files: readonly string[];
  /** Names of the only patterns to look for; all of the registry when left out. */
  readonly patterns?: readonly string[];
}

/**
 * Finds the patterns known to cause flakes in the given files, ordered by file, line and pattern. Imports are read to
 * follow helpers; findings are only reported in the files themselves.
 */
export function findFlakyPatterns(options: FlakyPatternOptions): PatternFinding[] {
  const files = options.files.map((file) =>
    posix(isAbsolute(file) ? relative(options.root, file) : file).replace(/^\.\//u, ''),
  );
  const tree = openSourceTree({ root: options.root, files });
  const { patterns } = options;
  const wanted = patterns ? FLAKY_PATTERNS.filter((pattern) => patterns.includes(pattern.name)) : FLAKY_PATTERNS;
  return files.flatMap((file) => {
    const context = patternContextOf(tree, file);
    if (!context) return [];
    const found = wanted.flatMap((pattern) => pattern.find(context).map((hit) => findingOf(context, pattern, hit)));
    return found.sort(byPlace);
  });
}

function byPlace(a: PatternFinding, b: PatternFinding): number {
  const [left, right] = [a.location, b.location];
  if (!left || !right || left.line === right.line) return (left?.column ?? 0) - (right?.column ?? 0);
  return left.line - right.line;
}

function findingOf(context: PatternContext, pattern: FlakyPattern, hit: PatternHit): PatternFinding {
  const test = testAround(context, hit);
  // A test that is expected to fail is to go on failing: what would mend it is for a person to decide.
  const isMeantToFail = test?.modifiers.includes('fail') === true;
  const fix = isMeantToFail ? undefined : hit.fix && patchOf(context, hit.fix);
  return {
    kind: pattern.name,
    pattern: pattern.name,
    why: hit.why,
    page: `docs/patterns/${pattern.name}.md`,
    severity: hit.severity ?? pattern.severity,
    subject: test ? test.titlePath.join(' > ') : context.file,
    location: locationOf(context.file, hit.node),
    evidence: [...excerptOf(hit.node), ...(hit.evidence ?? []), hit.why],
    advice: hit.advice,
    ...(test && { testTitlePath: test.titlePath }),
    ...(fix && { fix }),
  };
}

/** Edits count from the first character of the file on disk, which may be a byte order mark that the parser leaves out. */
function patchOf({ file, tree }: PatternContext, fix: NonNullable<PatternHit['fix']>): Patch {
  const lead = tree.leadOf(file);
  const edits = fix.edits.map((edit) => ({ ...edit, start: edit.start + lead, end: edit.end + lead }));
  return { file, edits, summary: fix.summary, safety: fix.safety };
}

function testAround(context: PatternContext, hit: PatternHit): FoundTest | undefined {
  return context.tests.find((test) => test.body && isWithin(hit.node, test.body));
}
