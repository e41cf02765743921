import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { unknownRef } from './unknown-ref.ts';

const run = promisify(execFile);

/**
 * Files that differ between the working tree and the point where this branch left `ref`, posix and relative to the
 * project root; files outside it are left out. Throws a UserError when git does not know the ref.
 */
export async function readChangedFiles(root: string, ref: string): Promise<readonly string[]> {
  try {
    const base = (await run('git', ['merge-base', '--end-of-options', ref, 'HEAD'], { cwd: root })).stdout.trim();
    const changed = await run('git', ['diff', '--name-only', '--relative', '-z', base], { cwd: root });
    const untracked = await run('git', ['ls-files', '--others', '--exclude-standard', '-z'], { cwd: root });
    return `${changed.stdout}${untracked.stdout}`.split('\0').filter((file) => file !== '');
  } catch (cause) {
    throw unknownRef(ref, 'This project is not in a git repository; leave the option out.', cause);
  }
}
