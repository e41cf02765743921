import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { FollowedPlan, RunnerName } from '@millwright/core';
import { parseFollowedPlan } from '@millwright/core/record';

import { readCodeState, readFileDigests } from '../facts/code-state.ts';

/** Which plan a run is to follow. */
export interface FollowRequest {
  /** `latest`, an id, or a path relative to the root. */
  readonly strategy: string;
  /** The history folder, absolute. */
  readonly dir: string;
  /** The project root, absolute. */
  readonly root: string;
  readonly runner: RunnerName;
}

/** A plan as it stands at the start of a run. */
export interface ReadPlan extends FollowedPlan {
  /** The test files that the plan leaves tests out of and that are still what they were: only of these it may. */
  readonly unchangedFiles: ReadonlySet<string>;
  /** As `PlanOrigin.codeState`, now; read only for a plan that depends on it. */
  readonly codeStateNow?: string;
}

/** Reads the plan that a reporter was asked to follow; a sentence when there is none to follow. Never rejects. */
export async function readFollowedPlan(request: FollowRequest): Promise<ReadPlan | { readonly problem: string }> {
  try {
    const path = pathOf(request);
    if (path === undefined) return { problem: 'No strategy was planned yet (`e2e plan-strategy` makes one)' };
    const text = readText(path);
    if (text === undefined) return { problem: `There is no strategy that can be read at ${path}` };
    const plan = parseFollowedPlan(text, request.runner);
    if ('problem' in plan) return { problem: `The strategy at ${path} cannot be followed: ${plan.problem}` };
    return await asItStands(plan, request.root);
  } catch (error) {
    return { problem: `The strategy cannot be followed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function asItStands(plan: FollowedPlan, root: string): Promise<ReadPlan> {
  const files = new Set(plan.leftOut.map(({ file }) => file));
  const now = readFileDigests(root, files);
  const { testFiles } = plan.madeFor;
  const goesByCode = plan.leftOut.some(({ cause }) => cause === 'selection');
  const codeStateNow = goesByCode ? await readCodeState(root) : undefined;
  return {
    ...plan,
    unchangedFiles: new Set([...files].filter((file) => now[file] !== undefined && now[file] === testFiles[file])),
    ...(codeStateNow === undefined ? {} : { codeStateNow }),
  };
}

function pathOf({ strategy, dir, root }: FollowRequest): string | undefined {
  if (/[\\/]|\.json$/.test(strategy)) return resolve(root, strategy);
  const id = strategy === 'latest' ? readText(join(dir, 'strategies', 'latest.txt'))?.trim() : strategy;
  return id ? join(dir, 'strategies', `${id}.json`) : undefined;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Which strategy the environment and the reporter's option ask a run to follow; undefined for none. `MILLWRIGHT_STRATEGY` wins over the
 * option, `off` follows none, and what `e2e` starts itself has a plan of its own.
 */
export function wantedStrategyOf(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const isCommissioned = [
    'MILLWRIGHT_PLAN_FILE',
    'MILLWRIGHT_EXECUTION_ID',
    'MILLWRIGHT_EXPERIMENT',
    'MILLWRIGHT_PROOF',
  ].some((name) => env[name]);
  const told = env['MILLWRIGHT_STRATEGY']?.trim();
  if (isCommissioned || (told && /^(?:off|0|false|no)$/i.test(told))) return undefined;
  return told || option;
}
