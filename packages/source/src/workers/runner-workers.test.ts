import { describe, expect, test } from 'vitest';

import { type RunnerWorkersSetting, runnerWorkersOf } from './runner-workers.ts';

const set = (count: number): RunnerWorkersSetting => ({ kind: 'set', count });
const unset: RunnerWorkersSetting = { kind: 'unset' };
const unknown: RunnerWorkersSetting = { kind: 'unknown' };

type Case = [text: string, expected: RunnerWorkersSetting, env?: Readonly<Record<string, string>>];

describe('workers of a playwright.config.ts', () => {
  test.each([
    ["export default { testDir: 'tests' };", unset],
    ['export default defineConfig({ workers: 3 });', set(3)],
    ["export default { workers: '50%' };", set(4)],
    ["export default { workers: '1%' };", set(1)],
    // What `npm init playwright` writes.
    ['export default defineConfig({ workers: process.env.CI ? 1 : undefined });', unset],
    ['export default defineConfig({ workers: process.env.CI ? 1 : undefined });', set(1), { CI: 'true' }],
    ["export default { workers: process.env['CI'] === 'true' ? 2 : 5 };", set(5)],
    ['export default { workers: !process.env.CI ? 2 : 5 };', set(5), { CI: '1' }],
    ["export default { workers: Number(process.env.W ?? '6') };", set(6)],
    ['export default { workers: parseInt(process.env.W || "6", 10) };', set(2), { W: '2' }],
    ['export default { workers: +(process.env.W || 6) };', set(6)],
    ['const workers = 2;\nexport default defineConfig({ workers });', set(2)],
    ['const config: Config = { workers: 2 };\nexport default config;', set(2)],
    ['export default { ...(process.env.CI && { retries: 2 }), workers: 2 };', set(2)],
    ['export default defineConfig({ workers: 2 }, { retries: 1 });', set(2)],
    ['export default defineConfig({ workers: 2 }, { workers: 1 });', set(1)],
    // A limit of one project is no number of workers.
    ["export default { projects: [{ name: 'db', workers: 1 }] };", unset],
    ['export default { workers: cpus().length };', unknown],
    ['let workers = 2;\nworkers = 3;\nexport default { workers };', unknown],
    ['export default { workers: 2, ...base };', unknown],
    ["import base from './base';\nexport default { ...base, retries: 1 };", unknown],
    ["import base from './base';\nexport default defineConfig(base, { retries: 1 });", unknown],
    ["import { base } from './base';\nexport default base();", unknown],
    ["import 'dotenv/config';\nexport default { workers: process.env.CI ? 1 : undefined };", unknown],
    ['export default { workers: -1 };', unknown],
    ['export default { workers: 1.5 };', unknown],
    ['not a { config', unknown],
  ] as Case[])('%s', (text, expected, env = {}) => {
    const found = runnerWorkersOf({ runner: 'playwright', path: 'playwright.config.ts', text, env, cores: 8 });
    expect(found).toEqual(expected);
  });
});

describe('maxWorkers of a vitest.config.ts', () => {
  test.each([
    ['export default defineConfig({});', unset],
    ["export default defineConfig({ test: { include: ['tests'] } });", unset],
    ['export default defineConfig({ test: { maxWorkers: 3 } });', set(3)],
    ["export default defineConfig({ test: { maxWorkers: '3' } });", set(3)],
    ["export default defineConfig({ test: { maxWorkers: '40%' } });", set(3)],
    ['export default defineConfig({ test: { fileParallelism: false, maxWorkers: 3 } });', set(1)],
    ['export default defineConfig({ test: { fileParallelism: true, maxWorkers: 3 } });', set(3)],
    ['export default defineConfig({ test: { ...(slow ? { fileParallelism: false } : {}) } });', unset],
    ['export default defineConfig({ test: { poolOptions: { forks: { maxForks: 2 } } } });', unknown],
    ['export default mergeConfig({ test: { maxWorkers: 2 } }, { test: { globals: true } });', set(2)],
    ["import vite from './vite.config';\nexport default mergeConfig(vite, { test: { maxWorkers: 2 } });", set(2)],
    ["import vite from './vite.config';\nexport default mergeConfig(vite, { test: { globals: true } });", unknown],
    // The word stands elsewhere too.
    ['export default defineConfig({ server: { maxWorkers: 2 } });', unset],
  ] as Case[])('%s', (text, expected, env = {}) => {
    const found = runnerWorkersOf({ runner: 'vitest', path: 'vitest.config.ts', text, env, cores: 8 });
    expect(found).toEqual(expected);
  });
});
