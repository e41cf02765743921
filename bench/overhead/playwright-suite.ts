import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installPackages } from './install-packages.ts';

const fileCount = 50;
const testsPerFile = 20;

/** The number of tests in the suite. */
export const suiteTestCount = fileCount * testsPerFile;

/**
 * Writes 1,000 trivial tests in 50 files, and one config for each reporter. A reporter is given as the source text of its entry in
 * `reporter`; it runs beside `dot`.
 */
export function createPlaywrightSuite(reporters: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'millwright-bench-playwright-'));
  installPackages(root, ['core', 'history', 'playwright']);
  mkdirSync(join(root, 'tests'));
  for (let file = 0; file < fileCount; file += 1) writeTestFile(root, file);
  for (const [name, reporter] of Object.entries(reporters)) {
    // All configs ask for the time that our reporter tells, so that they differ in nothing but the reporter.
    const config = `import { defineConfig } from '@playwright/test';\nprocess.env.MILLWRIGHT_DEBUG = 'time';\nexport default defineConfig({ testDir: 'tests', reporter: [['dot'], ${reporter}] });\n`;
    writeFileSync(join(root, `${name}.config.ts`), config);
  }
  return root;
}

function writeTestFile(root: string, file: number): void {
  const tests = Array.from(
    { length: testsPerFile },
    (_, index) => `test('number ${index}', () => { expect(${file} + ${index}).toBe(${file + index}); });`,
  );
  const text = `import { expect, test } from '@playwright/test';\n${tests.join('\n')}\n`;
  writeFileSync(join(root, `tests/file-${file}.spec.ts`), text);
}
