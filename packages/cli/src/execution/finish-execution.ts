import { type Execution, type GateResult, type TestId, evaluateGate } from '@millwright/core';
import type { Config } from '@millwright/core/config';

import type { ExitCode } from '../frame/command.ts';

/** What closing the books needs to know beside the execution itself. */
export interface Ending {
  readonly interrupted: boolean;
  readonly finishedAt: string;
  /** Planned tests that `--grep` or the like left out: they were not forgotten. */
  readonly leftOut: ReadonlySet<TestId>;
  /** Titles of tests that failed and that are not in the plan. */
  readonly unplannedFailures: readonly string[];
  readonly gate: Config['gate'];
  /** Planned tests that left no trace and whose source text does not hold them any more. */
  readonly gone: ReadonlySet<TestId>;
  /** First lines of the errors that its runs met outside any test. A retry of a test cannot make them good. */
  readonly errorsOutsideTests: readonly string[];
  /** Planned tests whose failures are forgiven. */
  readonly quarantined?: ReadonlySet<TestId>;
}

/** The execution with how it ended and the gate's verdict. */
export function finishedExecutionOf(execution: Execution, ending: Ending): Execution {
  const tests = execution.tests.map((test) => (ending.gone.has(test.testId) ? { ...test, gone: true as const } : test));
  const gate = evaluateGate({
    tests: tests.filter((test) => test.gone !== true && !ending.leftOut.has(test.testId)),
    durationMs: execution.batches.reduce((sum, batch) => sum + (batch.durationMs ?? 0), 0),
    options: ending.gate,
    stressed: execution.stress?.tests ?? [],
    ...(ending.quarantined ? { quarantined: ending.quarantined } : {}),
  });
  const results: readonly GateResult[] = [
    ...gate.results,
    ...goneResultsOf(ending.gone),
    ...outsideResultsOf(ending.errorsOutsideTests),
    ...unplannedResultsOf(ending.unplannedFailures),
    ...runnerResultsOf(execution),
  ];
  const verdict = results.some((result) => result.verdict === 'fail') ? 'fail' : gate.verdict;
  return {
    ...execution,
    tests,
    status: ending.interrupted ? 'interrupted' : 'completed',
    finishedAt: ending.finishedAt,
    gate: { verdict, results },
  };
}

/** Whether no planned test was executed at all: then nothing was proved, however green the runners were. */
export function ranNothing(execution: Execution): boolean {
  return execution.tests.every((test) => test.outcome === 'pending' || test.outcome === 'skipped');
}

/** 130 interrupted · 2 nothing ran · 1 the gate failed · 0 fine. */
export function exitCodeOf(execution: Execution): ExitCode {
  if (execution.status === 'interrupted') return 130;
  if (ranNothing(execution)) return 2;
  return execution.gate?.verdict === 'fail' ? 1 : 0;
}

/** A test that was deleted after the plan was made cannot run; that is worth a word and no red verdict. */
function goneResultsOf(gone: ReadonlySet<TestId>): readonly GateResult[] {
  if (gone.size === 0) return [];
  const tests = gone.size === 1 ? '1 planned test is' : `${gone.size} planned tests are`;
  return [{ rule: 'plan-is-current', verdict: 'warn', message: `${tests} no longer in the source: plan again.` }];
}

/** An unhandled rejection or a failed teardown belongs to no test, and the next process may not meet it again. */
function outsideResultsOf(errors: readonly string[]): readonly GateResult[] {
  const [first] = errors;
  if (first === undefined) return [];
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  return [{ rule: 'no-errors-outside-tests', verdict: 'fail', message: `${count} outside any test: ${first}` }];
}

/** A test that came after the plan was made runs with its file, and what it found is no less true. */
function unplannedResultsOf(titles: readonly string[]): readonly GateResult[] {
  const [first] = titles;
  if (first === undefined) return [];
  const count = titles.length === 1 ? '1 test that is' : `${titles.length} tests that are`;
  const message = `${count} not in the plan failed: ${first}${titles.length > 1 ? ' …' : ''}. Plan again.`;
  return [{ rule: 'no-unplanned-failures', verdict: 'fail', message }];
}

/**
 * A runner that failed although all its tests were good met an error outside any test; that must not be green. A clean
 * retry excuses what its tests did, and no more than that: the processes of the plan are judged each by itself.
 */
function runnerResultsOf({ batches, tests }: Execution): readonly GateResult[] {
  const anyFailed = tests.some((test) => test.outcome === 'unexpected');
  const lastByRunner = new Map(batches.map((batch) => [batch.runner, batch]));
  const failed = batches.filter((batch) => {
    if (batch.exitCode === undefined || batch.exitCode === 0) return false;
    if (batch.reason === 'plan' && batch.unexplained === true) return true;
    return !anyFailed && lastByRunner.get(batch.runner) === batch;
  });
  return failed.map((batch) => ({
    rule: 'runner-exit-code',
    verdict: 'fail',
    message: `${batch.runner} ended with exit code ${batch.exitCode} although no planned test failed.`,
  }));
}
