import { type Attempt, type Run, type RunHeader, type TestEntry, testIdOf } from '@millwright/core';
import { createRunId } from '@millwright/history';

export const firstStartMs = Date.parse('2026-11-01T08:00:00.000Z');

/** Mulberry32 (Tommy Ettinger, public domain): the same numbers for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function makeTest(index: number, file = `tests/page-${index % 3}.spec.ts`): TestEntry {
  const identity = { runner: 'playwright', project: 'chromium', file, titlePath: ['page', `case ${index}`] };
  return { ...identity, id: testIdOf(identity), line: 3 + index * 5, column: 3, expectedStatus: 'passed', retries: 1 };
}

export function makeHeader(seed: number, more: Partial<RunHeader> = {}): RunHeader {
  const startMs = firstStartMs + seed * 60_000;
  return {
    runId: createRunId({ nowMs: startMs, random: randomOf(seed) }),
    runner: 'playwright',
    runnerVersion: '1.65.1',
    startedAt: new Date(startMs).toISOString(),
    facts: { machine: { os: 'linux', arch: 'x64', node: 'v24.21.0', cpuCount: 2, memoryMb: 4096 } },
    projects: [{ name: 'chromium' }],
    ...more,
  };
}

/** The attempts of one test: one in five fails at first, and half of those pass on the retry. */
export function makeAttempts(test: TestEntry, startMs: number, random: () => number): Attempt[] {
  const bad = random() < 0.2;
  return Array.from({ length: bad ? 2 : 1 }, (_, retry) => {
    const failed = bad && (retry === 0 || random() < 0.5);
    return {
      testId: test.id,
      retry,
      repeat: 0,
      status: failed ? 'failed' : 'passed',
      startedAtMs: startMs + retry * 500,
      durationMs: Math.round(random() * 400),
      workerIndex: 0,
      parallelIndex: 0,
      steps: [{ title: `Click order ${Math.floor(random() * 1e6)}`, category: 'pw:api', durationMs: 3, depth: 0 }],
      ...(failed && {
        failures: [
          {
            message: `took ${Math.floor(random() * 9000)} ms`,
            frames: [],
            page: { ariaSnapshot: `- row ${Math.floor(random() * 99)}` },
          },
        ],
      }),
    };
  });
}

/** A run of some tests, the same for the same seed. */
export function makeRun(
  seed: number,
  options: { readonly tests?: readonly TestEntry[]; readonly header?: Partial<RunHeader> } = {},
): Run {
  const random = randomOf(seed + 1_000);
  const header = makeHeader(seed, options.header);
  const tests = options.tests ?? Array.from({ length: 9 }, (_, index) => makeTest(index));
  const startMs = Date.parse(header.startedAt);
  const attempts = tests.flatMap((test, index) => makeAttempts(test, startMs + index * 1000, random));
  return {
    ...header,
    status: 'failed',
    durationMs: 9_000,
    tests: tests.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    attempts: attempts.sort((a, b) => a.startedAtMs - b.startedAtMs),
    notRun: [],
    errors: [],
    notes: [],
  };
}
