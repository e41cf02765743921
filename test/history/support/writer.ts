import { writeSync } from 'node:fs';

import { openRunRecorder } from '@millwright/history/recorder';

import { makeAttempts, makeHeader, makeTest, randomOf } from './make-run.ts';

/** Records runs one after the other, as a reporter would; tells each finished one by a line on stdout. */
const [dir = '', firstSeed = '0', count = '1'] = process.argv.slice(2);
writeSync(1, 'ready\n');
for (let seed = Number(firstSeed); seed < Number(firstSeed) + Number(count); seed += 1) {
  const header = makeHeader(seed);
  const random = randomOf(seed);
  const recorder = openRunRecorder({ dir, root: dir, header, env: {} });
  for (let index = 0; index < 6; index += 1) {
    // A title of its own in some runs makes sure that content documents are written all the time, not only at first.
    const test = makeTest(index + (index === 5 ? seed : 0));
    for (const attempt of makeAttempts(test, Date.parse(header.startedAt) + index * 1000, random))
      recorder.addAttempt(test, attempt);
    recorder.addCoverage({
      testId: test.id,
      files: [`src/a-${index}.ts`, `src/b-${seed % 7}.ts`],
      precision: 'executed',
    });
  }
  const path = await recorder.finish({ status: 'failed', durationMs: 6_000 });
  if (path !== undefined) writeSync(1, `finished ${header.runId}\n`);
}
