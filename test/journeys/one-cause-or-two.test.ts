import type { DebugReport } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { runE2e } from '../support/run-process.ts';
import { type VitestProject, createVitestProject } from '../vitest/support/vitest-project.ts';

let project: VitestProject | undefined;
afterEach(() => project?.remove());

async function explain(
  files: Readonly<Record<string, string>>,
  runs = 1,
): Promise<DebugReport & { readonly text: string }> {
  project = createVitestProject(files);
  for (let index = 0; index < runs; index += 1) expect((await project.run()).exitCode).toBe(1);
  const options = { cwd: project.root, env: { TZ: 'Europe/Berlin' } };
  const [document, text] = [
    await runE2e(['debug-execution', '--json'], options),
    await runE2e(['debug-execution', '--verbose'], options),
  ];
  expect(document.exitCode, document.stderr).toBe(1);
  return { ...(JSON.parse(document.stdout) as DebugReport), text: text.stdout };
}

/** Answers four requests, then nobody listens any more. */
const dyingServer = `import { createServer } from 'node:http';
export default async function setup({ provide }) {
  let answered = 0;
  const server = createServer((request, response) => {
    response.end('{}');
    answered += 1;
    if (answered === 4) { server.close(); setTimeout(() => server.closeAllConnections(), 20); }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  provide('port', server.address().port);
}`;
const config = `import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { globalSetup: ['./server.js'], fileParallelism: false, reporters: ['dot', '@millwright/vitest'] } });`;
const head = `import { expect, inject, test } from 'vitest';
const at = (path) => 'http://localhost:' + inject('port') + path;
const pause = () => new Promise((done) => setTimeout(done, 60));\n`;
const askers = (count: number, name: string): string =>
  Array.from(
    { length: count },
    (_, index) =>
      `test('${name} ${index}', async () => { await pause(); const response = await fetch(at('/${name}/${index}')); expect(response.status).toBe(200); });`,
  ).join('\n');

describe('an outage', () => {
  test('is one cause, with its time, its server and all its tests', async () => {
    const { causes, text } = await explain({
      'server.js': dyingServer,
      'vitest.config.ts': config,
      'a.test.js': head + askers(6, 'orders'),
      'b.test.js': head + askers(6, 'users'),
      // A client of its own with its own words, a wait that runs out, and a bug that has nothing to do with it.
      'c.test.js': `${head}
import { get } from 'node:http';
test('asks otherwise', () => new Promise((done, fail) => { get(at('/stock').replace('localhost', '127.0.0.1'), done).on('error', fail); }));
test('waits in vain', async () => { for (;;) { const answer = await fetch(at('/ready')).catch(() => undefined); if (answer) return; await pause(); } }, 300);
test('adds up', () => { expect(1 + 1).toBe(3); });
${askers(1, 'later')}`,
    });
    expect(causes.map(({ cause, tests }) => [cause, tests.length])).toEqual([
      ['network', 11],
      ['assertion', 1],
    ]);
    const [outage] = causes;
    expect(outage?.outage).toMatchObject({ server: expect.stringMatching(/^:\d+$/) });
    const started = new Date(outage?.outage?.startedAt ?? 0);
    const clock = started.toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' });
    const sentence = `The app server at ${outage?.outage?.server} stopped answering at ${clock}, 11 tests after it.`;
    expect(outage?.likelyCause).toBe(sentence);
    expect(text).toContain(sentence);
    expect(Math.abs(Date.now() - started.getTime())).toBeLessThan(60_000);
  });
});

describe('two bugs with one message', () => {
  test('are two, again in the next run', async () => {
    const { causes } = await explain(
      {
        'src/cart.js': `export const total = () => 2;\nexport const nameOf = (user) => user.name;`,
        'src/tax.js': `export const tax = () => 2;\nexport const labelOf = (shop) => shop.name;`,
        'a.test.js': `import { expect, test } from 'vitest';
import { nameOf, total } from './src/cart.js';
import { labelOf, tax } from './src/tax.js';
test('costs three', () => { expect(total()).toBe(3); });
test('is taxed by three', () => { expect(tax()).toBe(3); });
test('names the user', () => { nameOf(undefined); });
test('names the user again', () => { nameOf(undefined); });
test('labels the shop', () => { labelOf(undefined); });`,
      },
      2,
    );
    expect(causes.map(({ tests }) => tests.map(({ title }) => title))).toEqual([
      ['names the user', 'names the user again'],
      ['costs three'],
      ['is taxed by three'],
      ['labels the shop'],
    ]);
    // Each was seen in the first run already.
    expect(new Set(causes.map(({ firstSeen }) => firstSeen.runId)).size).toBe(1);
  });
});
