import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { SourceExcerpts } from './source-excerpts.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-excerpts-'));
  writeFileSync(join(root, 'a.ts'), Array.from({ length: 12 }, (_, index) => `line${index + 1}();`).join('\r\n'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('two lines before and after, the line and its column marked', () => {
  const excerpts = new SourceExcerpts(root);
  const excerpt = [
    '   8 | line8();',
    '   9 | line9();',
    '> 10 | line10();',
    '     |    ^',
    '  11 | line11();',
    '  12 | line12();',
  ];
  expect(excerpts.read({ file: 'a.ts', line: 10, column: 4 })).toBe(excerpt.join('\n'));
  expect(excerpts.read({ file: join(root, 'a.ts'), line: 10, column: 4 })).toBe(excerpt.join('\n'));
});

test('at the top of a file', () => {
  expect(new SourceExcerpts(root).read({ file: 'a.ts', line: 1, column: 1 })).toMatch(
    /^> 1 \| line1\(\);\n {4}\| \^\n {2}2 \|/,
  );
});

test.each([
  { name: 'a file that is gone', location: { file: 'gone.ts', line: 1, column: 1 } },
  { name: 'a line that is not there', location: { file: 'a.ts', line: 99, column: 1 } },
  { name: 'a folder', location: { file: '.', line: 1, column: 1 } },
])('nothing for $name', ({ location }) => {
  expect(new SourceExcerpts(root).read(location)).toBeUndefined();
});
