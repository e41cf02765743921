import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { PlanOrder } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { repositoryRoot } from '../support/scratch-project.ts';
import { copyOurPackages } from './support/older-vitest.ts';
import { type VitestProject, createVitestProject } from './support/vitest-project.ts';

let project: VitestProject;
afterEach(() => project.remove());

/** Every file tells when it starts, and the order of the tests inside is visible in what they tell. */
const files = Object.fromEntries(
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
const alphabetical = (imports: string): string => `
  import { defineConfig } from 'vitest/config';
  import { BaseSequencer } from '${imports}';
  class Alphabetical extends BaseSequencer {
    async sort(specs) { return [...specs].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1)); }
  }
  export default defineConfig({ test: { maxWorkers: 1, minWorkers: 1, sequence: { sequencer: Alphabetical }, reporters: ['default', '@millwright/vitest'] } });
`;

function planOf(...tests: readonly (readonly [file: string, title: string])[]): string {
  const order: PlanOrder = {
    format: 'millwright/plan-order',
    version: 1,
    exclusive: false,
    tests: tests.map(([file, title]) => ({ testId: `${file}-${title}`, project: '', file, titlePath: [title] })),
  };
  return JSON.stringify(order);
}

const plan = planOf(['tests/d.test.ts', 'second'], ['tests/b.test.ts', 'first'], ['tests/d.test.ts', 'first'], ['tests/gone.test.ts', 'x']);
const inPlannedOrder = ['d1', 'd2', 'b1', 'b2', 'a1', 'a2', 'c1', 'c2', 'e1', 'e2'];
const inOwnOrder = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'd1', 'd2', 'e1', 'e2'];

const ran = (): string[] => readFileSync(join(project.root, 'order.txt'), 'utf8').trim().split('\n');

const compat = (version: string): string => join(tmpdir(), 'millwright-compat', `vitest-${version}`, 'node_modules');
const installed = ['3.2.4', '4.1.12', '5.0.5'].filter((version) => existsSync(join(compat(version), 'vitest/vitest.mjs')));

describe.each([['this repository', join(repositoryRoot, 'node_modules')], ...installed.map((version) => [version, compat(version)])])(
  'Vitest of %s',
  (name, nodeModules) => {
    test('files start in the planned order, the others after them in their own; without the variable nothing changes', async () => {
      if (name !== 'this repository') copyOurPackages(nodeModules as string);
      project = createVitestProject({ ...files, 'vitest.config.ts': alphabetical('vitest/node'), 'plan.json': plan }, nodeModules);
      expect(await project.run()).toMatchObject({ exitCode: 0 });
      expect(ran()).toEqual(inOwnOrder);
      project.write({ 'order.txt': '' });
      expect(await project.run([], { env: { MILLWRIGHT_PLAN_FILE: 'plan.json' } })).toMatchObject({ exitCode: 0 });
      expect(ran()).toEqual(inPlannedOrder);
      expect((await project.runs()).map((run) => run.notes)).toEqual([[], []]);
    });
  },
);

test.each([
  ['is missing', undefined],
  ['is of another version', '{"format":"millwright/plan-order","version":2,"tests":[]}'],
])('a plan that %s costs one note and not the run', async (_name, text) => {
  project = createVitestProject({ ...files, 'vitest.config.ts': alphabetical('vitest/node'), ...(text ? { 'plan.json': text } : {}) });
  expect(await project.run([], { env: { MILLWRIGHT_PLAN_FILE: 'plan.json' } })).toMatchObject({ exitCode: 0 });
  expect(ran()).toEqual(inOwnOrder);
  expect((await project.onlyRun()).notes).toEqual([expect.stringContaining('could not be read')]);
});
