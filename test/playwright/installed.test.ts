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
async function runCounting(project: PlaywrightProject, env: Readonly<Record<string, string>> = {}) {
  const script = createInstrumenter({ esModules: true }).instrumentSync(source, path.join(project.dir, 'src/app.js'));
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

  test.each([
    ['captures where the preload cannot', '@millwright/playwright/test', { NO_PRELOAD: '1' }, 1],
    ['the same in an ES module', '@millwright/playwright/test', { NO_PRELOAD: '1', AS_MODULE: '1' }, 1],
    ['adds nothing where the preload does', '@millwright/playwright/test', {}, 1],
    ['is needed without the preload', '@playwright/test', { NO_PRELOAD: '1' }, undefined],
  ])('%s', async (_name, from, env, calls) => {
    const project = createPlaywrightProject(
      {
        'a.spec.ts': specImporting(from),
        'src/app.js': source,
        'setup.ts': withoutPreload,
        'package.json': 'AS_MODULE' in env ? '{ "type": "module" }' : '{}',
      },
      { config: `globalSetup: './setup.ts', use: { ${chromiumUse} }` },
    );
    expect(await runCounting(project, env)).toEqual({ calls, notes: [] });
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
