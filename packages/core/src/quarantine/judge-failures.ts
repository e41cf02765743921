import type { Attempt, Outcome } from '../model/attempt.ts';
import { isExpected, outcomeOf } from '../model/outcome.ts';
import type { TestEntry, TestId } from '../model/test.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import { outsideBodyReasonOf } from './body-failure.ts';
import type { Quarantine, QuarantineEntry } from './quarantine.ts';
import { type QuarantineStanding, standingOf } from './standing.ts';

/** A test that made its run fail, with its attempts in that run. */
export interface FailedTest {
  readonly test: TestEntry;
  readonly attempts: readonly Attempt[];
}

export interface JudgeInput {
  readonly quarantine: Quarantine;
  /** Every test that made the run fail. */
  readonly failed: readonly FailedTest[];
  /** What else keeps the run red, in sentences: errors outside tests, tests that never started. */
  readonly obstacles: readonly string[];
  /** What was remembered before this run; outages already left out. */
  readonly histories: readonly TestHistory[];
  /** The text of a test file, where it could be read. */
  readonly sources: ReadonlyMap<string, string>;
  readonly nowMs: number;
}

/** What quarantine makes of a failed run. */
export interface QuarantineJudgement {
  /** Whether the run counts as passed: everything that failed is forgiven. */
  readonly forgiven: boolean;
  /** Quarantined failures that do not count. */
  readonly excused: readonly (FailedTest & { readonly standing: QuarantineStanding })[];
  /** Quarantined failures that count all the same, and why. */
  readonly refused: readonly (FailedTest & { readonly entry: QuarantineEntry; readonly because: string })[];
  /** Failed and not quarantined. */
  readonly others: readonly TestEntry[];
  readonly obstacles: readonly string[];
}

/** Judges which failures of a run are forgiven. Whatever is in doubt is not. */
export function judgeFailures(input: JudgeInput): QuarantineJudgement {
  const entries = new Map(input.quarantine.entries.map((entry) => [entry.id, entry]));
  const histories = new Map(input.histories.map((history) => [history.test.id, history]));
  const excused: QuarantineJudgement['excused'][number][] = [];
  const refused: QuarantineJudgement['refused'][number][] = [];
  const others: TestEntry[] = [];
  for (const failed of input.failed) {
    const entry = entries.get(failed.test.id);
    if (entry === undefined) {
      others.push(failed.test);
      continue;
    }
    const standing = standingOf(entry, withThisRun(failed, histories.get(entry.id), input.nowMs), input.nowMs);
    const because =
      standing.state === 'active'
        ? outsideBodyReasonOf(failed.test, failed.attempts, input.sources.get(failed.test.file))
        : standing.because;
    if (because === undefined) excused.push({ ...failed, standing });
    else refused.push({ ...failed, entry, because });
  }
  const { obstacles } = input;
  const forgiven = excused.length > 0 && refused.length === 0 && others.length === 0 && obstacles.length === 0;
  return { forgiven, excused, refused, others, obstacles };
}

/** The history with what this run says of the test, taken as a run of the same code: the commit is not asked for. */
function withThisRun({ test, attempts }: FailedTest, history: TestHistory | undefined, nowMs: number): TestHistory {
  const known = history?.observations ?? [];
  const told: Outcome = outcomeOf(test, attempts);
  const observation: Observation = {
    run: {
      runId: 'this-run',
      runner: test.runner,
      status: 'failed',
      ...known.at(-1)?.run,
      startedAt: new Date(nowMs).toISOString(),
    },
    outcome: told === 'flaky' ? 'flaky' : 'unexpected',
    attempts: attempts.length,
    failedAttempts: attempts.filter((attempt) => !isExpected(test, attempt)).length,
    durationMs: attempts.at(-1)?.durationMs ?? 0,
  };
  return { test, observations: [...known, observation] };
}

/** Ids of the tests whose failures are forgiven. */
export function excusedIdsOf({ excused }: QuarantineJudgement): ReadonlySet<TestId> {
  return new Set(excused.map(({ test }) => test.id));
}
