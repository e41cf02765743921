import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Whether the project can load our reporter: a config that names a package that is not there stops its runner. */
export function isReporterInstalled(root: string, runner: 'playwright' | 'vitest'): boolean {
  try {
    createRequire(join(root, 'package.json')).resolve(`@millwright/${runner}/package.json`);
    return true;
  } catch {
    return false;
  }
}
