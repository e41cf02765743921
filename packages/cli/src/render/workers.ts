import type { WorkerChoice } from '@millwright/core';

import { renderCount } from './duration.ts';

/** `2 workers: 4 cores, half of them for Playwright's workers, as is its own default.` */
export function renderWorkers({ count, reason }: WorkerChoice): string {
  return `${renderCount(count, 'worker')}: ${reason}.`;
}
