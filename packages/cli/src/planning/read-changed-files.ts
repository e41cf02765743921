import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { UserError } from '@millwright/core';

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
    throw new UserError({
      code: 'unknown-ref',
      message: `Expected \`--changed-since\` to be a branch, tag or commit that git can compare with, got "${ref}".`,
      hint: /not a git repository/.test(String(cause))
        ? 'This project is not in a git repository; leave the option out.'
        : 'In CI, fetch the base branch first (GitHub Actions: `fetch-depth: 0`).',
      cause,
    });
  }
}
