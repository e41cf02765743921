import { type QuarantineEntry, type Run, type TestEntry, renderQuarantine, testIdOf } from '@millwright/core';
import { type HistoryStore, createRunId } from '@millwright/history';

/** What names a test. */
export type TestName = Pick<QuarantineEntry, 'runner' | 'file' | 'titlePath'> & { readonly project?: string };

/** What fails in a run (`FAIL`), the exit code that it must end with, and what the reporter must say; undefined: nothing. */
export type QuarantineCase = readonly [name: string, fail: string, exitCode: number, said: RegExp | undefined];

const dayMs = 86_400_000;

/** The text of a `quarantine.json` with an entry for each test, since yesterday and for another fortnight. */
export function quarantineText(tests: readonly TestName[], over: Partial<QuarantineEntry> = {}): string {
  const at = (days: number): string => new Date(Date.now() + days * dayMs).toISOString();
  return renderQuarantine({
    caps: { suite: 10, owner: 5 },
    entries: tests.map((test) => ({
      id: idOf(test),
      ...test,
      reason: 'it races',
      owner: '@shop',
      since: at(-1),
      expires: at(14).slice(0, 10),
      budget: { failedRuns: 20 },
      ...over,
    })),
  });
}

/** Remembers one run for each letter, an hour apart and the newest an hour ago, in which these tests passed (`.`) or failed (`F`). */
export async function rememberRuns(history: HistoryStore, tests: readonly TestName[], letters: string): Promise<void> {
  for (const [index, letter] of letters.split('').entries())
    await history.appendRun(runOf(tests, letter === '.', Date.now() - (letters.length - index) * 3_600_000));
}

/** All on one commit, so that nobody can blame the code for what changed. */
function runOf(names: readonly TestName[], passed: boolean, startedAtMs: number): Run {
  const tests = names.map(entryOf);
  return {
    runId: createRunId({ nowMs: startedAtMs, random: Math.random }),
    runner: names[0]?.runner ?? 'vitest',
    runnerVersion: '1.0.0',
    startedAt: new Date(startedAtMs).toISOString(),
    facts: {
      git: { commit: 'a'.repeat(40), dirty: false, rootPrefix: '' },
      machine: { os: 'linux', arch: 'x64', node: '24.0.0', cpuCount: 2, memoryMb: 4096 },
    },
    projects: [],
    status: passed ? 'passed' : 'failed',
    durationMs: 3000,
    tests,
    attempts: tests.map((test) => ({
      testId: test.id,
      retry: 0,
      repeat: 0,
      status: passed ? ('passed' as const) : ('failed' as const),
      startedAtMs,
      durationMs: 3000,
      workerIndex: 0,
      parallelIndex: 0,
      ...(passed ? {} : { failures: [{ message: `Expected ${test.titlePath.join(' ')}`, frames: [] }] }),
    })),
    notRun: [],
    errors: [],
    notes: [],
  };
}

function entryOf(test: TestName): TestEntry {
  return {
    id: idOf(test),
    runner: test.runner,
    project: test.project ?? '',
    file: test.file,
    titlePath: test.titlePath,
    line: 1,
    column: 1,
    expectedStatus: 'passed',
    retries: 0,
  };
}

function idOf(test: TestName): string {
  return testIdOf({ ...test, project: test.project ?? '' });
}
