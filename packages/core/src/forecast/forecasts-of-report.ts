import type { DebugReport } from '../cause/debug-report.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { OriginShares } from '../origin/failure-origin.ts';
import type { Forecast } from './forecast.ts';

/** Causes of one report, and tests of one cause, that are recorded. */
const most = { causes: 50, tests: 20 } as const;

/**
 * What a report says that the future can check: its causes that left tests failed, none of which has run since. What only flaked is told
 * already, and an error outside tests has no later run to compare with.
 */
export function forecastsOf(
  report: DebugReport,
  {
    histories,
    at,
    runIds,
  }: { readonly histories: readonly TestHistory[]; readonly at: string; readonly runIds: readonly string[] },
): readonly Forecast[] {
  const judged = new Set(runIds);
  const byTest = new Map(histories.map((history) => [history.test.id, history]));
  const isOpen = (testId: string): boolean => {
    const newest = byTest.get(testId)?.observations.findLast(({ outcome }) => outcome !== 'skipped');
    return newest !== undefined && judged.has(newest.run.runId);
  };
  return report.causes.slice(0, most.causes).flatMap((cause) => {
    const failed = cause.tests.filter(({ outcome }) => outcome === 'unexpected').map(({ testId }) => testId);
    const runId = byTest
      .get(failed[0] ?? '')
      ?.observations.find(({ run, outcome }) => judged.has(run.runId) && outcome === 'unexpected')?.run.runId;
    if (runId === undefined || !failed.every(isOpen)) return [];
    const { origin } = cause;
    return [
      {
        runId,
        at,
        signature: cause.signature,
        ...(cause.signatures.length > 1 ? { signatures: cause.signatures.slice(0, most.tests) } : {}),
        tests: failed.slice(0, most.tests),
        shares: rounded(origin),
        ...(origin.uncalibrated === undefined ? {} : { uncalibrated: rounded(origin.uncalibrated) }),
        mine: round(origin.mine.probability),
      },
    ];
  });
}

function rounded({ flake, regression, environment, unknown }: OriginShares): OriginShares {
  return {
    flake: round(flake),
    regression: round(regression),
    environment: round(environment),
    unknown: round(unknown),
  };
}

function round(ratio: number): number {
  return Math.round(ratio * 10_000) / 10_000;
}
