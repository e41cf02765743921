import { expect, test } from 'vitest';

import { changedFilesOf } from './read-code-change.ts';

test.each([
  [
    'changed and new lines',
    [
      'diff --git a/src/a.ts b/src/a.ts',
      'index 1..2 100644',
      '--- a/src/a.ts',
      '+++ b/src/a.ts',
      '@@ -3 +3,2 @@',
      '-old',
      '+new',
      '+more',
      '@@ -9,0 +11 @@',
      '+end',
    ],
    [
      {
        file: 'src/a.ts',
        lines: [
          [3, 4],
          [11, 11],
        ],
      },
    ],
  ],
  [
    'only removed lines',
    ['diff --git a/a b/a', '--- a/a', '+++ b/a', '@@ -3,2 +2,0 @@', '-x', '-y'],
    [{ file: 'a', lines: [] }],
  ],
  [
    'lines that look like the head of a file',
    [
      'diff --git a/a b/a',
      '--- a/a',
      '+++ b/a',
      '@@ -1 +1,2 @@',
      '--- a/b',
      '+++ b/b',
      '+diff --git a/c b/c',
      'diff --git a/d b/d',
      '--- a/d',
      '+++ b/d',
      '@@ -1 +1 @@',
      '-1',
      '\\ No newline at end of file',
      '+2',
    ],
    [
      { file: 'a', lines: [[1, 2]] },
      { file: 'd', lines: [[1, 1]] },
    ],
  ],
  [
    'a file that is gone, a new one, a binary one, one with a blank in its name',
    [
      'diff --git a/gone b/gone',
      'deleted file mode 100644',
      '--- a/gone',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-x',
      'diff --git a/new b/new',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/new',
      '@@ -0,0 +1 @@',
      '+x',
      'diff --git a/i.png b/i.png',
      'Binary files a/i.png and b/i.png differ',
      'diff --git a/a b b/a b',
      '--- a/a b\t',
      '+++ b/a b\t',
      '@@ -1 +1 @@',
      '-1',
      '+2',
    ],
    [
      { file: 'gone', lines: [] },
      { file: 'new', lines: [[1, 1]] },
      { file: 'i.png', lines: [] },
      { file: 'a b', lines: [[1, 1]] },
    ],
  ],
  ['nothing', [''], []],
])('reads a diff: %s', (_, lines, files) => {
  expect(changedFilesOf(lines.join('\n'))).toEqual(files);
});
