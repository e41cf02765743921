import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Context } from '../context/context.ts';
import { renderCount } from '../render/duration.ts';
import type { CheckResult } from './check.ts';

const shownProblems = 5;

/** Whether the history can be written, and whether what is there is sound. */
export async function checkHistory(context: Context): Promise<readonly CheckResult[]> {
  const folder = nearestExistingOf(context.dir);
  if (!statSync(folder).isDirectory() || !isWritable(folder)) {
    return [
      {
        name: 'history',
        state: 'problem',
        message: `${folder} ${isWritable(folder) ? 'is a file' : 'cannot be written'}: runs are not remembered.`,
        advice: 'Give write permission, or choose another folder with `dir` in the configuration or MILLWRIGHT_DIR.',
      },
    ];
  }
  const history = await context.openHistory();
  const health = await history.verify();
  if (health.runCount === 0 && health.problems.length === 0) {
    return [
      {
        name: 'history',
        state: 'warning',
        message: 'Nothing is remembered yet.',
        advice: 'Run your tests once with the reporter, or take over the past with `e2e history import`.',
      },
    ];
  }
  const size = `${renderCount(health.runCount, 'run')}, ${(health.byteCount / 1e6).toFixed(1)} MB`;
  if (health.problems.length === 0) return [{ name: 'history', state: 'ok', message: size }];
  const shown = health.problems.slice(0, shownProblems).map((problem) => `${problem.path}: ${problem.message}`);
  return [
    {
      name: 'history',
      state: 'problem',
      message: `${size}; ${renderCount(health.problems.length, 'problem')}: ${shown.join(' ')}`,
      advice: 'See them all with `e2e history verify`. What cannot be read is set aside; the rest is used.',
    },
  ];
}

/** The folder itself, or the one in which it would be made. */
function nearestExistingOf(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExistingOf(dirname(path));
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
