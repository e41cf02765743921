import type { CalibrationCurve, CalibrationReport } from '@millwright/core';

import { renderCount } from './duration.ts';
import type { Paint } from './paint.ts';
import { renderTable } from './table.ts';

const titles: Readonly<Record<CalibrationCurve['of'], string>> = {
  flake: 'flake',
  fault: 'regression',
  environment: 'environment',
  mine: 'yours',
};

/** How well told probabilities came true, for people. */
export function renderCalibration(paint: Paint, report: CalibrationReport): string {
  const { resolved, open, truths } = report;
  const head = `${renderCount(resolved + open, 'forecast')} remembered: ${resolved} resolved (${renderCount(truths.flake, 'flake')}, ${renderCount(truths.fault, 'fault')}, ${truths.environment} of the environment), ${open} open`;
  const note = noteOf(report);
  return [
    `${paint.strong(head)}\n`,
    ...(note === undefined ? [] : [`${note}\n`]),
    ...report.curves.map((curve) => `\n${renderCurve(paint, curve)}`),
  ].join('');
}

function noteOf({ resolved, leastResolved, isEnough, isRecalibrated }: CalibrationReport): string | undefined {
  if (resolved === 0)
    return 'Nothing to compare yet: a forecast is resolved when a later run of its tests tells what the failure was.';
  if (!isEnough)
    return `Too little to say how good the probabilities are: ${resolved} of the ${leastResolved} resolved forecasts that it takes.`;
  return isRecalibrated ? 'New forecasts are recalibrated by these.' : undefined;
}

function renderCurve(paint: Paint, curve: CalibrationCurve): string {
  const skill = curve.brierSkill === undefined ? '' : `, skill ${curve.brierSkill.toFixed(2)}`;
  const head = `${paint.strong(titles[curve.of])}: Brier score ${curve.brier.toFixed(3)}${skill}, calibration error ${curve.calibrationError.toFixed(3)}, ${curve.cameTrue} of ${curve.forecasts} came true\n`;
  const rows = curve.bins.map((bin) => [
    `  ${percent(bin.least)} – ${percent(bin.most)}`,
    `told ${percent(bin.told)}`,
    `came true ${percent(bin.cameTrue)}`,
    paint.dim(`(${bin.forecasts})`),
  ]);
  return head + renderTable(rows);
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
