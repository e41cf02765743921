import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { type TestStrategy, type Timings, timingsFile, updatedTimingsOf } from '@millwright/core';
import { readTimings } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { findRunner } from './find-runner.ts';

const run = promisify(execFile);

/** What an execution says of the part it is to run. */
interface ShardRequest {
  readonly shard: string | undefined;
  /** Whether the plan came from a file that all machines are handed. */
  readonly isSharedPlan: boolean;
  readonly passThrough: readonly string[];
}

/**
 * What the runners cut shards by, so that all take about as long; undefined when they have to cut them by count. Only what all
 * machines have alike may decide: with a history of their own each would cut otherwise, and tests would run twice or never.
 * Says in a line which it is.
 */
export async function readShardTimings(
  context: Context,
  strategy: TestStrategy,
  request: ShardRequest,
): Promise<Timings | undefined> {
  const { shard } = request;
  if (shard === undefined) return undefined;
  const { timings, because } = await timingsFor(context, strategy, request);
  context.say(
    timings === undefined
      ? `Shard ${shard} is cut by count, by the runner itself: ${because}.`
      : `Shard ${shard} is cut by time, from ${because}.`,
  );
  if (because === timingsFile && (await isUncommitted(context.root)))
    context.say(
      `${timingsFile} is not committed as it is here: where it is another, or none, shards are cut otherwise, and tests run twice or never.`,
    );
  const counting = timings && strategy.testCases.some(({ runner }) => runner === 'playwright') && tooOld(context);
  if (counting)
    context.say(`Playwright ${counting} cuts its tests by count: 1.62 is the first to leave that to a reporter.`);
  return timings;
}

/** False where git cannot tell. */
async function isUncommitted(root: string): Promise<boolean> {
  const args = ['status', '--porcelain', '--ignored', '--', timingsFile];
  const status = await run('git', args, { cwd: root }).catch(() => undefined);
  return status !== undefined && status.stdout.trim() !== '';
}

async function timingsFor(
  { root, world }: Context,
  strategy: TestStrategy,
  { isSharedPlan, passThrough }: ShardRequest,
): Promise<{ readonly timings?: Timings; readonly because: string }> {
  const isWeighted = passThrough.some((arg) => arg.startsWith('--shard-weights'));
  if (isWeighted || world.env['PWTEST_SHARD_WEIGHTS'] !== undefined)
    return { because: 'it was given weights of shards' };
  const read = await readTimings(root);
  if (read?.kind === 'read') return { timings: read.timings, because: timingsFile };
  if (read !== undefined) return { because: `${timingsFile} is unreadable. ${read.fault.replace(/\.$/, '')}` };
  if (isSharedPlan) {
    const { testCases } = strategy;
    const timings = updatedTimingsOf({}, { tests: testCases, skipped: [], fileMs: new Map() });
    return { timings, because: 'the plan' };
  }
  return { because: `there is no ${timingsFile} (\`e2e timings --apply\` writes it)` };
}

/** The version of Playwright when it lets no reporter cut shards. */
function tooOld({ root, config }: Context): string | undefined {
  if (config.runners.playwright.command !== undefined) return undefined;
  const version = findRunner(root, 'playwright')?.version;
  const [major = 0, minor = 0] = version?.split('.').map(Number) ?? [];
  return version !== undefined && major === 1 && minor < 62 ? version : undefined;
}
