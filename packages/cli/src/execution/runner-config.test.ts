import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runnerConfigsOf, runnerOfConfigFile } from './runner-config.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'millwright-runner-config-'));
  for (const name of ['playwright.ci.config.ts', 'vitest.ci.config.ts', 'ci.config.ts'])
    writeFileSync(join(cwd, name), '');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const both = new Set(['playwright', 'vitest']);
const written = { playwright: { config: 'a.ts' }, vitest: { config: 'b.ts' } };

test.each([
  ['playwright.config.ts', 'playwright'],
  ['e2e/pw.config.js', 'playwright'],
  ['vitest.unit.config.mts', 'vitest'],
  ['vite.config.ts', 'vitest'],
  ['ci.config.ts', undefined],
])('%s is of %s', (file, runner) => expect(runnerOfConfigFile(file)).toBe(runner));

describe('--config', () => {
  test('is not needed', () =>
    expect(runnerConfigsOf(undefined, cwd, written, both)).toEqual({ playwright: 'a.ts', vitest: 'b.ts' }));
  test('goes to the runner its name tells, and the other keeps its own', () => {
    expect(runnerConfigsOf('vitest.ci.config.ts', cwd, written, both)).toEqual({
      playwright: 'a.ts',
      vitest: join(cwd, 'vitest.ci.config.ts'),
    });
  });
  test('goes to the only runner whatever its name', () => {
    expect(runnerConfigsOf('ci.config.ts', cwd, written, new Set(['playwright'])).playwright).toBe(
      join(cwd, 'ci.config.ts'),
    );
  });
  test.each([
    ['could be either', 'ci.config.ts', 'ambiguous-config'],
    ['does not exist', 'vitest.gone.config.ts', 'no-such-file'],
  ])('is refused when it %s', (_name, file, code) => {
    expect(() => runnerConfigsOf(file, cwd, written, both)).toThrow(expect.objectContaining({ code }));
  });
});
