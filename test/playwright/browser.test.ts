import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Run } from '@millwright/core';

import { type PlaywrightProject, attemptOf, chromiumUse, createPlaywrightProject } from './playwright-project.ts';

const require = createRequire(import.meta.url);
const { createInstrumenter } = require('istanbul-lib-instrument') as {
  createInstrumenter: (options: object) => { instrumentSync(code: string, file: string): string };
};

describe('evidence of a page', () => {
  test('locator, call log, aria snapshot, step', async () => {
    const project = createPlaywrightProject(
      {
        'a.spec.ts': `import { test, expect } from '@playwright/test';
const html = '<h1>Hi</h1><button>Go</button>';
test('click', async ({ page }) => { await page.setContent(html); await test.step('press', async () => { await page.getByRole('button', { name: 'Nope' }).click(); }); });
test('text', async ({ page }) => { await page.setContent(html); await expect(page.getByRole('heading')).toHaveText('Ho', { timeout: 300 }); });`,
      },
      { config: `projects: [{ name: 'web', use: { browserName: 'chromium', actionTimeout: 500, ${chromiumUse} } }]` },
    );
    await project.run();
    const [run] = await project.readRuns();
    const [click] = attemptOf(run, 'click')?.failures ?? [];
    expect(click).toMatchObject({
      name: 'TimeoutError',
      message: 'locator.click: Timeout 500ms exceeded.',
      locator: "getByRole('button', { name: 'Nope' })",
    });
    expect(click?.callLog).toEqual(["waiting for getByRole('button', { name: 'Nope' })"]);
    expect(click?.step).toContain('Click');
    expect(click?.page?.ariaSnapshot).toContain('button "Go"');
    const [text] = attemptOf(run, 'text')?.failures ?? [];
    expect(text).toMatchObject({ expected: '"Ho"', actual: '"Hi"', locator: "getByRole('heading')" });
    expect(attemptOf(run, 'click')?.attachments?.map(({ name }) => name)).toContain('error-context');
    expect(run?.projects).toEqual([
      { name: 'web', browser: 'chromium', browserVersion: expect.stringMatching(/^\d+\./) },
    ]);
    project.remove();
  });
});

const sources = {
  'src/app.js': 'export function add(a, b) { return a + b; }\nexport function never() { return 1; }\n',
  'src/other.js': "export function other() { return document.title ? 'x' : 'y'; }\n",
};

const spec = `import { test, expect, type Page } from '@playwright/test';
const base = process.env.BASE_URL;
const open = async (page: Page, where = '/a') => { await page.goto(base + where); await expect(page.locator('body')).toHaveAttribute('data-ready', '1'); };
test('add', async ({ page }) => { await open(page); await page.evaluate('add(1, 2)'); });
test('other', async ({ page }) => { await open(page); await page.evaluate('other()'); });
test('navigates', async ({ page }) => { await open(page); await page.evaluate('add(1, 2)'); await open(page, '/b'); await page.evaluate('other()'); });
test('follows a link', async ({ page }) => { await open(page); await page.evaluate('add(1, 2)'); await page.click('a'); await expect(page).toHaveURL(/linked/); await expect(page.locator('body')).toHaveAttribute('data-ready', '1'); await page.evaluate('other()'); });
test('closes its page', async ({ page }) => { await open(page); await page.evaluate('add(1, 2)'); await page.close(); });
test('own context', async ({ browser }) => { const context = await browser.newContext(); await open(await context.newPage()); await context.pages()[0]?.evaluate('add(1, 2)'); });
test('nothing', async ({ page }) => { await open(page); });
test('retried', async ({ page }, info) => { await open(page); if (info.retry === 1) await page.evaluate('other()'); expect(info.retry).toBe(1); });
test.describe('shared page', () => {
  let page: Page;
  test.beforeAll(async ({ browser }) => { page = await browser.newPage(); await open(page); });
  test('first', async () => { await page.evaluate('add(1, 2)'); });
  test('second', async () => { await page.evaluate('other()'); });
  test('third', async () => {});
});
`;

describe.each([
  { way: 'counters of an instrumented build', coverage: 'auto', prefix: '/instrumented' },
  { way: 'V8', coverage: 'v8', prefix: '/raw' },
])('coverage by $way', ({ coverage, prefix }) => {
  let project: PlaywrightProject;
  let run: Run | undefined;
  let filesOf: (title: string) => readonly string[];
  let totals: Record<string, { f: Record<string, number>; s: Record<string, number> }>;
  let stderr: string;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const script = /\/src\/(\w+\.js)$/.exec(pathname)?.[1];
    if (script !== undefined) {
      const file = path.join(project.dir, 'src', script);
      const code = readFileSync(file, 'utf8');
      response.setHeader('content-type', 'text/javascript');
      response.end(
        pathname.startsWith('/raw') ? code : createInstrumenter({ esModules: true }).instrumentSync(code, file),
      );
      return;
    }
    response.setHeader('content-type', 'text/html');
    response.end(`<title>t</title><a href="${prefix}/linked">on</a><script type=module>
      import { add } from '${prefix}/src/app.js'; import { other } from '${prefix}/src/other.js';
      Object.assign(window, { add, other }); document.body.dataset.ready = '1';</script>`);
  });

  beforeAll(async () => {
    project = createPlaywrightProject(
      { ...sources, 'a.spec.ts': spec },
      { options: `{ coverage: '${coverage}' }`, config: `retries: 1, use: { ${chromiumUse} }` },
    );
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as { port: number };
    const ending = await project.run({ env: { BASE_URL: `http://localhost:${port}${prefix}` } });
    expect(ending.code, ending.stdout + ending.stderr).toBe(0);
    stderr = ending.stderr;
    [run] = await project.readRuns();
    const map = await project.history().readCoverageMap();
    filesOf = (title) =>
      map.filesByTest.get(run?.tests.find((entry) => entry.titlePath.at(-1) === title)?.id ?? '') ?? [];
    totals = (await project.history().readCoverageTotals()) as typeof totals;
  });
  afterAll(() => {
    server.close();
    project.remove();
  });

  test.each([
    ['add', ['src/app.js']],
    ['other', ['src/other.js']],
    ['navigates', ['src/app.js', 'src/other.js']],
    ['closes its page', ['src/app.js']],
    ['own context', ['src/app.js']],
    ['nothing', []],
    ['retried', ['src/other.js']],
    ['first', ['src/app.js']],
    ['second', ['src/other.js']],
    ['third', []],
  ])('test "%s" executed %j', (title, files) => {
    expect(filesOf(title)).toEqual(files);
  });

  test('a followed link keeps counters; V8 forgets what came before it', () => {
    expect(filesOf('follows a link')).toEqual(coverage === 'v8' ? ['src/other.js'] : ['src/app.js', 'src/other.js']);
  });

  test('totals count calls, in the terms of istanbul', () => {
    const added = coverage === 'v8' ? 5 : 6;
    expect(totals['src/app.js']?.f).toEqual({ 0: added, 1: 0 });
    expect(Object.values(totals['src/other.js']?.f ?? {})).toEqual([5]);
  });

  test('nothing was given up', () => {
    expect(stderr).toBe('');
    expect(run?.notes).toEqual([]);
  });
});
