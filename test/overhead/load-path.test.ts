import { expect, test } from 'vitest';

import { runNode } from '../support/run-process.ts';
import { repositoryRoot } from '../support/scratch-project.ts';

/** Prints the address of every module that an import loads, but for what belongs to Node. */
const script = `
import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { if (!url.startsWith('node:')) console.log(url); return next(url, context); } });
await import(process.argv[1]);
`;

async function loadedBy(name: string): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await runNode(['--input-type=module', '-e', script, name], {
    cwd: repositoryRoot,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout.trim().split('\n');
}

/** What only commands need, or only the end of some runs: a reporter that loads it makes every run of the user's tests pay. */
const heavy = [
  'zod',
  'lowdb',
  'proper-lockfile',
  'fast-xml-parser',
  'fflate',
  'istanbul-lib-coverage',
  'ts-morph',
  'ast-v8-to-istanbul',
  'acorn',
  '@playwright/test',
  'vitest',
];

/** One module costs a run about 0.4 ms of processor time, so each package is built into a few; the bound leaves room for a few more. */
const reporters = [
  { name: '@millwright/vitest', mostModules: 16 },
  { name: '@millwright/playwright', mostModules: 16 },
];

test.each(reporters)('$name loads little, and nothing heavy', async ({ name, mostModules }) => {
  const loaded = await loadedBy(name);
  const packages = new Set(loaded.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]));
  expect(heavy.filter((heavyName) => packages.has(heavyName))).toEqual([]);
  const whole = ['/core/dist/index.js', '/history/dist/index.js', 'open-history', 'read-reports'];
  expect(loaded.filter((url) => whole.some((part) => url.includes(part)))).toEqual([]);
  expect(loaded.length).toBeGreaterThan(5);
  expect(loaded.length).toBeLessThanOrEqual(mostModules);
});

test('a module that is loaded is seen, so that the other tests can fail', async () => {
  expect(await loadedBy('@millwright/core/config')).toEqual(
    expect.arrayContaining([expect.stringContaining('/node_modules/zod/')]),
  );
});
