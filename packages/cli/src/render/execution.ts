import type { Execution, Heal, TestStrategy } from '@millwright/core';

import type { ExplainedReport } from '../debug/explained-report.ts';
import { renderShort, usualWidth } from '../debug/render-short.ts';
import { isLocatorHeal } from '../healing/locator/locator-heal.ts';
import { renderLocatorHeals } from '../healing/locator/render-locator-heals.ts';
import { renderHeal } from '../healing/render-heal.ts';
import { renderStress } from '../stress/render-stress.ts';
import { renderCount, renderDuration } from './duration.ts';
import type { Paint } from './paint.ts';

export interface ExecutionView {
  readonly execution: Execution;
  readonly strategy: TestStrategy;
  readonly report: ExplainedReport | undefined;
  readonly heals: readonly (Heal & { readonly diff?: string })[];
  /** Characters in a line, where it is known. */
  readonly width?: number | undefined;
  /** What a command line needs to mean this project and history: `Context.placeFlags`. */
  readonly placeFlags?: string;
}

/** An execution for people: counts, predicted and actual time, why tests failed, repairs, and the verdict. */
export function renderExecution(
  paint: Paint,
  { execution, strategy, report, heals, width = usualWidth, placeFlags = '' }: ExecutionView,
): string {
  return [
    ...(report === undefined || report.causes.length === 0 ? [] : [renderShort(paint, { report, runs: [] }, width)]),
    ...heals.map((heal) => (isLocatorHeal(heal) ? renderLocatorHeals(paint, [heal]) : renderHeal(paint, heal))),
    `${paint.strong(strategy.name)} ${paint.dim(execution.executionId)}`,
    countsOf(paint, execution),
    timesOf(execution),
    ...renderStress(paint, execution.stress),
    ...(execution.gate?.results ?? []).map(
      (result) => `${verdictOf(paint, result.verdict)}  ${result.rule}: ${result.message}`,
    ),
    execution.status === 'interrupted'
      ? paint.warn(
          `Interrupted. What was recorded is kept; go on with: e2e autonomous-run --resume ${execution.executionId}${placeFlags}`,
        )
      : `Verdict: ${verdictOf(paint, execution.gate?.verdict ?? 'fail')}`,
    '',
  ].join('\n');
}

function countsOf(paint: Paint, { tests }: Execution): string {
  const count = (outcome: string): number => tests.filter((test) => test.outcome === outcome).length;
  const parts = [
    paint.good(`${count('expected')} passed`),
    ...(count('unexpected') > 0 ? [paint.bad(`${count('unexpected')} failed`)] : ['0 failed']),
    ...(count('flaky') > 0 ? [paint.warn(`${count('flaky')} flaky`)] : []),
    ...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []),
    ...(count('pending') > 0 ? [`${count('pending')} not run`] : []),
  ];
  return parts.join(', ');
}

/** Predicted against actual test time, over the tests that ran: the same tests on both sides. */
function timesOf({ tests, batches }: Execution): string {
  const ran = tests.filter((test) => test.attempts > 0);
  const predictedMs = ran.reduce((sum, test) => sum + test.estimatedDurationMs, 0);
  const actualMs = ran.reduce((sum, test) => sum + test.durationMs, 0);
  const wallMs = batches.reduce((sum, batch) => sum + (batch.durationMs ?? 0), 0);
  return `Test time ${renderDuration(actualMs)} (predicted ${renderDuration(predictedMs)}), ${renderDuration(wallMs)} on the clock in ${renderCount(batches.length, 'runner process', 'runner processes')}.`;
}

function verdictOf(paint: Paint, verdict: 'pass' | 'warn' | 'fail'): string {
  if (verdict === 'pass') return paint.good('pass');
  return verdict === 'warn' ? paint.warn('warn') : paint.bad('fail');
}
