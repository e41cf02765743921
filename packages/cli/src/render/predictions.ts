import type {
  CalibrationBin,
  ModelStanding,
  PredictionReplay,
  PredictionReport,
  PredictionScore,
} from '@millwright/core';

import { renderCount } from './duration.ts';
import type { Paint } from './paint.ts';
import { renderPercent } from './percent.ts';
import { renderTable } from './table.ts';

/** What is told of predictions. */
export interface ShownPredictions {
  readonly standing: ModelStanding;
  readonly stored: PredictionReport;
  readonly replayed: Omit<PredictionReplay, 'standing'>;
}

/** How good the told probabilities of failures were, for people. */
export function renderPredictions(paint: Paint, { standing, stored, replayed }: ShownPredictions): string {
  if (standing.runs === 0 && stored.predictions === 0) {
    return 'Nothing to compare yet: no run is remembered, and a prediction is judged by the next run of its test.\n';
  }
  return [
    renderStanding(paint, standing),
    renderStored(paint, stored),
    ...(stored.weeks.length === 0 ? [] : [`${paint.strong('By week')}\n${renderTable(stored.weeks.map(weekRowOf))}`]),
    ...(replayed.curve === undefined ? [] : [renderReplay(paint, replayed)]),
  ].join('\n');
}

/** Which model speaks, and why. */
function renderStanding(paint: Paint, { speaks, runs, failures, ruleLoss, learnedLoss }: ModelStanding): string {
  const seen = `${renderCount(runs, 'run')} and ${renderCount(failures, 'failure')} of the past were looked at`;
  const losses = `log loss per test, newer runs counting more: learned ${lossOf(learnedLoss)}, rule ${lossOf(ruleLoss)}`;
  const isBetter = learnedLoss !== undefined && ruleLoss !== undefined && learnedLoss < ruleLoss;
  const why =
    speaks === 'learned'
      ? 'it foretold the last runs better than the rule'
      : isBetter
        ? 'there were too few failures to trust the learned model'
        : 'the learned model foretold the last runs no better';
  const name = speaks === 'learned' ? 'The learned model' : 'The rule';
  return `${paint.strong(`${name} speaks`)}: ${why} (${losses}). ${seen}.\n`;
}

function renderStored(paint: Paint, report: PredictionReport): string {
  const { predictions, runs, failures, unresolved } = report;
  const waiting = `${unresolved} ${unresolved === 1 ? 'waits' : 'wait'} for a run`;
  if (predictions === 0) {
    const next = unresolved === 0 ? '; `e2e plan-strategy` and `e2e autonomous-run` make them' : '';
    return `${paint.strong('Stored predictions')}: none was judged yet, ${waiting}${next}.\n`;
  }
  const head = `${paint.strong('Stored predictions')}: ${predictions} judged by ${renderCount(runs, 'run')} (${failures} failed), ${waiting}`;
  const few = report.isEnough
    ? []
    : [
        `Too little to say how good they are: it takes ${report.leastPredictions} with ${report.leastFailures} failures among them.`,
      ];
  return [head, ...few, ...scoreLinesOf(report), renderBins(paint, report.bins)].join('\n');
}

function renderReplay(paint: Paint, { runs, curve, ...precisions }: ShownPredictions['replayed']): string {
  if (curve === undefined) return '';
  const head = `${paint.strong('Replayed')}: had each of ${renderCount(runs, 'remembered run')} been predicted by those before it (${curve.forecasts} predictions, ${curve.cameTrue} failed)`;
  return [
    head,
    ...scoreLinesOf({ ...curve, ...precisions, failures: curve.cameTrue, predictions: curve.forecasts }),
    renderBins(paint, curve.bins),
  ].join('\n');
}

type ShownScore = Pick<
  PredictionScore,
  | 'brier'
  | 'brierSkill'
  | 'calibrationError'
  | 'failingRuns'
  | 'rPrecision'
  | 'precisionAtTen'
  | 'failures'
  | 'predictions'
>;

function scoreLinesOf(score: ShownScore): readonly string[] {
  const { brier, brierSkill, calibrationError, failingRuns, rPrecision, precisionAtTen } = score;
  const base = renderPercent(score.failures / score.predictions);
  const skill = brierSkill === undefined ? '' : `, skill ${brierSkill.toFixed(2)} against always saying ${base}`;
  return [
    `  Brier score ${lossOf(brier)}${skill}, calibration error ${lossOf(calibrationError)}`,
    ...(rPrecision === undefined || precisionAtTen === undefined
      ? []
      : [
          `  in ${renderCount(failingRuns, 'run')} with failures: ${renderPercent(rPrecision)} of as many most probable tests as failed (R-precision), ${renderPercent(precisionAtTen)} of the ten most probable`,
        ]),
  ];
}

function renderBins(paint: Paint, bins: readonly CalibrationBin[]): string {
  return renderTable(
    bins.map((bin) => [
      `  ${renderPercent(bin.least)} – ${renderPercent(bin.most)}`,
      `told ${renderPercent(bin.told)}`,
      `failed ${renderPercent(bin.cameTrue)}`,
      paint.dim(`(${bin.forecasts})`),
    ]),
  );
}

function weekRowOf(week: PredictionReport['weeks'][number]): readonly string[] {
  return [
    `  ${week.week}`,
    renderCount(week.runs, 'run'),
    renderCount(week.predictions, 'prediction'),
    `${week.failures} failed`,
    `Brier ${lossOf(week.brier)}`,
    `skill ${week.brierSkill?.toFixed(2) ?? '–'}`,
    `calibration error ${lossOf(week.calibrationError)}`,
    `R-precision ${week.rPrecision === undefined ? '–' : renderPercent(week.rPrecision)}`,
    `of ten ${week.precisionAtTen === undefined ? '–' : renderPercent(week.precisionAtTen)}`,
  ];
}

function lossOf(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(4);
}
