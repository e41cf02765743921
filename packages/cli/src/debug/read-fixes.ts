import { existsSync } from 'node:fs';
import { join } from 'node:path';

import {
  type DebugCause,
  type Run,
  type RunnerName,
  type SuggestedFix,
  type TestHistory,
  featuresOf,
  findTightTimeout,
} from '@millwright/core';
import {
  type FixSubject,
  type PatternFinding,
  applyPatchToText,
  findFlakyPatterns,
  fixObjectionsOf,
  openSourceTree,
  renderUnifiedDiff,
  suggestFixes,
} from '@millwright/source';

import type { Context } from '../context/context.ts';
import { readSourceFile } from '../wiring/edit-file.ts';
import type { ShownFix } from './explained-report.ts';

/** An outage fails the tests of hundreds of files, whose code says nothing of it. */
const mostFiles = 30;

export interface FixMaterial {
  readonly histories: readonly TestHistory[];
  readonly runs: readonly Run[];
}

/** What to do about each cause, by its signature, with the edits as diffs against the files as they are now. */
export function readFixes(
  context: Context,
  causes: readonly DebugCause[],
  material: FixMaterial,
): ReadonlyMap<string, readonly ShownFix[]> {
  const subjects = readFixSubjects(context, causes, material);
  return new Map(
    subjects.map((subject) => [
      subject.cause.signature,
      suggestFixes(subject).map((fix) => shownFixOf(context.root, fix)),
    ]),
  );
}

/** What the suggestion rules are given for each cause. */
export function readFixSubjects(
  { root }: Context,
  causes: readonly DebugCause[],
  { histories, runs }: FixMaterial,
): readonly FixSubject[] {
  if (causes.length === 0) return [];
  const tree = openSourceTree({ root });
  const findings = findFlakyPatterns({ root, files: testFilesOf(root, causes) });
  const historyOf = new Map(histories.map((history) => [history.test.id, history]));
  return causes.map((cause) => ({
    cause,
    features: featuresOf(cause.example, cause.outsideTests ? { origin: 'run' } : {}),
    runner: runnerOf(cause, runs),
    tree,
    findings: findingsOf(cause, findings),
    tightTimeouts: cause.tests.flatMap(({ testId }) => {
      const history = historyOf.get(testId);
      return (history && findTightTimeout(history)) ?? [];
    }),
  }));
}

/** The files of the tests that causes took down, as far as they are still there. */
function testFilesOf(root: string, causes: readonly DebugCause[]): readonly string[] {
  const files = new Set(causes.flatMap(({ tests }) => tests.map(({ file }) => file)));
  return [...files].slice(0, mostFiles).filter((file) => existsSync(join(root, file)));
}

function findingsOf({ tests }: DebugCause, findings: readonly PatternFinding[]): readonly PatternFinding[] {
  const files = new Set(tests.map(({ file }) => file));
  return findings.filter(({ location }) => location !== undefined && files.has(location.file));
}

function runnerOf({ tests, example }: DebugCause, runs: readonly Run[]): RunnerName {
  const ids = new Set(tests.map(({ testId }) => testId));
  const owner = runs.find((run) => run.tests.some(({ id }) => ids.has(id)) || run.errors.includes(example));
  return (owner ?? runs[0])?.runner ?? 'playwright';
}

/** A fix with its diff. An edit that is graded low and would weaken a test after all is not shown as an edit. */
function shownFixOf(root: string, { patch, ...fix }: SuggestedFix): ShownFix {
  if (patch === undefined) return fix;
  const before = readSourceFile(root, patch.file);
  const after = applyPatchToText(before, patch);
  const [objection] = fix.risk === 'low' ? fixObjectionsOf({ file: patch.file, before, after }) : [];
  if (objection !== undefined)
    return { ...fix, risk: 'medium', evidence: [...fix.evidence, `Not a mechanical fix: ${objection}`] };
  return { ...fix, diff: renderUnifiedDiff({ file: patch.file, before, after }) };
}
