import { expect, test } from 'vitest';

import { commitTouchOf, commitWeightOf } from './commit-weight.ts';

const reached = new Set(['src/price.ts', 'tests/price.test.ts']);

test.each([
  { name: 'a file that the test runs', files: ['README.md', 'src/price.ts'], weight: 20 },
  { name: 'the test itself', files: ['tests/price.test.ts'], weight: 20 },
  { name: 'the lock file', files: ['package-lock.json'], weight: 4 },
  { name: "a package's manifest", files: ['packages/a/package.json'], weight: 4 },
  { name: 'a configuration', files: ['vite.config.ts'], weight: 4 },
  { name: 'other code', files: ['src/other.ts'], weight: 1 },
  { name: 'words', files: ['docs/a.md', 'LICENSE'], weight: 0.1 },
  { name: 'nothing', files: [], weight: 0.1 },
])('$name weighs $weight', ({ files, weight }) => {
  expect(commitWeightOf(commitTouchOf(files, reached))).toBe(weight);
});
