import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type SharedTest, chooseWorkers } from './choose-workers.ts';
import type { MachineRoom } from './worker-choice.ts';

const runners = ['playwright', 'vitest'] as const;

/** So many tests of a runner, each in a file of its own unless said otherwise, each recorded with so many milliseconds. */
function testsOf(
  runner: (typeof runners)[number],
  count: number,
  {
    files = count,
    ms = 5000,
    from = 'history',
  }: { files?: number; ms?: number; from?: SharedTest['estimateFrom'] } = {},
): readonly SharedTest[] {
  return Array.from({ length: count }, (_, index) => ({
    runner,
    project: '',
    file: `${index % files}.ts`,
    estimatedDurationMs: ms,
    estimateFrom: from,
  }));
}

const roomy = { freeMemoryMb: 64_000 };

describe('how many workers, and why', () => {
  test.each([
    {
      name: 'Playwright takes half of the cores',
      question: { runner: 'playwright', room: { cores: 8, ...roomy } },
      count: 4,
      reason: "8 cores, half of them for Playwright's workers, as is its own default",
    },
    {
      name: 'Vitest leaves one core to its main process',
      question: { runner: 'vitest', room: { cores: 8, ...roomy } },
      count: 7,
      reason: "8 cores, one of them for Vitest's main process, as is its own default",
    },
    { name: 'one core', question: { runner: 'vitest', room: { cores: 1 } }, count: 1, reason: '1 core' },
    {
      name: 'the container grants less time than there are cores',
      question: { runner: 'playwright', room: { cores: 64, cpuQuota: 4.5, ...roomy } },
      count: 2,
      reason: "4.5 of 64 cores by the container's limit, half of them for Playwright's workers, as is its own default",
    },
    {
      name: 'the container grants a part of a core',
      question: { runner: 'vitest', room: { cores: 4, cpuQuota: 0.5 } },
      count: 1,
      reason: "0.5 of 4 cores by the container's limit",
    },
    {
      name: 'a quota above the cores limits nothing',
      question: { runner: 'vitest', room: { cores: 4, cpuQuota: 16 } },
      count: 3,
      reason: "4 cores, one of them for Vitest's main process, as is its own default",
    },
    {
      name: 'little memory is free',
      question: { runner: 'playwright', room: { cores: 16, freeMemoryMb: 2400 } },
      count: 3,
      reason: '16 cores, but 2400 MB of memory are free, and 750 MB for each worker are assumed',
    },
    {
      name: 'the container leaves little memory',
      question: { runner: 'vitest', room: { cores: 16, freeMemoryMb: 60_000, containerMemoryMb: 1100 } },
      count: 4,
      reason:
        "16 cores, but 1100 MB of memory are left of the container's limit, and 250 MB for each worker are assumed",
    },
    {
      name: 'not even one worker has room',
      question: { runner: 'playwright', room: { cores: 4, freeMemoryMb: 100 } },
      count: 1,
      reason: '4 cores, but 100 MB of memory are free, and 750 MB for each worker are assumed',
    },
    {
      name: 'Vitest gives out whole files',
      question: { runner: 'vitest', room: { cores: 8 }, tests: testsOf('vitest', 40, { files: 2 }) },
      count: 2,
      reason: '8 cores, but only 2 test files to share out',
    },
    {
      name: 'Playwright may give out single tests',
      question: { runner: 'playwright', room: { cores: 8 }, tests: testsOf('playwright', 40, { files: 1 }) },
      count: 4,
      reason: "8 cores, half of them for Playwright's workers, as is its own default",
    },
    {
      name: 'one test',
      question: { runner: 'playwright', room: { cores: 8 }, tests: testsOf('playwright', 1) },
      count: 1,
      reason: '8 cores, but only 1 test to share out',
    },
    {
      name: 'the tests are over before a third worker would have started',
      question: { runner: 'playwright', room: { cores: 8 }, tests: testsOf('playwright', 50, { ms: 50 }) },
      count: 2,
      reason: '8 cores, but only 2.5 s of tests, and a worker takes about 1 s to start',
    },
    {
      name: 'guessed durations tell nothing',
      question: {
        runner: 'playwright',
        room: { cores: 8 },
        tests: testsOf('playwright', 50, { ms: 50, from: 'default' }),
      },
      count: 4,
      reason: "8 cores, half of them for Playwright's workers, as is its own default",
    },
    {
      name: 'no test is known yet',
      question: { runner: 'vitest', room: { cores: 3 }, tests: [] },
      count: 2,
      reason: "3 cores, one of them for Vitest's main process, as is its own default",
    },
  ] as const)('$name', ({ question, count, reason }) =>
    expect(chooseWorkers(question)).toEqual({ count, from: 'machine', reason }),
  );
});

describe('laws', () => {
  const memory = fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined });
  const room: fc.Arbitrary<MachineRoom> = fc
    .record({
      cores: fc.integer({ min: 1, max: 256 }),
      cpuQuota: fc.option(fc.double({ min: 0.01, max: 300, noNaN: true }), { nil: undefined }),
      freeMemoryMb: memory,
      containerMemoryMb: memory,
    })
    .map((known) => Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as never);
  const runner = fc.constantFrom(...runners);
  const shape = fc.record({ count: fc.integer({ min: 0, max: 60 }), files: fc.integer({ min: 1, max: 60 }) });

  test('at least one worker, and never more than cores, tests, or cores by the quota rounded up', () => {
    fc.assert(
      fc.property(runner, room, shape, (name, own, { count: tests, files }) => {
        const { count } = chooseWorkers({ runner: name, room: own, tests: testsOf(name, tests, { files }) });
        expect(Number.isInteger(count)).toBe(true);
        expect(count).toBeGreaterThanOrEqual(1);
        expect(count).toBeLessThanOrEqual(own.cores);
        expect(count).toBeLessThanOrEqual(Math.ceil(own.cpuQuota ?? own.cores));
        if (tests > 0) expect(count).toBeLessThanOrEqual(tests);
      }),
    );
  });

  test('more memory, cores, time or tests never mean fewer workers', () => {
    fc.assert(
      fc.property(
        runner,
        room,
        shape,
        fc.integer({ min: 0, max: 50_000 }),
        (name, own, { count: tests, files }, more) => {
          const of = (bigger: MachineRoom, moreTests = 0): number =>
            chooseWorkers({
              runner: name,
              room: bigger,
              tests: testsOf(name, Math.max(1, tests) + moreTests, { files: files + moreTests }),
            }).count;
          const { freeMemoryMb, containerMemoryMb, cpuQuota, cores } = own;
          const least = of(own);
          const grown: readonly MachineRoom[] = [
            ...(freeMemoryMb === undefined ? [] : [{ ...own, freeMemoryMb: freeMemoryMb + more }]),
            ...(containerMemoryMb === undefined ? [] : [{ ...own, containerMemoryMb: containerMemoryMb + more }]),
            ...(cpuQuota === undefined ? [] : [{ ...own, cpuQuota: cpuQuota + more / 1000 }]),
            { ...own, cores: cores + (more % 64) },
          ];
          for (const bigger of grown) expect(of(bigger)).toBeGreaterThanOrEqual(least);
          expect(of(own, more % 20)).toBeGreaterThanOrEqual(least);
        },
      ),
    );
  });
});
