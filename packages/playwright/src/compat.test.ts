import type { Suite, TestStep } from '@playwright/test/reporter';
import { describe, expect, test } from 'vitest';

import { errorContextIndexOf, isInteractive, locatorOfStep, sortFileSuites } from './compat.ts';

const step = (part: object): TestStep => ({ category: 'pw:api', title: '', ...part }) as TestStep;

describe('locatorOfStep', () => {
  test.each([
    ['1.63 params', { title: 'Click', params: { locator: "getByRole('button')" } }, "getByRole('button')"],
    ['1.63 subtitle', { title: 'Click', subtitle: "locator('a')" }, "locator('a')"],
    ['1.54 title', { title: "Click getByRole('button', { name: 'Go' })" }, "getByRole('button', { name: 'Go' })"],
    [
      '1.50 title',
      { title: "locator.getByRole('button', { name: 'Go' }).click" },
      "getByRole('button', { name: 'Go' })",
    ],
    ['1.50 selector', { title: 'page.click(text=Go)' }, "locator('text=Go')"],
    ['a step without one', { title: 'Navigate to "/"' }, undefined],
    ['a step of the author', { category: 'test.step', title: "see getByRole('x')" }, undefined],
  ])('%s', (_name, part, locator) => {
    expect(locatorOfStep(step(part))).toBe(locator);
  });
});

describe('errorContextIndexOf', () => {
  test.each([
    ['error-context', 0],
    ['_error-context-1', 1],
    ['screenshot', undefined],
  ])('%s is %s', (name, index) => {
    expect(errorContextIndexOf(name)).toBe(index);
  });
});

describe('isInteractive', () => {
  test.each([
    [['node', 'cli.js', 'test', '--ui'], {}, true],
    [['node', 'cli.js', 'test', '--ui-port=0'], {}, true],
    [['node', 'cli.js', 'test-server'], {}, true],
    [['node', 'cli.js', 'test'], { _isTestServer: true }, true],
    [['node', 'cli.js', 'test', 'ui'], {}, false],
  ])('%j %j is %s', (argv, options, interactive) => {
    expect(isInteractive(options, argv)).toBe(interactive);
  });
});

describe('sortFileSuites', () => {
  const named = (...names: string[]): Suite[] => names.map((title) => ({ title }) as Suite);
  const rankOf = ({ title }: Suite): number => ({ b: 1, c: 0 })[title] ?? Number.POSITIVE_INFINITY;

  test('sorts in place and leaves equals as they were', () => {
    const entries = named('a', 'b', 'c', 'd');
    expect(sortFileSuites({ _entries: entries, suites: [...entries] } as unknown as Suite, rankOf)).toBe(true);
    expect(entries.map(({ title }) => title)).toEqual(['c', 'b', 'a', 'd']);
  });

  test.each([
    ['without the list', { suites: named('b', 'c') }],
    ['with a list of other things', { suites: named('b', 'c'), _entries: ['b', 'c'] }],
    ['with more in it than files', { suites: [], _entries: named('b', 'c') }],
  ])('changes nothing %s', (_name, project) => {
    const before = structuredClone(project);
    expect(sortFileSuites(project as unknown as Suite, rankOf)).toBe(false);
    expect(project).toEqual(before);
  });
});
