import { afterEach, expect, test } from 'vitest';

import { inOwnOrder, inPlannedOrder, planProject, startedTestsOf } from './support/plan-project.ts';
import { type VitestProject, createVitestProject } from './support/vitest-project.ts';

let project: VitestProject;
afterEach(() => project.remove());

const withPlan = { env: { MILLWRIGHT_PLAN_FILE: 'plan.json' } };

test('without the variable nothing changes', async () => {
  project = createVitestProject(planProject);
  expect(await project.run()).toMatchObject({ exitCode: 0 });
  expect(startedTestsOf(project.root)).toEqual(inOwnOrder);
});

test('files start in the planned order, the others after them in their own; tests inside a file keep theirs', async () => {
  project = createVitestProject(planProject);
  expect(await project.run([], withPlan)).toMatchObject({ exitCode: 0 });
  expect(startedTestsOf(project.root)).toEqual(inPlannedOrder);
  expect((await project.onlyRun()).notes).toEqual([]);
});

test.each([
  { name: 'is missing', plan: {} },
  { name: 'is of another version', plan: { 'plan.json': '{"format":"millwright/plan-order","version":2,"tests":[]}' } },
])('a plan that $name costs one note and not the run', async ({ plan }) => {
  const { 'plan.json': _, ...files } = planProject;
  project = createVitestProject({ ...files, ...plan });
  expect(await project.run([], withPlan)).toMatchObject({ exitCode: 0 });
  expect(startedTestsOf(project.root)).toEqual(inOwnOrder);
  expect((await project.onlyRun()).notes).toEqual([expect.stringContaining('could not be read')]);
});
