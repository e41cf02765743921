import type { RunFacts } from '@millwright/core';

import { type Environment, ciFactsOf } from './ci-providers.ts';
import { gitTimeoutMs } from './git-command.ts';
import { readGitFacts } from './git-facts.ts';
import { readMachineFacts } from './machine-facts.ts';

export interface ReadFactsOptions {
  /** The project root, absolute. */
  readonly root: string;
  readonly env: Environment;
  /** For the questions to git together; 5 seconds by default. */
  readonly timeoutMs?: number;
}

/** Reads what surrounds a run: git, continuous integration, machine. Never throws or rejects; what is not there is absent. */
export async function readFacts(options: ReadFactsOptions): Promise<RunFacts> {
  const found = ciFactsOf(options.env);
  const git = await readGitFacts(options.root, {
    timeoutMs: options.timeoutMs ?? gitTimeoutMs,
    branch: found?.branch,
    baseBranch: found?.baseBranch,
  });
  return { ...(git ? { git } : {}), ...readFactsAtHand(options.env) };
}

/** The facts that need no other process: continuous integration and machine. */
export function readFactsAtHand(env: Environment): RunFacts {
  const told = env['MILLWRIGHT_APP_BUILD'];
  const machine = { machine: readMachineFacts(), ...(told ? { appBuild: told } : {}) };
  const found = ciFactsOf(env);
  if (!found) return machine;
  const { branch: _branch, ...ci } = found;
  return { ci, ...machine };
}
