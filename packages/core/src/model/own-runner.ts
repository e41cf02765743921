import type { OwnRunner, RunnerName } from './test.ts';

/** Whether Millwright can start tests of this runner; those of an imported report it can only remember. */
export function isOwnRunner(runner: RunnerName): runner is OwnRunner {
  return runner === 'playwright' || runner === 'vitest';
}

/** How the runner writes its own name. */
export function nameOfRunner(runner: OwnRunner): string {
  return runner === 'playwright' ? 'Playwright' : 'Vitest';
}
