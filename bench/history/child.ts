import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type Run, excludeOutages, flakeStatsOf } from '@millwright/core';
import { openHistory } from '@millwright/history';
import { openRunRecorder } from '@millwright/history/recorder';

import { runCount, stepRunCounts, syntheticRun } from './synthetic-run.ts';

/** What a child process measured: numbers by name. Its peak memory is added to them. */
export type Measured = Record<string, number>;

async function timed<T>(work: () => Promise<T>): Promise<readonly [ms: number, value: T]> {
  const startMs = performance.now();
  const value = await work();
  return [performance.now() - startMs, value];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const tasks: Readonly<Record<string, (dir: string) => Promise<Measured>>> = {
  /** Writes the whole history, run by run. */
  async append(dir) {
    const history = openHistory({ dir, root: dir });
    const times: number[] = [];
    let attempts = 0;
    for (let index = 0; index < runCount; index += 1) {
      const run = syntheticRun(index);
      attempts += run.attempts.length;
      times.push((await timed(() => history.appendRun(run)))[0]);
    }
    return { medianMs: median(times), firstMs: times[0] ?? 0, attempts };
  },

  /** The same through the door that reporters use, into the history that is there. */
  async record(dir) {
    const times: number[] = [];
    const perTest: number[] = [];
    for (let index = runCount; index < runCount + 12; index += 1) {
      const run = syntheticRun(index);
      const [ms, selfMs] = await recordRun(dir, run);
      times.push(ms);
      perTest.push(selfMs / run.attempts.length);
    }
    return { medianMs: median(times.slice(1)), perTestMs: median(perTest) };
  },

  /** Statistics of all tests over the last 100 runs. */
  async read(dir) {
    const [ms, histories] = await timed(async () => {
      const read = await openHistory({ dir, root: dir }).readTestHistories({ last: 100 });
      const calm = excludeOutages(read).histories;
      if (calm.map((history) => flakeStatsOf(history)).length === 0) throw new Error('Expected tests to judge.');
      return read;
    });
    const observations = histories.reduce((sum, history) => sum + history.observations.length, 0);
    return { ms, tests: histories.length, observations };
  },

  /** The same when the derived index is gone. */
  async rebuild(dir) {
    await rm(join(dir, 'cache'), { recursive: true, force: true });
    return (tasks['read'] as (dir: string) => Promise<Measured>)(dir);
  },

  /** Runs whose attempts have five steps each, through the door that reporters use. */
  async steps(dir) {
    for (let index = 0; index < stepRunCounts.first; index += 1) await recordRun(dir, syntheticRun(index, 5));
    return {};
  },

  /** More of them, when most of what runs share is there. */
  async moreSteps(dir) {
    const { first, further } = stepRunCounts;
    for (let index = first; index < first + further; index += 1) await recordRun(dir, syntheticRun(index, 5));
    return {};
  },

  async lowdbWrite(dir) {
    await mkdir(dir, { recursive: true });
    const { Low } = await import('lowdb');
    const { JSONFile } = await import('lowdb/node');
    const database = new Low<{ runs: Run[] }>(new JSONFile(join(dir, 'history.json')), { runs: [] });
    for (let index = 0; index < runCount; index += 1) database.data.runs.push(withoutTests(syntheticRun(index)));
    return { ms: (await timed(() => database.write()))[0] };
  },

  async lowdbRead(dir) {
    const { Low } = await import('lowdb');
    const { JSONFile } = await import('lowdb/node');
    const database = new Low<{ runs: Run[] }>(new JSONFile(join(dir, 'history.json')), { runs: [] });
    const [ms] = await timed(() => database.read());
    return { ms, runs: database.data.runs.length };
  },
};

/** In one file nobody would repeat the tests of each run, so the comparison leaves all but the last away. */
function withoutTests(run: Run): Run {
  return { ...run, tests: [] };
}

async function recordRun(dir: string, run: Run): Promise<readonly [finishMs: number, selfMs: number]> {
  const { tests, attempts, status, durationMs, notRun: _notRun, errors: _errors, notes: _notes, ...header } = run;
  const byId = new Map(tests.map((test) => [test.id, test]));
  const recorder = openRunRecorder({ dir, root: dir, header, env: { API_TOKEN: 'a-secret-of-the-bench-9f3b' } });
  for (const attempt of attempts) {
    const test = byId.get(attempt.testId);
    if (test) recorder.addAttempt(test, attempt);
  }
  const selfMs = recorder.selfTimeMs;
  const [finishMs] = await timed(() => recorder.finish({ status, durationMs }));
  return [finishMs, selfMs];
}

const [name = '', dir = ''] = process.argv.slice(2);
const task = tasks[name];
if (!task) throw new Error(`There is no task ${name}.`);
const measured = await task(dir);
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(
  `${JSON.stringify({ ...measured, peakMb: maxRSS / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 })}\n`,
);
