import type { Execution } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { runVitest } from '../support/run-process.ts';
import { type TinyProject, createTinyProject, flakingTest, passingTests, wiredVitest } from './support/tiny-project.ts';

let project: TinyProject;
afterEach(() => project.remove());

const ignored = 'node_modules\n.millwright\n*.tries\n*.times\n';
const steady = passingTests(...Array.from({ length: 60 }, (_, index) => `steady ${index}`));

function projectOf(files: Readonly<Record<string, string>>, config: object = {}): TinyProject {
  return createTinyProject({
    '.gitignore': ignored,
    'vitest.config.ts': wiredVitest,
    'millwright.config.json': JSON.stringify({ stressNewTests: false, ...config }),
    'tests/steady.test.ts': steady,
    ...files,
  });
}

/** Writes down when it was tried; a server that is asked within a second of its first answer refuses again. */
const limitedTest = `import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { test } from 'vitest';
const file = new URL('./limited.times', import.meta.url);
test('limited', () => {
  const times = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\\n').map(Number) : [];
  appendFileSync(file, Date.now() + '\\n');
  if (times.length === 0 || Date.now() - times[0] < 1500)
    throw new Error('HTTP 429 Too Many Requests { "retry-after": "2" }');
});
`;

/** A server that is asked too soon says in a header how long to wait; Playwright shows it in the call log. */
const limitedRequest = `import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect, test } from '@playwright/test';
const file = new URL('./limited.times', import.meta.url);
test('limited', async ({ request }) => {
  const times = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\\n').map(Number) : [];
  appendFileSync(file, Date.now() + '\\n');
  const tooSoon = times.length === 0 || Date.now() - times[0] < 1000;
  const server = createServer((_, answer) =>
    tooSoon ? answer.writeHead(429, { 'Retry-After': '1' }).end('slow down') : answer.end('welcome'),
  );
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const response = await request.get('http://127.0.0.1:' + server.address().port);
  server.close();
  await expect(response).toBeOK();
});
`;

const mistypedTest = "import { test } from 'vitest';\ntest('mistyped', () => void undefinedName);\n";

interface Analysis {
  readonly tests: readonly {
    readonly test: { readonly titlePath: readonly string[] };
    readonly stats: { readonly sameCommitFailures: number; readonly flakyRuns: number };
  }[];
}

function outcomesOf({ tests, retries = [] }: Execution, titles: Readonly<Record<string, string>>) {
  return Object.entries(titles).map(([title, testId]) => {
    const decided = retries.filter((decision) => decision.testId === testId).map(({ retry }) => retry);
    const executed = tests.find((entry) => entry.testId === testId);
    return [title, executed?.outcome, executed?.attempts, decided];
  });
}

/** Title → id of the planned tests. */
async function titlesOf(...titles: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const id = project.read('.millwright/strategies/latest.txt').trim();
  const strategy = JSON.parse(project.read(`.millwright/strategies/${id}.json`)) as {
    testCases: { testId: string; titlePath: string[] }[];
  };
  return Object.fromEntries(
    titles.map((title) => [title, strategy.testCases.find((entry) => entry.titlePath.at(-1) === title)?.testId ?? '']),
  );
}

describe('retries of an execution', () => {
  test('wait as the server asks, leave alone what cannot change, rescue a flake and call it one', async () => {
    project = projectOf({
      'tests/limited.test.ts': limitedTest,
      'tests/mistyped.test.ts': mistypedTest,
      'tests/flaking.test.ts': flakingTest('flaking', 1),
    });
    // Not committed: what the retry tests is the same code all the same.
    project.write('src/unrelated.ts', 'export {};\n');
    project.write('vitest.config.ts', `${wiredVitest}\n`);
    const executed = await project.e2eJson<Execution>(['autonomous-run']);
    expect(executed.exitCode).toBe(1);
    const titles = await titlesOf('limited', 'mistyped', 'flaking', 'steady 0');
    expect(outcomesOf(executed, titles)).toEqual([
      ['limited', 'flaky', 2, [true]],
      ['mistyped', 'unexpected', 1, [false]],
      ['flaking', 'flaky', 2, [true]],
      ['steady 0', 'expected', 1, []],
    ]);
    const [first = 0, second = 0] = project.read('tests/limited.times').trim().split('\n').map(Number);
    expect(second - first).toBeGreaterThanOrEqual(2000);
    // On a slow machine that time may be over before it is decided.
    expect(executed.stderr).toMatch(/that the server asked for is over|as the server asked\./);
    expect(executed.stderr.match(/mistyped: A script error cannot change by trying again\./g)).toHaveLength(1);

    const { tests } = await project.e2eJson<Analysis>(['analyze-flaky']);
    const remembered = new Map(tests.map(({ test: { titlePath }, stats }) => [titlePath[0], stats.sameCommitFailures]));
    expect([remembered.get('limited'), remembered.get('flaking')]).toEqual([1, 1]);
  });

  test('what earlier retries never helped is not tried again, not even in a test that is new', async () => {
    const file = (names: readonly string[]): string =>
      `import { test } from 'vitest';\nimport { ask } from './bank.ts';\n${names.map((name) => `test('${name}', () => ask());\n`).join('')}`;
    project = projectOf({
      'tests/bank.ts': "export function ask() {\n  throw new Error('connect ECONNREFUSED 127.0.0.1:3000');\n}\n",
      'tests/down.test.ts': file(Array.from('abcdefghijkl')),
    });
    await runVitest(['--retry=4'], { cwd: project.root });
    project.write('tests/down.test.ts', file(['z']));
    project.git('commit', '--quiet', '--all', '-m', 'Other tests');
    const executed = await project.e2eJson<Execution>(['autonomous-run']);
    const [decision, ...more] = executed.retries ?? [];
    expect(more).toEqual([]);
    expect(decision).toMatchObject({ tries: 1, retry: false });
    expect(decision?.reason).toMatch(/\(0 of 48 retries of this failure in other tests passed\).*: no further try\.$/);

    // The numbers alone, in a runner's own words.
    expect((await project.e2e(['retry-policy', 'export', '--output', 'retry-policy.json'])).exitCode).toBe(0);
    const policy = JSON.parse(project.read('retry-policy.json')) as { retries: number; files: Record<string, number> };
    expect(policy).toMatchObject({ retries: 3, files: { 'tests/down.test.ts': 0 } });
    const configured = `import policy from '../retry-policy.json' with { type: 'json' };
import { describe, test } from 'vitest';
for (const name of ['down', 'other']) describe(name, { retry: policy.files[\`tests/\${name}.test.ts\`] ?? policy.retries }, () => {
  test('fails', ({ task }) => { console.log(\`\${name} tries\`, task.result?.retryCount); throw new Error('no'); });
});
`;
    project.write('tests/configured.test.ts', configured);
    const { stdout } = await runVitest(['tests/configured.test.ts'], { cwd: project.root });
    expect(stdout.match(/down tries/g)).toHaveLength(1);
    expect(stdout.match(/other tries/g)).toHaveLength(4);
  });

  test('the time for retries is said once when it is used up', async () => {
    project = projectOf(
      { 'tests/a.test.ts': flakingTest('a', 1), 'tests/b.test.ts': flakingTest('b', 1) },
      { retry: { budgetRatio: 0, budgetMinMs: 0 } },
    );
    const { exitCode, stderr } = await project.e2e(['autonomous-run']);
    expect(exitCode).toBe(1);
    const said = stderr.split('\n').filter((line) => line.includes('is used up'));
    expect(said).toEqual([
      '  a and 1 more: The time for retries of this execution, 0 s (retry.budgetRatio, retry.budgetMinMs), is used up.',
    ]);
  });

  test('Playwright: a request waits as the header of the answer says', async () => {
    project = createTinyProject({
      '.gitignore': ignored,
      'millwright.config.json': '{ "stressNewTests": false }',
      'playwright.config.ts': `import { defineConfig } from '@playwright/test';
export default defineConfig({ testDir: 'e2e', reporter: [['@millwright/playwright']] });
`,
      'e2e/limited.spec.ts': limitedRequest,
    });
    const executed = await project.e2eJson<Execution>(['autonomous-run']);
    expect(executed).toMatchObject({
      exitCode: 0,
      tests: [{ outcome: 'flaky', attempts: 2 }],
      gate: { verdict: 'pass' },
    });
    expect(executed.retries).toMatchObject([
      { tries: 1, retry: true, reason: expect.stringMatching(/that the server asked for is over|as the server asked/) },
    ]);
    const [first = 0, second = 0] = project.read('e2e/limited.times').trim().split('\n').map(Number);
    expect(second - first).toBeGreaterThanOrEqual(1000);
  });
});
