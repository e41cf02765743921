import { describe, expect, test } from 'vitest';

import type { PlanOrder } from '@millwright/core';

import { attemptLines, createPlaywrightProject } from './playwright-project.ts';

/** Every file holds a plain test, and a serial pair whose order must survive. */
const files = Object.fromEntries(
  ['a', 'b', 'c', 'd'].map((name) => [
    `tests/${name}.spec.ts`,
    `import { test } from '@playwright/test';
test('${name}1', async () => {});
test.describe.serial('${name}', () => { test('${name}2', async () => {}); test('${name}3', async () => {}); });
`,
  ]),
);

const config = `testDir: 'tests'`;

function planOf(
  exclusive: boolean,
  ...tests: readonly (readonly [file: string, ...titlePath: readonly string[]])[]
): string {
  const order: PlanOrder = {
    format: 'millwright/plan-order',
    version: 1,
    exclusive,
    tests: tests.map(([file, ...titlePath]) => ({
      testId: `${file} ${titlePath.at(-1)}`,
      project: '',
      file,
      titlePath,
    })),
  };
  return JSON.stringify(order);
}

/** Runs the files under a plan; what ran in which order, and what was noted. */
async function runUnder(
  plan: string | undefined,
  more: { config?: string; files?: Record<string, string>; args?: readonly string[] } = {},
) {
  const project = createPlaywrightProject(
    { ...files, ...more.files, ...(plan === undefined ? {} : { 'plan.json': plan }) },
    { config: more.config ?? config },
  );
  const ending = await project.run({
    args: more.args ?? [],
    ...(plan === undefined ? {} : { env: { MILLWRIGHT_PLAN_FILE: 'plan.json' } }),
  });
  const [run] = await project.readRuns();
  project.remove();
  expect(ending.code, ending.stdout + ending.stderr).toBe(0);
  return {
    ran: attemptLines(run).map((line) => line.replace(/(?:\w › )?(\w+): passed$/, '$1')),
    notes: run?.notes,
    partial: run?.partial ?? false,
    stderr: ending.stderr,
  };
}

const ownOrder = ['a', 'b', 'c', 'd'].flatMap((name) => [`${name}1`, `${name}2`, `${name}3`]);
const whole = { ran: ownOrder, partial: false, stderr: '' };

describe('a plan', () => {
  test('without one nothing changes', async () => {
    expect(await runUnder(undefined)).toEqual({ ...whole, notes: [] });
  });

  test('lets files start in its order, the others after them, and leaves each file as it is', async () => {
    const plan = planOf(
      false,
      ['tests/c.spec.ts', 'c', 'c3'],
      ['tests/gone.spec.ts', 'x'],
      ['tests/b.spec.ts', 'b1'],
      ['tests/c.spec.ts', 'c1'],
    );
    const { ran, ...rest } = await runUnder(plan);
    expect(ran).toEqual(['c', 'b', 'a', 'd'].flatMap((name) => [`${name}1`, `${name}2`, `${name}3`]));
    expect(rest).toEqual({ partial: false, stderr: '', notes: [] });
  });

  test('that is exclusive leaves out all else', async () => {
    const plan = planOf(
      true,
      ['tests/d.spec.ts', 'd1'],
      ['tests/b.spec.ts', 'b', 'b3'],
      ['tests/b.spec.ts', 'b', 'b2'],
    );
    expect(await runUnder(plan)).toEqual({ ran: ['d1', 'b2', 'b3'], partial: true, stderr: '', notes: [] });
  });

  test('never leaves out what its tests depend on', async () => {
    const plan = planOf(true, ['tests/b.spec.ts', 'b1']);
    const { ran, notes } = await runUnder(plan, {
      config: `testDir: 'tests', projects: [
        { name: 'setup', testMatch: /prepare/, teardown: 'clean' }, { name: 'clean', testMatch: /clean/ },
        { name: 'main', testMatch: /[a-d]\\.spec/, dependencies: ['setup'] }, { name: 'other', testMatch: /[a-d]\\.spec/, grep: /a1/ }]`,
      files: Object.fromEntries(
        ['prepare', 'clean'].map((name) => [
          `tests/${name}.ts`,
          `import { test } from '@playwright/test'; test('${name}', async () => {});`,
        ]),
      ),
    });
    expect(ran).toEqual(['[setup] prepare', '[main] b1', '[clean] clean']);
    expect(notes).toEqual([]);
  });

  test.each([
    ['names no test of the run', planOf(true, ['tests/gone.spec.ts', 'x']), /None of the planned tests/],
    ['is no JSON', '{"format":', /could not be read/],
    ['is of a newer version', '{"format":"millwright/plan-order","version":2,"tests":[]}', /could not be read/],
    [
      'lists no tests',
      '{"format":"millwright/plan-order","version":1,"exclusive":true,"tests":[null,7]}',
      /could not be kept/,
    ],
  ])('that %s costs a note and not the run', async (_name, plan, note) => {
    expect(await runUnder(plan)).toEqual({ ...whole, notes: [expect.stringMatching(note)] });
  });
});

describe('a shard with timings', () => {
  const timings = { playwright: { main: { 'tests/a.spec.ts': { a1: 1500, 'a > a2': 500, 'a > a3': 500 } } } };
  const order: PlanOrder = { ...(JSON.parse(planOf(false, ['tests/d.spec.ts', 'd1'])) as PlanOrder), timings };
  const shardOf = async (shard: string, fullyParallel: boolean) => {
    const { ran, ...rest } = await runUnder(JSON.stringify(order), {
      args: [`--shard=${shard}`],
      config: `testDir: 'tests', fullyParallel: ${fullyParallel}, projects: [{ name: 'setup', testMatch: /prepare/ },
        { name: 'main', testMatch: /[ad]\\.spec/, dependencies: ['setup'] }]`,
      files: { 'tests/prepare.ts': `import { test } from '@playwright/test'; test('prepare', async () => {});` },
    });
    expect(rest).toEqual({ partial: false, stderr: '', notes: [] });
    return ran.map((line) => line.replace('[main] ', ''));
  };

  test('takes whole files, in the planned order, after what they depend on', async () => {
    expect(await shardOf('1/2', false)).toEqual(['[setup] prepare', 'a1', 'a2', 'a3']);
    expect(await shardOf('2/2', false)).toEqual(['[setup] prepare', 'd1', 'd2', 'd3']);
  });

  test('takes single tests where they may run side by side, and serial groups whole', async () => {
    expect(await shardOf('1/2', true)).toEqual(['[setup] prepare', 'd1', 'a1']);
    expect(await shardOf('2/2', true)).toEqual(['[setup] prepare', 'a2', 'a3', 'd2', 'd3']);
  });
});
