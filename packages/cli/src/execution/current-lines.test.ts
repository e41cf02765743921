import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readCurrentLines } from './current-lines.ts';
import { plannedTest } from './fixtures/planned.ts';

test('lines are those of the file now; a whole title outranks one that only run time completes; what is gone has none', () => {
  const root = mkdtempSync(join(tmpdir(), 'millwright-lines-'));
  try {
    writeFileSync(
      join(root, 'a.spec.ts'),
      [
        `import { test } from '@playwright/test';`,
        `for (const path of ['/a', '/b']) test(\`\${path} answers 200\`, async () => {});`,
        `test('nonsense answers 400', async () => {});`,
        `test('pays', async () => {});`,
      ].join('\n'),
    );
    const planned = ['nonsense answers 400', 'pays', '/a answers 200', 'gone'].map((title, index) =>
      plannedTest({ testId: String(index), file: 'a.spec.ts', line: 99, titlePath: [title] }),
    );
    expect(readCurrentLines(root, planned).map(({ line }) => line)).toEqual([3, 4, 2, undefined]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
