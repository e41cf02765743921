import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PlanOrder } from '@millwright/core';

/** Every file tells in `order.txt` when each of its tests starts. */
const testFiles = Object.fromEntries(
  ['a', 'b', 'c', 'd', 'e'].map((name) => [
    `tests/${name}.test.ts`,
    `import { appendFileSync } from 'node:fs';
import { test } from 'vitest';
const say = (word: string) => appendFileSync('order.txt', word + '\\n');
test('first', () => say('${name}1'));
test('second', () => say('${name}2'));
`,
  ]),
);

/** The project's own order is the alphabet, so that every other order comes from the plan. */
const alphabetical = `
  import { defineConfig } from 'vitest/config';
  import { BaseSequencer } from 'vitest/node';
  class Alphabetical extends BaseSequencer {
    async sort(specs) { return [...specs].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1)); }
  }
  export default defineConfig({
    test: { maxWorkers: 1, minWorkers: 1, sequence: { sequencer: Alphabetical }, reporters: ['default', '@millwright/vitest'] },
  });
`;

const plan: PlanOrder = {
  format: 'millwright/plan-order',
  version: 1,
  exclusive: false,
  tests: [
    ['tests/d.test.ts', 'second'],
    ['tests/b.test.ts', 'first'],
    ['tests/d.test.ts', 'first'],
    ['tests/gone.test.ts', 'x'],
  ].map(([file = '', title = '']) => ({ testId: `${file}-${title}`, project: '', file, titlePath: [title] })),
};

/** Five files and a plan, in `plan.json`, that names two of them. */
export const planProject: Readonly<Record<string, string>> = {
  ...testFiles,
  'vitest.config.ts': alphabetical,
  'plan.json': JSON.stringify(plan),
};

export const inPlannedOrder = ['d1', 'd2', 'b1', 'b2', 'a1', 'a2', 'c1', 'c2', 'e1', 'e2'];
export const inOwnOrder = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'd1', 'd2', 'e1', 'e2'];

/** The tests of the last run in the order in which they started. */
export function startedTestsOf(root: string): string[] {
  return readFileSync(join(root, 'order.txt'), 'utf8').trim().split('\n');
}
