// Plain JavaScript, because 200 of these are started and each would wait for its types to be stripped.
import { writeSync } from 'node:fs';

import { openRunRecorder } from '@millwright/history/recorder';

const [dir, firstSeed] = process.argv.slice(2);
const machine = { os: 'linux', arch: 'x64', node: 'v24.21.0', cpuCount: 2, memoryMb: 4096 };
writeSync(1, 'ready\n');
for (let seed = Number(firstSeed); ; seed += 1) {
  const startMs = Date.UTC(2026, 10, 1) + seed * 60_000;
  const header = {
    runId: `RUN${String(seed).padStart(23, '0')}`,
    runner: 'playwright',
    runnerVersion: '1.65.1',
    startedAt: new Date(startMs).toISOString(),
    facts: { machine },
    projects: [],
  };
  const recorder = openRunRecorder({ dir, root: dir, header, env: {} });
  for (let index = 0; index < 5; index += 1) {
    // Every third run has a test of its own, so that content documents are written all the time and not only at first.
    const number = index === 4 && seed % 3 === 0 ? seed : index;
    const id = number.toString(16).padStart(16, '0');
    const test = {
      id,
      runner: 'playwright',
      project: '',
      file: `page-${index}.spec.ts`,
      titlePath: [`case ${number}`],
      line: 1,
      column: 1,
      expectedStatus: 'passed',
      retries: 0,
    };
    const failures = [{ message: `took ${seed} ms`, frames: [] }];
    const attempt = {
      testId: id,
      retry: 0,
      repeat: 0,
      startedAtMs: startMs + index * 1000,
      durationMs: 5,
      workerIndex: 0,
      parallelIndex: 0,
    };
    recorder.addAttempt(
      test,
      index === 3 ? { ...attempt, status: 'failed', failures } : { ...attempt, status: 'passed' },
    );
  }
  const path = await recorder.finish({ status: 'failed', durationMs: 5_000 });
  if (path !== undefined) writeSync(1, `finished ${header.runId}\n`);
}
