import { calibrationReportOf } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import type { CommandResult } from '../frame/command.ts';
import { renderCalibration } from '../render/calibration.ts';
import { readForecasts } from '../state/forecasts.ts';
import { resolvedOf } from './record-forecasts.ts';

/** `e2e debug-execution --calibration`: what was said of failures against what became of them. Writes nothing. */
export async function showCalibration(context: Context, history: HistoryStore): Promise<CommandResult> {
  const forecasts = await readForecasts(history);
  const report = calibrationReportOf(await resolvedOf(context, history, forecasts, await history.readTestHistories()));
  return {
    exitCode: 0,
    document: { format: 'millwright/calibration', version: 1, ...report },
    text: renderCalibration(context.paint, report),
  };
}
