import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { installPlaywright } from './older-playwright.ts';
import { type PlaywrightProject, chromiumUse, createPlaywrightProject } from './playwright-project.ts';

const require = createRequire(import.meta.url);
const { createInstrumenter } = require('istanbul-lib-instrument') as {
  createInstrumenter: (options: object) => { instrumentSync(code: string, file: string): string };
};

const source = 'export function add(a, b) { return a + b; }\n';
const specImporting = (from: string): string => `import { test, expect } from '${from}';
test('adds', async ({ page }) => {
  await page.goto(process.env.BASE_URL ?? '');
  await expect(page.locator('body')).toHaveAttribute('data-ready', '1');
  await page.evaluate('add(1, 2)');
});`;

/** Runs the project against an instrumented page; how often `add` was called, by the history. */
async function runCounting(
  project: PlaywrightProject,
  { env = {}, raw = false }: { readonly env?: Readonly<Record<string, string>>; readonly raw?: boolean } = {},
) {
  const file = path.join(project.dir, 'src/app.js');
  const script = raw ? source : createInstrumenter({ esModules: true }).instrumentSync(source, file);
  const server = createServer((request, response) => {
    const isScript = request.url?.endsWith('.js');
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? script
        : `<script type=module>import { add } from '/src/app.js'; window.add = add; document.body.dataset.ready = '1'</script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as { port: number };
  const ending = await project.run({ env: { BASE_URL: `http://localhost:${port}/`, ...env } });
  server.close();
  expect(ending.code, ending.stdout + ending.stderr).toBe(0);
  expect(ending.stderr).toBe('');
  const totals = (await project.history().readCoverageTotals()) as
    | Record<string, { f: Record<string, number> }>
    | undefined;
  const [run] = await project.readRuns();
  return { calls: totals?.['src/app.js']?.f['0'], notes: run?.notes };
}

describe('the exported test', () => {
  const withoutPreload = `export default () => { if (process.env.NO_PRELOAD) delete process.env.NODE_OPTIONS; };`;

  const ours = '@millwright/playwright/test';
  const rows: readonly {
    name: string;
    from: string;
    env: Readonly<Record<string, string>>;
    coverage?: 'v8';
    calls?: number;
  }[] = [
    { name: 'captures where the preload cannot', from: ours, env: { NO_PRELOAD: '1' }, calls: 1 },
    { name: 'captures in an ES module', from: ours, env: { NO_PRELOAD: '1', AS_MODULE: '1' }, calls: 1 },
    { name: 'adds nothing where the preload does', from: ours, env: {}, calls: 1 },
    // Chromium refuses to be asked twice, so this is where a second capture would be heard of.
    { name: 'adds nothing where the preload asks V8', from: ours, env: {}, coverage: 'v8', calls: 1 },
    { name: 'is needed without the preload', from: '@playwright/test', env: { NO_PRELOAD: '1' } },
  ];

  test.each(rows)('$name', async ({ from, env, coverage = 'auto', calls }) => {
    const project = createPlaywrightProject(
      {
        'a.spec.ts': specImporting(from),
        'src/app.js': source,
        'setup.ts': withoutPreload,
        'package.json': 'AS_MODULE' in env ? '{ "type": "module" }' : '{}',
      },
      { config: `globalSetup: './setup.ts', use: { ${chromiumUse} }`, options: `{ coverage: '${coverage}' }` },
    );
    expect(await runCounting(project, { env, raw: coverage === 'v8' })).toEqual({ calls, notes: [] });
    project.remove();
  });
});

test.each(['@playwright/test', '@millwright/playwright/test'])(
  'folders with blanks, quotes and umlauts in their names, %s',
  async (from) => {
    const parent = mkdtempSync(path.join(tmpdir(), 'millwright it\'s "ours" ü '));
    const project = createPlaywrightProject(
      { 'a.spec.ts': specImporting(from), 'src/app.js': source },
      {
        config: `use: { ${chromiumUse} }`,
        nodeModules: installPlaywright(undefined, parent),
        folder: 'millwright pw ü ',
      },
    );
    expect(await runCounting(project)).toEqual({ calls: 1, notes: [] });
    project.remove();
    rmSync(parent, { recursive: true });
  },
);
