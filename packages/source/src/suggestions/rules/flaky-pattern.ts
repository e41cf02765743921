import { type CauseClass, type SuggestedFix, titleMatcherOf } from '@millwright/core';

import { composePatches } from '../../patch/compose-patches.ts';
import type { PatternFinding } from '../../patterns/flaky-pattern.ts';
import type { FixSubject, SuggestionRule } from '../suggestion-rule.ts';

const timing = ['assertion', 'locator-not-found', 'timeout', 'navigation', 'script-error', 'unknown'] as const;
const values = ['assertion', 'snapshot', 'unknown'] as const;
const leftovers = ['assertion', 'database', 'not-found', 'script-error', 'strict-mode', 'unknown'] as const;

/** The causes of failures that a pattern can lie behind. */
const causesOf: Readonly<Record<string, readonly CauseClass[]>> = {
  race: timing,
  'missing-await': timing,
  'testing-library-no-await': timing,
  'lost-assertion': timing,
  'event-after-action': timing,
  'non-retrying-assertion': timing,
  'hard-coded-sleep': timing,
  networkidle: timing,
  'wait-for-selector': timing,
  'element-handle': timing,
  'forced-action': timing,
  'soft-timeout': timing,
  'unsafe-evaluate-closure': timing,
  'time-dependence': values,
  'unseeded-random': values,
  'exact-assertion-on-computed-number': values,
  'exact-duration': values,
  'unordered-comparison': values,
  'locale-dependence': values,
  'volatile-snapshot': values,
  'leaked-mock': leftovers,
  'leaked-timer': leftovers,
  'shared-mutable-state': leftovers,
  'missing-cleanup': leftovers,
  'order-dependence': leftovers,
  'database-without-isolation': leftovers,
  'hidden-hook-coupling': leftovers,
  'brittle-locator': ['locator-not-found', 'strict-mode', 'timeout'],
  'raw-locator': ['locator-not-found', 'strict-mode', 'timeout'],
  'index-locator': ['locator-not-found', 'strict-mode', 'assertion'],
  'fixed-port': ['setup', 'network'],
  'leaked-server': ['setup', 'network', 'resource'],
  'external-dependency-without-retry': ['network', 'server', 'rate-limit', 'timeout'],
  'uncontrolled-file-system': ['setup', 'assertion', 'unknown'],
};

/** Fixes that change what a test accepts, though the change may be right: for a person to decide. */
const asksForLess: ReadonlySet<string> = new Set(['exact-assertion-on-computed-number']);

const most = 3;

/** A flaky pattern in the code of a failing test that can make it fail like this: on the failing line first, then with a known fix. */
export const flakyPattern: SuggestionRule = {
  name: 'flaky-pattern',
  suggest: (subject) => {
    const groups = Map.groupBy(concerningOf(subject), ({ pattern, location, testTitlePath }) =>
      JSON.stringify([pattern, location?.file, testTitlePath]),
    );
    return [...groups.values()]
      .toSorted((a, b) => rankOf(subject, b) - rankOf(subject, a))
      .slice(0, most)
      .flatMap((same) => suggestionOf(same));
  },
};

/** The findings of a cause whose fix is mechanical and keeps what the test asserts: those that are graded `low`. */
export function lowRiskFindingsOf(subject: FixSubject): readonly PatternFinding[] {
  return concerningOf(subject).filter((finding) => isLowRisk(finding));
}

function isLowRisk({ pattern, fix }: PatternFinding): boolean {
  return fix?.safety === 'safe' && !asksForLess.has(pattern);
}

/** The findings in the bodies of the tests that failed, and in the code beside them when it is the failing line. */
function concerningOf({ cause, findings }: FixSubject): readonly PatternFinding[] {
  return findings.filter((finding) => {
    if (isAtFailure(finding, cause)) return true;
    const { testTitlePath, location, pattern } = finding;
    if (testTitlePath === undefined || causesOf[pattern]?.includes(cause.cause) !== true) return false;
    const matches = titleMatcherOf(testTitlePath);
    return cause.tests.some((test) => test.file === location?.file && matches(test.title.split(' › ')));
  });
}

/** What a server answered, a machine lacked or a loader missed does not come from the pattern of the line that met it. */
const fromElsewhere: ReadonlySet<CauseClass> = new Set<CauseClass>([
  'authentication',
  'authorization',
  'database',
  'network',
  'not-found',
  'rate-limit',
  'resource',
  'server',
  'syntax',
  'validation',
]);

function isAtFailure({ location, pattern }: PatternFinding, { cause, location: failed }: FixSubject['cause']): boolean {
  const patternCauses = causesOf[pattern];
  if (location?.file !== failed?.file || location?.line !== failed?.line || patternCauses === undefined) return false;
  return !fromElsewhere.has(cause) || patternCauses.includes(cause);
}

function rankOf({ cause }: FixSubject, same: readonly PatternFinding[]): number {
  const isHere = same.some((finding) => isAtFailure(finding, cause));
  const safety = same.some(({ fix }) => fix?.safety === 'safe') ? 2 : same.some(({ fix }) => fix) ? 1 : 0;
  return (isHere ? 4 : 0) + safety;
}

function suggestionOf(same: readonly PatternFinding[]): readonly Omit<SuggestedFix, 'kind'>[] {
  const [first] = same;
  if (first === undefined) return [];
  const fixes = same.flatMap(({ fix }) => fix ?? []);
  const low = same.filter(isLowRisk).flatMap(({ fix }) => fix ?? []);
  const isLow = low.length > 0;
  const { applied, edits } = composePatches(isLow ? low : fixes);
  const [known] = applied;
  const summaries = [...new Set(applied.map(({ summary }) => summary))].join(' ');
  return [
    {
      summary: known === undefined ? first.advice : summaries,
      risk: isLow ? 'low' : 'medium',
      ...(first.location ? { location: first.location } : {}),
      evidence: [`${first.pattern}: ${first.why}`],
      ...(known === undefined
        ? {}
        : { patch: { file: known.file, edits, summary: summaries, safety: isLow ? 'safe' : 'suggestion' } as const }),
    },
  ];
}
