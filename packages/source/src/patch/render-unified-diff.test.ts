import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { renderUnifiedDiff } from './render-unified-diff.ts';

test.each([
  ['plain', 'a\nb\nc\n', 'a\nB\nc\n'],
  ['CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nb\r\nB\r\nc\r\n'],
  ['BOM', '\uFEFFa\nb\n', '\uFEFFx\nb\n'],
  ['no newline at the end', 'a\nb', 'a\nc'],
])('git applies the diff: %s', (_name, before, after) => {
  const folder = mkdtempSync(join(tmpdir(), 'diff-'));
  try {
    writeFileSync(join(folder, 'f.ts'), before);
    writeFileSync(join(folder, 'p.patch'), renderUnifiedDiff({ file: 'f.ts', before, after }));
    execFileSync('git', ['apply', '--whitespace=nowarn', 'p.patch'], { cwd: folder });
    expect(readFileSync(join(folder, 'f.ts'), 'utf8')).toBe(after);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('no change gives no diff', () => {
  expect(renderUnifiedDiff({ file: 'f.ts', before: 'a\r\n', after: 'a\r\n' })).toBe('');
});
