import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { type WorkerClaims, workersOfRunner } from '@millwright/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createContext } from '../context/create-context.ts';
import { createFakeWorld } from '../frame/fixtures/fake-world.ts';
import { type WorkerRequest, readWorkerClaims } from './read-worker-claims.ts';
import { readMachineRoom } from './read-machine-room.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-claims-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

async function claimsOf(
  files: Files,
  request: WorkerRequest = {},
  env: Readonly<Record<string, string>> = {},
): Promise<WorkerClaims> {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return readWorkerClaims(await createContext(createFakeWorld(root, env), { root }), request);
}

const both: Files = {
  'playwright.config.ts': 'export default { workers: process.env.CI ? 1 : undefined };',
  'vitest.config.ts': 'export default { test: { maxWorkers: 3 } };',
};
const configured: Files = { 'millwright.config.json': '{ "parallelWorkers": 6 }' };

describe('what says how many workers there are', () => {
  test.each<[name: string, files: Files, request: WorkerRequest, claims: Partial<WorkerClaims>, env?: Files]>([
    ['nothing', {}, {}, { settings: {} }],
    [
      'the option alone, when it is given',
      { ...both, ...configured },
      { flag: { name: '--parallel', count: 9 } },
      { flag: { name: '--parallel', count: 9 }, settings: {} },
    ],
    [
      'parallelWorkers, when there is no option',
      { ...both, ...configured },
      { flag: { name: '--parallel', count: undefined } },
      { configured: 6, settings: {} },
    ],
    ['the configuration of a runner', both, {}, { settings: { vitest: { by: 'vitest.config.ts', count: 3 } } }],
    [
      'the same in CI',
      both,
      {},
      {
        settings: {
          playwright: { by: 'playwright.config.ts', count: 1 },
          vitest: { by: 'vitest.config.ts', count: 3 },
        },
      },
      { CI: '1' },
    ],
    [
      'the variables that the runners get in addition count',
      {
        ...both,
        'millwright.config.json': '{ "env": { "CI": "1" }, "runners": { "vitest": { "config": "gone.ts" } } }',
      },
      {},
      { settings: { playwright: { by: 'playwright.config.ts', count: 1 } } },
    ],
    [
      'a configuration that is named',
      { ...both, 'e2e/pw.config.ts': 'export default { workers: 5 };' },
      { runnerConfigs: { playwright: 'e2e/pw.config.ts', vitest: 'gone.ts' } },
      { settings: { playwright: { by: 'e2e/pw.config.ts', count: 5 } } },
    ],
    [
      'one that only the runner can read',
      { 'playwright.config.ts': "import { base } from './base';\nexport default base();" },
      {},
      { settings: { playwright: { by: 'playwright.config.ts' } } },
    ],
    [
      'VITEST_MAX_WORKERS, which Vitest puts above all',
      both,
      {},
      { settings: { vitest: { by: 'VITEST_MAX_WORKERS', count: 2 } } },
      { VITEST_MAX_WORKERS: '2' },
    ],
    [
      'what is passed to the runner, where it wins',
      { ...both, ...configured },
      { passThrough: ['--trace', 'on', '--workers=2'] },
      {
        settings: {
          playwright: { by: '`--workers` after `--`', count: 2 },
          vitest: { by: 'vitest.config.ts', count: 3 },
        },
      },
    ],
    [
      'in two words',
      {},
      { passThrough: ['-j', '4'] },
      { settings: { playwright: { by: '`--workers` after `--`', count: 4 } } },
    ],
    [
      'a share that only the runner knows the whole of',
      {},
      { passThrough: ['--maxWorkers=50%'] },
      { settings: { vitest: { by: '`--maxWorkers` after `--`' } } },
    ],
  ])('%s', async (_name, files, request, expected, env) => {
    const { room, ...claims } = await claimsOf(files, request, env);
    expect(claims).toEqual(expected);
    expect(room.cores).toBeGreaterThanOrEqual(1);
  });

  test('where nothing says, the machine does', async () => {
    const { count, from } = workersOfRunner(await claimsOf({}), 'vitest');
    expect(from).toBe('machine');
    expect(count).toBeLessThanOrEqual(readMachineRoom().cores);
  });
});
