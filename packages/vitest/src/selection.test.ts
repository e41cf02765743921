import { describe, expect, test } from 'vitest';

import type { VitestInstance, VitestSpecification } from './runner-api.ts';
import { hidesTests, isPartialRun } from './selection.ts';

const vitestOf = (config: Partial<VitestInstance['config']>, filenamePattern?: readonly string[]): VitestInstance => ({
  version: '5.1.0',
  projects: [],
  filenamePattern,
  config: { root: '/app', ...config },
});

describe('what was selected', () => {
  test.each([
    { name: 'everything', vitest: vitestOf({ project: [], tagsFilter: [] }), partial: false, hides: false },
    { name: 'a shard', vitest: vitestOf({ shard: { index: 1, count: 2 } }), partial: false, hides: false },
    { name: 'a name pattern', vitest: vitestOf({ testNamePattern: /pay/ }), partial: true, hides: true },
    { name: 'file arguments', vitest: vitestOf({}, ['pay']), partial: true, hides: false },
    { name: 'changed files', vitest: vitestOf({ changed: 'main' }), partial: true, hides: false },
    { name: 'a project', vitest: vitestOf({ project: ['unit'] }), partial: true, hides: false },
    { name: 'tags', vitest: vitestOf({ tagsFilter: ['slow'] }), partial: true, hides: true },
    { name: 'what failed last', vitest: vitestOf({ cliOptions: { lastFailed: true } }), partial: true, hides: true },
    { name: 'a line', vitest: vitestOf({}), specs: [{ moduleId: '/a', testLines: [3] }], partial: true, hides: true },
  ] as { name: string; vitest: VitestInstance; specs?: VitestSpecification[]; partial: boolean; hides: boolean }[])(
    '$name',
    ({ vitest, specs = [], partial, hides }) => {
      expect(isPartialRun(vitest, specs)).toBe(partial);
      expect(hidesTests(vitest, specs)).toBe(hides);
    },
  );
});
