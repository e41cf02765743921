import type { LeftOutTest, PlannedTest } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { plannedTest, strategyOf } from '../execution/fixtures/planned.ts';
import { emittedSelectionOf } from './emitted-selection.ts';

function planned(testId: string, over: Partial<PlannedTest> = {}): PlannedTest {
  return plannedTest({ testId, titlePath: [testId], ...over });
}

function leftOut(testId: string, over: Partial<PlannedTest> = {}): LeftOutTest {
  return { ...planned(testId, over), cause: 'budget', reason: 'over the budget' };
}

const lineOf = ({ line }: PlannedTest): number | undefined => line;
const spaced = { file: 'tests/my cart (old).spec.ts' };

describe('words for Playwright', () => {
  test.each([
    ['nothing when nothing is left out', [planned('a')], [], []],
    [
      'lines where a file is cut, whole files elsewhere, in planned order',
      [planned('b', { line: 9 }), planned('x', { file: 'e2e/x.spec.ts' }), planned('a', { line: 3 })],
      [leftOut('c')],
      ['tests/cart.spec.ts:9', 'e2e/x.spec.ts', 'tests/cart.spec.ts:3'],
    ],
    [
      'the whole file when a line is not known',
      [planned('b', { line: undefined } as unknown as PlannedTest), planned('a')],
      [leftOut('c')],
      ['tests/cart.spec.ts'],
    ],
    [
      'no letter that a shell may take amiss',
      [planned('a', spaced)],
      [leftOut('c', spaced)],
      ['tests/my.cart..old..spec.ts:3'],
    ],
    [
      'the projects when some are left out',
      [planned('a', { project: 'Mobile Safari' })],
      [leftOut('a2', { project: 'desk' })],
      ['tests/cart.spec.ts:3', '--project=Mobile*Safari'],
    ],
  ])('%s', (_name, tests, leftOutTests, words) => {
    expect(emittedSelectionOf(strategyOf(tests, { leftOutTests }), 'playwright-args', lineOf)).toEqual(words);
  });

  test('a plan without its tests is refused, for without words it would run everything', () => {
    const strategy = strategyOf([planned('a', { runner: 'vitest' })]);
    expect(() => emittedSelectionOf(strategy, 'playwright-args', lineOf)).toThrow(/no test of Playwright/);
  });
});

test('a test list names whole files where nothing is cut, and titles as far as a line can hold them', () => {
  const strategy = strategyOf(
    [
      planned('a', { project: 'desk', file: 'e2e/a.spec.ts' }),
      planned('b', { titlePath: ['cart', 'adds'] }),
      planned('c', { titlePath: ['cart', 'costs ${price}'] }),
      planned('d', { titlePath: ['a › b', 'x'] }),
    ],
    { leftOutTests: [leftOut('e')] },
  );
  expect(emittedSelectionOf(strategy, 'test-list', lineOf)).toEqual([
    '[desk] › e2e/a.spec.ts',
    '[desk] › a.spec.ts',
    'tests/cart.spec.ts › cart › adds',
    'cart.spec.ts › cart › adds',
    'tests/cart.spec.ts › cart',
    'cart.spec.ts › cart',
    'tests/cart.spec.ts',
    'cart.spec.ts',
  ]);
});

describe('words for Vitest', () => {
  const unit = { runner: 'vitest', file: 'src/my price.test.ts' };

  test('files alone when none of them is cut', () => {
    const strategy = strategyOf([planned('a', unit)], {
      leftOutTests: [leftOut('b', { ...unit, file: 'src/b.test.ts' })],
    });
    expect(emittedSelectionOf(strategy, 'vitest-args', lineOf)).toEqual(['price.test.ts']);
  });

  test('files and titles, without blanks, when one is', () => {
    const strategy = strategyOf([planned('a', { ...unit, titlePath: ['price', 'adds tax'] })], {
      leftOutTests: [leftOut('b', unit)],
    });
    const [file, pattern = ''] = emittedSelectionOf(strategy, 'vitest-args', lineOf);
    expect(file).toBe('price.test.ts');
    expect(pattern).not.toMatch(/\s/);
    const names = new RegExp(pattern.replace('--testNamePattern=', ''));
    expect(['price adds tax', 'price > adds tax', 'price b'].map((name) => names.test(name))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
