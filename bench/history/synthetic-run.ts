import { type Attempt, type Run, type Step, type TestEntry, testIdOf } from '@millwright/core';
import { createRunId } from '@millwright/history';

import { randomOf } from './random.ts';
import { syntheticFailure } from './synthetic-failure.ts';

const testCount = 2_000;
export const runCount = 500;
/** Runs with steps: so many at first, whose shared documents are new, and so many more. */
export const stepRunCounts = { first: 50, further: 100 };

const projects = ['chromium', 'firefox', 'api'];
const specFiles = 154;
/** Tests that fail now and then; the others never do. */
const unsteadyTests = 600;
const firstStartMs = Date.UTC(2026, 4, 1, 6);

const identities = Array.from({ length: testCount }, (_, index) => {
  const spec = index % specFiles;
  const identity = {
    runner: 'playwright',
    project: projects[spec % projects.length] as string,
    file: `tests/area-${spec % 9}/page-${spec}.spec.ts`,
    titlePath: [`page ${spec}`, `shows what case ${index} asks for`],
  };
  return { ...identity, id: testIdOf(identity) };
});

/** The suite as it stands at a run: one spec file in every second run was edited, which moves its lines. */
function testsAt(runIndex: number): TestEntry[] {
  return identities.map((identity, index) => {
    const edits = Math.floor((runIndex / 2 + specFiles - (index % specFiles)) / specFiles);
    const tags = index % 7 === 0 ? ['@smoke'] : ['@full'];
    return {
      id: identity.id,
      runner: identity.runner,
      project: identity.project,
      file: identity.file,
      titlePath: identity.titlePath,
      line: 8 + Math.floor(index / specFiles) * 14 + edits * 3,
      column: 3,
      expectedStatus: 'passed',
      retries: 1,
      timeoutMs: 30_000,
      runnerId: `${identity.project}-${index.toString(16).padStart(20, '0')}`,
      bodyHash: (index * 2_654_435_761).toString(16).padStart(12, '0'),
      tags,
    };
  });
}

/** A worker of Playwright: its slot is kept, its process is replaced after each failure. */
interface Worker {
  readonly slot: number;
  atMs: number;
  process: number;
}

/** A whole run of 2,000 tests on four workers; about three in a hundred fail, and two thirds of those pass on the retry. */
export function syntheticRun(runIndex: number, stepCount = 0): Run {
  const random = randomOf(runIndex * 7_919 + 13);
  const startMs = firstStartMs + runIndex * 3_600_000 + Math.floor(random() * 60_000);
  const tests = testsAt(runIndex);
  const attempts = attemptsOf(tests, startMs, stepCount, random);
  return {
    runId: createRunId({ nowMs: startMs, random }),
    runner: 'playwright',
    runnerVersion: '1.65.1',
    startedAt: new Date(startMs).toISOString(),
    facts: {
      git: { commit: runIndex.toString(16).padStart(40, 'c'), branch: 'main', dirty: false, rootPrefix: '' },
      machine: { os: 'linux', arch: 'x64', node: 'v24.21.0', cpuCount: 4, memoryMb: 16_384, timeZone: 'UTC' },
    },
    projects: projects.map((name) => ({ name })),
    workers: 4,
    status: 'failed',
    durationMs: Math.max(...attempts.map((attempt) => attempt.startedAtMs + attempt.durationMs)) - startMs,
    tests: tests.sort((a, b) => (a.id < b.id ? -1 : 1)),
    attempts,
    notRun: [],
    errors: [],
    notes: [],
  };
}

function attemptsOf(tests: readonly TestEntry[], startMs: number, stepCount: number, random: () => number): Attempt[] {
  const workers: Worker[] = [0, 1, 2, 3].map((slot) => ({ slot, atMs: startMs + slot * 40, process: slot }));
  let processes = workers.length;
  const attempts: Attempt[] = [];
  for (const [index, test] of tests.entries()) {
    const worker = workers.reduce((earliest, next) => (next.atMs < earliest.atMs ? next : earliest));
    const bad = index < unsteadyTests && random() < 0.1;
    for (let retry = 0; retry < (bad ? 2 : 1); retry += 1) {
      const failed = bad && (retry === 0 || random() < 0.33);
      const attempt = attemptOf(test.id, index, retry, failed, worker, random);
      const steps = stepCount > 0 ? { steps: stepsOf(index, stepCount, attempt.durationMs, random) } : {};
      attempts.push({ ...attempt, ...steps });
      worker.atMs += attempt.durationMs + 3;
      if (failed) worker.process = processes++;
    }
  }
  return attempts.sort((a, b) => a.startedAtMs - b.startedAtMs);
}

function attemptOf(
  testId: string,
  index: number,
  retry: number,
  failed: boolean,
  worker: Worker,
  random: () => number,
): Attempt {
  const badStatus = index % 8 === 0 ? 'timedOut' : 'failed';
  return {
    testId,
    retry,
    repeat: 0,
    status: failed ? badStatus : 'passed',
    startedAtMs: worker.atMs,
    durationMs: Math.round((40 + ((index * 37) % 1900)) * (0.8 + random() * 0.5)),
    workerIndex: worker.process,
    parallelIndex: worker.slot,
    ...(failed && { failures: [syntheticFailure(index, random)] }),
  };
}

function stepsOf(index: number, count: number, durationMs: number, random: () => number): Step[] {
  return Array.from({ length: count }, (_, step) => ({
    title: step === 0 ? 'Before Hooks' : `Click getByRole('button', { name: 'Case ${index} of step ${step}' })`,
    category: step === 0 ? 'hook' : 'pw:api',
    depth: step === 0 ? 0 : 1,
    durationMs: Math.round((durationMs / count) * random()),
    location: { file: `tests/page-${index % specFiles}.spec.ts`, line: 10 + step, column: 5 },
  }));
}
