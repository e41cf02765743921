import type { Run } from '@millwright/core';
import { expect } from 'vitest';

import { type Runner, minimalTitles, openMinimalProject, titlesOf } from '../support/minimal-project.ts';

/**
 * The journey of a newcomer with one installed version: a copy of the smallest project, wired by `e2e init --apply`,
 * run by the real runner, shown by `e2e history` and found in order by `e2e doctor`. Returns the run it remembers.
 */
export async function recordMinimalProject(runner: Runner, nodeModules: string): Promise<Run> {
  const project = openMinimalProject(runner, nodeModules);
  try {
    expect(await project.e2eJson(['init', '--apply'])).toMatchObject({ exitCode: 0, configs: [{ state: 'applied' }] });
    const ended = await project.run();
    expect(ended.exitCode, ended.stdout + ended.stderr).toBe(0);
    expect(ended.stderr).toBe('');
    const { runs } = await project.e2eJson<{ runs: readonly { runId: string }[] }>(['history', 'list']);
    expect(runs).toHaveLength(1);
    const { run } = await project.e2eJson<{ run: Run }>(['history', 'show', runs[0]?.runId ?? '']);
    expect(run.status).toBe('passed');
    expect(titlesOf(run)).toEqual(minimalTitles);
    expect(run.attempts.map((attempt) => attempt.status)).toEqual(['passed', 'passed', 'passed']);
    const { exitCode, checks } = await project.e2eJson<{ checks: readonly object[] }>(['doctor']);
    expect(exitCode, JSON.stringify(checks)).toBe(0);
    expect(checks).toEqual(
      expect.arrayContaining([
        { name: runner, state: 'ok', message: `${runner} ${run.runnerVersion}` },
        expect.objectContaining({ name: `${runner} reporter`, state: 'ok' }),
        expect.objectContaining({ name: 'history', state: 'ok' }),
      ]),
    );
    return run;
  } finally {
    project.remove();
  }
}
