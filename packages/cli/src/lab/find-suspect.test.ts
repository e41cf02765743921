import type { PlannedTest } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { findSuspects, suspectOf } from './find-suspect.ts';

function planned(file: string, line: number, ...titlePath: string[]): PlannedTest {
  const [runner, project] = file.endsWith('.spec.ts') ? (['playwright', 'ui'] as const) : (['vitest', ''] as const);
  return {
    testId: `${file}:${line}`,
    runner,
    project,
    file,
    line,
    titlePath,
    type: 'unit',
    priority: 'Low',
    risk: 0,
    riskFactors: [],
    dependencies: [],
    estimatedDurationMs: 1,
    estimateFrom: 'default',
    tags: [],
  };
}

const tests = [
  planned('tests/cart.test.ts', 3, 'a cart', 'has a price'),
  planned('tests/cart.test.ts', 9, 'a cart', 'has a price with tax'),
  planned('tests/one.test.ts', 2, 'stands alone'),
  planned('e2e/login.spec.ts', 5, 'logs in'),
  { ...planned('e2e/login.spec.ts', 5, 'logs in'), project: 'api' },
];
const place = { root: '/shop', cwd: '/shop/tests' };

describe('a word names a test', () => {
  test.each([
    { word: 'tests/one.test.ts', ids: ['tests/one.test.ts:2'] },
    { word: 'one.test.ts', ids: ['tests/one.test.ts:2'] },
    { word: '/shop/tests/one.test.ts', ids: ['tests/one.test.ts:2'] },
    { word: 'tests/cart.test.ts:9', ids: ['tests/cart.test.ts:9'] },
    { word: 'tests/cart.test.ts:5', ids: ['tests/cart.test.ts:3'] },
    { word: 'tests/cart.test.ts:1', ids: [] },
    { word: 'tests/cart.test.ts > a cart > has a price', ids: ['tests/cart.test.ts:3'] },
    { word: 'a cart > has a price with tax', ids: ['tests/cart.test.ts:9'] },
    { word: 'has a price', ids: ['tests/cart.test.ts:3'] },
    { word: 'with tax', ids: ['tests/cart.test.ts:9'] },
    { word: 'a price w', ids: ['tests/cart.test.ts:9'] },
    { word: 'tests/cart.test.ts', ids: ['tests/cart.test.ts:3', 'tests/cart.test.ts:9'] },
    { word: 'nothing like it', ids: [] },
  ])('$word', ({ word, ids }) => {
    expect(findSuspects(word, tests, place).map(({ testId }) => testId)).toEqual(ids);
  });

  test.each([
    { name: 'none', word: 'nothing', message: /"nothing", which names none\./ },
    {
      name: 'several tests',
      word: 'tests/cart.test.ts',
      message: /names 2: "tests\/cart.test.ts > a cart > has a price"/,
    },
    { name: 'several projects', word: 'logs in', message: /\(ui\).*\(api\)/ },
  ])('$name is refused in one sentence', ({ word, message }) => {
    expect(() => suspectOf(word, tests, place)).toThrow(message);
  });

  test('a project chooses between the same test twice', () => {
    expect(suspectOf('logs in', tests, { ...place, project: 'api' }).project).toBe('api');
  });
});
