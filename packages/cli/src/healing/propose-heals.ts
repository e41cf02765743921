import type { ExecutedTest, Heal, Patch, PlannedTest } from '@millwright/core';
import { calibratedProbabilityOf, titleMatcherOf } from '@millwright/core';
import type { PatternFinding } from '@millwright/source';

/** A repair that may be tried: all fixes of one kind in one test, for half of them may not be enough. */
export interface HealProposal {
  readonly test: PlannedTest;
  /** The pattern whose fix it is. */
  readonly kind: string;
  readonly patch: Patch;
  /** Probability that the repaired test passes its verification and is kept, 0 to 1. */
  readonly probability: number;
}

/**
 * Patterns whose fix leaves every assertion as strict as it was. A fix of an assertion may be right, but a test that
 * turns green because it asks for less has proved nothing.
 */
const patternsSafeToHeal: ReadonlySet<string> = new Set(['race']);

export interface ProposalInput {
  readonly planned: readonly PlannedTest[];
  readonly executed: readonly ExecutedTest[];
  readonly findings: readonly PatternFinding[];
  /** Every earlier repair: what became of them is the probability of the next. */
  readonly pastHeals: readonly Heal[];
  readonly nowMs: number;
}

/** Repairs for the tests that failed or flaked in an execution, likeliest first. */
export function proposeHeals({
  planned,
  executed,
  findings,
  pastHeals,
  nowMs,
}: ProposalInput): readonly HealProposal[] {
  const bad = new Set(
    executed.filter((test) => test.outcome === 'unexpected' || test.outcome === 'flaky').map((test) => test.testId),
  );
  const safe = findings.filter((finding) => patternsSafeToHeal.has(finding.pattern) && finding.fix?.safety === 'safe');
  const proposals = planned
    .filter((test) => bad.has(test.testId))
    .flatMap((test) =>
      [
        ...Map.groupBy(
          safe.filter((finding) => concerns(finding, test)),
          (finding) => finding.pattern,
        ),
      ].map(([kind, ofKind]): HealProposal => ({
        test,
        kind,
        patch: patchOf(test.file, ofKind),
        probability: calibratedProbabilityOf({ kind, pastHeals, nowMs }),
      })),
    );
  // The same test in two projects has the same code.
  const once = new Map(proposals.map((proposal) => [JSON.stringify(proposal.patch), proposal]));
  return [...once.values()].toSorted((a, b) => b.probability - a.probability);
}

function patchOf(file: string, findings: readonly PatternFinding[]): Patch {
  const fixes = findings.flatMap((finding) => finding.fix ?? []);
  return {
    file,
    edits: fixes.flatMap((fix) => fix.edits),
    summary: [...new Set(fixes.map((fix) => fix.summary))].join(' '),
    safety: 'safe',
  };
}

function concerns(finding: PatternFinding, test: PlannedTest): boolean {
  if (finding.fix?.file !== test.file || finding.testTitlePath === undefined) return false;
  return titleMatcherOf(finding.testTitlePath)(test.titlePath);
}
