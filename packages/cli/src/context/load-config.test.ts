import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createFakeWorld } from '../frame/fixtures/fake-world.ts';
import { createContext } from './create-context.ts';
import { loadConfig } from './load-config.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-config-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (name: string, text: string): void => writeFileSync(join(root, name), text);

test('without a file everything is default', async () => {
  const { config, file } = await loadConfig(root);
  expect(file).toBeUndefined();
  expect(config).toMatchObject({
    dir: '.millwright',
    historyRetentionDays: 30,
    enableSelfHealing: true,
    minConfidenceForAutoFix: 0.8,
  });
});

test.each([
  [
    'millwright.config.ts',
    'interface A { n: number }\nconst a: A = { n: 2 };\nexport default { parallelWorkers: a.n };',
  ],
  ['millwright.config.mts', 'export default { parallelWorkers: 2 satisfies number };'],
  ['millwright.config.cts', 'module.exports = { parallelWorkers: 2 };'],
  ['millwright.config.js', 'export default { parallelWorkers: 2 };'],
  ['millwright.config.mjs', 'export default { parallelWorkers: 2 };'],
  ['millwright.config.cjs', 'module.exports = { parallelWorkers: 2 };'],
  ['millwright.config.json', '\uFEFF{ "$schema": "x", "parallelWorkers": 2 }'],
])('%s is read', async (name, text) => {
  write(name, text);
  const { config, file } = await loadConfig(root);
  expect(config.parallelWorkers).toBe(2);
  expect(file).toBe(join(root, name));
});

describe('what is wrong is told, all of it at once', () => {
  test.each([
    [
      'a key with a typing error',
      '{ "parallelWorker": 2 }',
      ['Unknown key `parallelWorker` in millwright.config.json. Did you mean `parallelWorkers`?'],
    ],
    [
      'a wrong type',
      '{ "parallelWorkers": "many" }',
      ['Expected `parallelWorkers` in millwright.config.json to be a whole number of at least 1, got "many" (string).'],
    ],
    ['two at once', '{ "parallelWorkers": 0, "gates": {} }', ['`parallelWorkers`', 'Unknown key `gates`']],
    ['no object', '[]', ['Expected millwright.config.json to hold an object, got a list of 0.']],
    ['cut off', '{ "dir": ', ['millwright.config.json cannot be loaded']],
  ])('%s', async (_name, text, parts) => {
    write('millwright.config.json', text);
    const error = await loadConfig(root).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'UserError', hint: expect.any(String) });
    for (const part of parts) expect((error as Error).message).toContain(part);
  });

  test('code that throws', async () => {
    write('millwright.config.ts', "throw new Error('no token in the environment');");
    await expect(loadConfig(root)).rejects.toMatchObject({
      code: 'unreadable-config',
      message: 'millwright.config.ts cannot be loaded: no token in the environment.',
    });
  });
});

describe('flag over environment over file over default', () => {
  const dirOf = async (args: { dir?: string }, env: Record<string, string>): Promise<string> =>
    (await createContext(createFakeWorld(root, env), { root, ...args })).dir;

  test.each([
    ['default', undefined, {}, {}, '.millwright'],
    ['file', 'from-file', {}, {}, 'from-file'],
    ['environment', 'from-file', { MILLWRIGHT_DIR: 'from-env' }, {}, 'from-env'],
    ['an empty variable is none', 'from-file', { MILLWRIGHT_DIR: '' }, {}, 'from-file'],
    ['flag', 'from-file', { MILLWRIGHT_DIR: 'from-env' }, { dir: 'from-flag' }, 'from-flag'],
  ])('%s', async (_name, inFile, env, args, expected) => {
    if (inFile !== undefined) write('millwright.config.json', JSON.stringify({ dir: inFile }));
    expect(await dirOf(args, env as unknown as Record<string, string>)).toBe(resolve(root, expected));
  });
});
