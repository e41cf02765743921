import { expect, test } from 'vitest';

import { countsOf, touchedFilesOf } from './istanbul-counters.ts';

test('finds the files that counted, loaded before or meanwhile', () => {
  const before = countsOf({ '/a.ts': { s: { 0: 1 }, f: {} }, '/b.ts': { s: { 0: 1 }, f: { 0: 2 } } });
  const after = {
    '/a.ts': { s: { 0: 1 }, f: {} },
    '/b.ts': { s: { 0: 1 }, f: { 0: 3 } },
    '/loaded.ts': { s: { 0: 1 }, f: {} },
    '/empty.ts': { s: { 0: 0 }, f: {} },
  };
  expect(touchedFilesOf(before, after)).toEqual(['/b.ts', '/loaded.ts']);
});
