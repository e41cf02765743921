import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { readFacts } from '@millwright/history';

import type { Context } from '../context/context.ts';
import type { CheckResult } from './check.ts';

/** Whether git can tell which commit a run was made on. */
export async function checkGit({ root, world }: Context): Promise<readonly CheckResult[]> {
  const { git } = await readFacts({ root, env: world.env });
  if (git !== undefined)
    return [{ name: 'git', state: 'ok', message: `${git.branch ?? 'detached'} at ${git.commit.slice(0, 10)}` }];
  if (await isDubiousOwner(root)) {
    return [
      {
        name: 'git',
        state: 'warning',
        message: 'git refuses to read this repository, because it belongs to another user (dubious ownership).',
        advice: `Trust it: git config --global --add safe.directory ${root}`,
      },
    ];
  }
  return [
    {
      name: 'git',
      state: 'warning',
      message: 'The project is not in a git repository with a commit, or git is not installed.',
      advice: 'Everything works, but a flake cannot be told from a change of code.',
    },
  ];
}

async function isDubiousOwner(root: string): Promise<boolean> {
  try {
    await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: root, env: { ...process.env, LC_ALL: 'C' } });
    return false;
  } catch (error) {
    return /dubious ownership/.test((error as { readonly stderr?: string }).stderr ?? '');
  }
}
