import type { Forecast } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

const name = 'forecasts';

/** What was said of failures so far, and what became of it; oldest first. */
export async function readForecasts(history: HistoryStore): Promise<readonly Forecast[]> {
  return (await history.readState<ForecastsDocument>(name, empty)).forecasts;
}

/** Changes it, one writer at a time. Throws a UserError when it cannot be written. */
export async function updateForecasts(
  history: HistoryStore,
  change: (forecasts: readonly Forecast[]) => readonly Forecast[],
): Promise<readonly Forecast[]> {
  const document = await history.updateState<ForecastsDocument>(name, empty, ({ forecasts }) => ({
    forecasts: change(forecasts),
  }));
  return document.forecasts;
}

interface ForecastsDocument {
  readonly forecasts: readonly Forecast[];
}

const empty: ForecastsDocument = { forecasts: [] };
