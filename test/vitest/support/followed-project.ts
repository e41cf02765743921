import { createHash } from 'node:crypto';

import type { LeftOutTest, TestStrategy } from '@millwright/core';

import { planProject } from './plan-project.ts';

const { 'plan.json': _order, 'vitest.config.ts': config = '', ...testFiles } = planProject;

type Named = readonly [name: string, title: string];

function named([name, title]: Named) {
  const file = `tests/${name}.test.ts`;
  return { testId: `${file} ${title}`, runner: 'vitest', project: '', file, titlePath: [title] };
}

const planned: readonly Named[] = [['d', 'second'], ['b', 'first'], ['d', 'first']]; // prettier-ignore
const leftOut: readonly Named[] = [['b', 'second'], ['c', 'first'], ['c', 'second'], ['e', 'second']]; // prettier-ignore

/** As a strategy knows the content of a test file. */
export function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 16);
}

/** Of five files: d and half of b are planned, c and half of b and e are left out, a is new, and so is the other half of e. */
export const quickStrategy: Partial<TestStrategy> = {
  format: 'millwright/strategy',
  version: 1,
  id: 'quick-1',
  createdAt: new Date().toISOString(),
  testCases: planned.map(named) as unknown as TestStrategy['testCases'],
  executionOrder: planned.map((one) => named(one).testId),
  leftOutTests: leftOut.map((one): LeftOutTest => ({ ...named(one), cause: 'budget', reason: 'over the budget' })),
  leftOutFiles: ['tests/c.test.ts'],
  madeFor: {
    testFiles: Object.fromEntries(
      Object.entries(testFiles)
        .filter(([file]) => file !== 'tests/a.test.ts')
        .map(([file, text]) => [file, digestOf(text)]),
    ),
  },
};

/** What then runs, in the order in which it starts. */
export const ranUnderQuickStrategy = ['d1', 'd2', 'b1', 'a1', 'a2', 'e1'];

/** The files, with our reporter told to follow the latest strategy. */
export const followingProject: Readonly<Record<string, string>> = {
  ...testFiles,
  'vitest.config.ts': config.replace(`'@millwright/vitest']`, `['@millwright/vitest', { strategy: 'latest' }]]`),
};

/** The files under which a strategy is the latest. */
export function latestStrategy(strategy: object): Readonly<Record<string, string>> {
  return {
    '.millwright/strategies/latest.txt': 'quick-1\n',
    '.millwright/strategies/quick-1.json': JSON.stringify(strategy),
  };
}
