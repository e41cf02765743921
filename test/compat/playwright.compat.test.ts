import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';

import {
  type PlanOrder,
  type ProofObservation,
  type ProofRequest,
  type Run,
  type TestId,
  bodyHashOf,
} from '@millwright/core';
import { readFailingPages, readTestElements } from '@millwright/history';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { recordMinimalProject } from './minimal-journey.ts';
import { modulesOf, named, playwrightVersions } from './versions.ts';
import {
  type PlaywrightProject,
  attemptLines,
  attemptOf,
  chromiumUse,
  createPlaywrightProject,
} from '../playwright/playwright-project.ts';
import {
  playwrightCases,
  playwrightFiles,
  playwrightOptions,
  quarantinedInPlaywright,
} from '../quarantine/playwright-cases.ts';
import { quarantineText, rememberRuns } from '../quarantine/quarantined-project.ts';

const require = createRequire(import.meta.url);
const { createInstrumenter } = require('istanbul-lib-instrument') as {
  createInstrumenter: (options: object) => { instrumentSync(code: string, file: string): string };
};

const spec = `import { test, expect } from '@playwright/test';
test('passes', async () => {});
test('fails', async () => { expect(1).toBe(2); });
test('is flaky', async ({}, info) => { expect(info.retry).toBe(1); });
test('times out', async () => { test.setTimeout(200); await new Promise(() => {}); });
test.skip('is skipped', async () => {});
test('kills its worker', async ({}, info) => { if (info.retry === 0) process.exit(3); });
test('cannot find', async ({ page }) => { await page.setContent('<button>Go</button>'); await page.getByRole('button', { name: 'Nope' }).click({ timeout: 400 }); });
test('wrong text', async ({ page }) => { await page.setContent('<h1>Hi</h1>'); await expect(page.getByRole('heading')).toHaveText('Ho', { timeout: 300 }); });
test('covers', async ({ page }) => { await page.goto(process.env.BASE_URL ?? ''); await expect(page.locator('body')).toHaveAttribute('data-ready', '1'); await page.evaluate('add(1, 2)'); });
`;

/** Runs the journey against a page whose script is instrumented (`auto`) or plain (`v8`). */
async function runServed(version: string | undefined, coverage: 'auto' | 'v8', args: readonly string[]) {
  const project = createPlaywrightProject(
    { 'a.spec.ts': spec, 'src/app.js': 'export function add(a, b) { return a + b; }\n' },
    {
      nodeModules: modulesOf('playwright', version),
      options: `{ coverage: '${coverage}' }`,
      config: `retries: 1, projects: [{ name: 'web', use: { browserName: 'chromium', ${chromiumUse} } }]`,
    },
  );
  const server = createServer((request, response) => {
    const file = path.join(project.dir, 'src/app.js');
    const isScript = request.url?.endsWith('.js');
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    const code = readFileSync(file, 'utf8');
    if (isScript)
      response.end(coverage === 'v8' ? code : createInstrumenter({ esModules: true }).instrumentSync(code, file));
    else
      response.end(
        `<script type=module>import { add } from '/src/app.js'; window.add = add; document.body.dataset.ready = '1'</script>`,
      );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as { port: number };
  const ending = await project.run({
    args,
    timeoutMs: 180_000,
    env: { BASE_URL: `http://localhost:${port}/` },
  });
  server.close();
  const [run] = await project.readRuns();
  return { ending, project, run };
}

/** What the locators of the test that passed resolved to, and the pages on which those of the others failed. */
async function expectElements(project: PlaywrightProject, run: Run | undefined): Promise<void> {
  const dir = path.join(project.dir, '.millwright');
  const idOf = (title: string): TestId => run?.tests.find((entry) => entry.titlePath.at(-1) === title)?.id as TestId;
  const covers = await readTestElements(dir, idOf('covers'));
  expect(covers?.elements).toMatchObject([
    {
      place: { file: 'a.spec.ts', line: 10 },
      locator: "locator('body')",
      action: 'expect',
      fingerprint: { tag: 'body' },
    },
  ]);
  const pages = await readFailingPages(dir, { runId: run?.runId ?? '' });
  expect(pages).toHaveLength(2);
  const missing = pages.find(({ testId }) => testId === idOf('cannot find'));
  expect(missing).toMatchObject({ retry: 1, page: { matches: 0, locator: "getByRole('button', { name: 'Nope' })" } });
  expect(missing?.page.elements).toMatchObject([{ role: 'button', name: 'Go' }]);
  const wrong = pages.find(({ testId }) => testId === idOf('wrong text'));
  expect(wrong).toMatchObject({ page: { matches: 1, action: 'expect', elements: [{ role: 'heading', name: 'Hi' }] } });
}

async function expectCovered(project: PlaywrightProject, run: Run | undefined): Promise<void> {
  const covers = run?.tests.find((entry) => entry.titlePath.at(-1) === 'covers');
  // Versions tell other columns of the same call; the hash must not care.
  expect(covers?.bodyHash).toBe(bodyHashOf(spec, 10, 1));
  const map = await project.history().readCoverageMap();
  expect(map.filesByTest.get(covers?.id ?? '')).toEqual(['src/app.js']);
}

describe.each(named(playwrightVersions))('Playwright $called', ({ version }) => {
  test('records the same journey, with what a plain build tells of coverage', { timeout: 240_000 }, async () => {
    const { ending, project, run } = await runServed(version, 'v8', ['--grep', 'covers']);
    expect(ending.code, ending.stdout + ending.stderr).toBe(0);
    expect(run?.notes).toEqual([]);
    await expectCovered(project, run);
    project.remove();
  });

  test(
    'records the same journey, with what an instrumented build tells of coverage',
    { timeout: 240_000 },
    async () => {
      const { ending, project, run } = await runServed(version, 'auto', []);
      expect(ending.code, ending.stdout + ending.stderr).toBe(1);
      expect(ending.stderr).toBe('');
      expect(attemptLines(run).toSorted()).toEqual(
        [
          '[web] cannot find#1: failed',
          '[web] cannot find: failed',
          '[web] covers: passed',
          '[web] fails#1: failed',
          '[web] fails: failed',
          '[web] is flaky#1: passed',
          '[web] is flaky: failed',
          '[web] is skipped: skipped',
          '[web] kills its worker#1: passed',
          '[web] kills its worker: failed',
          '[web] passes: passed',
          '[web] times out#1: timedOut',
          '[web] times out: timedOut',
          '[web] wrong text#1: failed',
          '[web] wrong text: failed',
        ].toSorted(),
      );
      expect(run?.notes).toEqual([]);
      expect(run?.projects[0]?.browserVersion).toMatch(/^\d+\./);
      const [missing] = attemptOf(run, 'cannot find')?.failures ?? [];
      expect(missing).toMatchObject({
        name: 'TimeoutError',
        message: 'locator.click: Timeout 400ms exceeded.',
        locator: "getByRole('button', { name: 'Nope' })",
        callLog: ["waiting for getByRole('button', { name: 'Nope' })"],
      });
      if (version !== '1.50.1') expect(missing?.page?.ariaSnapshot).toContain('button "Go"');
      expect(attemptOf(run, 'wrong text')?.failures?.[0]).toMatchObject({
        expected: '"Ho"',
        actual: '"Hi"',
        locator: "getByRole('heading')",
      });
      await expectCovered(project, run);
      await expectElements(project, run);
      project.remove();
    },
  );

  test('observes the steps of a proof, and alters what one asserts', { timeout: 60_000 }, async () => {
    const line = `test('is checked', async ({ page }) => { await page.setContent('<input type=checkbox checked>'); await expect(page.locator('input')).toBeChecked(); });`;
    const project = createPlaywrightProject(
      { 'a.spec.ts': `import { test, expect } from '@playwright/test';\n${line}\n` },
      { nodeModules: modulesOf('playwright', version), config: `use: { ${chromiumUse} }` },
    );
    const step = { file: path.join(project.dir, 'a.spec.ts'), line: 2 };
    const observations = path.join(project.dir, 'observations.ndjson');
    const request: ProofRequest = { observations, watched: [], controls: [{ kind: 'altered-assertion', step }] };
    project.write({ 'request.json': JSON.stringify(request) });
    const env = { MILLWRIGHT_PROOF: path.join(project.dir, 'request.json'), MILLWRIGHT_EXPERIMENT: '1' };
    const ending = await project.run({ env });
    expect(ending.code).toBe(1);
    const lines = readFileSync(observations, 'utf8').trimEnd().split('\n');
    expect(lines.map((text) => JSON.parse(text) as ProofObservation)).toMatchObject([
      { k: 'step', place: step, locator: "locator('input')", matches: 1, ok: false, asserts: 'state' },
      { k: 'control', applied: true, ok: false },
    ]);
    project.remove();
  });

  test('is wired by init in the smallest project, which then remembers its run', { timeout: 120_000 }, async () => {
    const run = await recordMinimalProject('playwright', modulesOf('playwright', version));
    if (version !== undefined) expect(run.runnerVersion).toBe(version);
    expect(run.notes).toEqual([]);
  });

  test('keeps the order of a plan from 1.62 on, and says that it cannot before', async () => {
    const one = (title: string): string => `import { test } from '@playwright/test'; test('${title}', async () => {});`;
    const plan: PlanOrder = {
      format: 'millwright/plan-order',
      version: 1,
      exclusive: true,
      tests: ['b', 'a'].map((title) => ({
        testId: title,
        project: '',
        file: `${title}.spec.ts`,
        titlePath: [title],
      })),
    };
    const project = createPlaywrightProject(
      { 'a.spec.ts': one('a'), 'b.spec.ts': one('b'), 'c.spec.ts': one('c'), 'plan.json': JSON.stringify(plan) },
      { nodeModules: modulesOf('playwright', version) },
    );
    const ending = await project.run({ timeoutMs: 180_000, env: { MILLWRIGHT_PLAN_FILE: 'plan.json' } });
    expect(ending.code, ending.stdout + ending.stderr).toBe(0);
    expect(ending.stderr).toBe('');
    const [run] = await project.readRuns();
    project.remove();
    const keepsOrder = version === undefined || version === '1.62.1';
    expect(attemptLines(run)).toEqual(
      keepsOrder ? ['b: passed', 'a: passed'] : ['a: passed', 'b: passed', 'c: passed'],
    );
    expect(run?.notes).toEqual(
      keepsOrder ? [] : [expect.stringContaining(`Playwright ${version} lets no reporter order the tests`)],
    );
  });

  test('follows a strategy from 1.62 on, and says that it cannot before', async () => {
    const one = (title: string): string => `import { test } from '@playwright/test'; test('${title}', async () => {});`;
    const known = (title: string) => ({ testId: title, runner: 'playwright', project: '', file: `${title}.spec.ts`, titlePath: [title] }); // prettier-ignore
    const strategy = {
      format: 'millwright/strategy',
      version: 1,
      id: 'quick-1',
      createdAt: new Date().toISOString(),
      testCases: [known('c'), known('b')],
      executionOrder: ['c', 'b'],
      leftOutTests: [{ ...known('a'), cause: 'budget', reason: 'over the budget' }],
      madeFor: { testFiles: { 'a.spec.ts': createHash('sha1').update(one('a')).digest('hex').slice(0, 16) } },
    };
    const project = createPlaywrightProject(
      { 'a.spec.ts': one('a'), 'b.spec.ts': one('b'), 'c.spec.ts': one('c'), 'plan.json': JSON.stringify(strategy) },
      { nodeModules: modulesOf('playwright', version), options: `{ strategy: 'plan.json' }` },
    );
    const ending = await project.run({ timeoutMs: 180_000 });
    const [run] = await project.readRuns();
    project.remove();
    expect(ending.code, ending.stdout + ending.stderr).toBe(0);
    const follows = version === undefined || version === '1.62.1';
    expect(attemptLines(run)).toEqual(follows ? ['c: passed', 'b: passed'] : ['a: passed', 'b: passed', 'c: passed']);
    const line = follows
      ? '1 test left out by strategy quick-1 (over the budget).'
      : `Playwright ${version} lets no reporter`;
    expect(run?.notes).toEqual([expect.stringContaining(line)]);
    expect(ending.stderr).toContain(line);
  });
});

// The oldest version that is supported; `test/quarantine` has the same cases for the repository's own.
describe('quarantine on Playwright 1.50.1', () => {
  let project: PlaywrightProject;
  beforeAll(async () => {
    project = createPlaywrightProject(playwrightFiles, {
      ...playwrightOptions,
      nodeModules: modulesOf('playwright', '1.50.1'),
    });
    project.write({ 'quarantine.json': quarantineText(quarantinedInPlaywright) });
    await rememberRuns(project.history(), quarantinedInPlaywright, 'F.F.F.F.');
  });
  afterAll(() => project.remove());

  test.each(playwrightCases)('%s', async (_, fail, code, said) => {
    const ending = await project.run({ env: { FAIL: fail }, timeoutMs: 180_000 });
    expect(ending, ending.stdout + ending.stderr).toMatchObject({ code });
    if (said) expect(ending.stderr).toMatch(said);
    else expect(ending.stderr).not.toContain('quarantine');
  });
});
