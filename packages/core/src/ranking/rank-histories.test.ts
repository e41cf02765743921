import { describe, expect, test } from 'vitest';

import { historyOf } from '../flake/fixtures/history-of.ts';
import type { TestHistory } from '../model/test-history.ts';
import { soonnessOf } from './rank-histories.ts';

const names = ['a', 'b', 'c', 'd'] as const;
const planned = names.map((name) => ({ testId: name, file: 'tests/cart.spec.ts', titlePath: [name] }));
const written = (lines: readonly string[]): readonly TestHistory[] =>
  lines.map((line, index) => {
    const name = names[index] ?? 'a';
    return historyOf(line, { test: { id: name, titlePath: [name] } });
  });
const orderOf = (histories: readonly TestHistory[]): readonly string[] => {
  const soonness = soonnessOf(planned, histories);
  return names.toSorted((x, y) => (soonness?.get(y) ?? 0) - (soonness?.get(x) ?? 0));
};

describe('what runs among the first by its past', () => {
  test.each([
    ['what failed last', ['....', '...F', '....', '....'], 'b'],
    ['what fails often', ['F...', '....', 'F.FF', '....'], 'c'],
    ['what never ran', ['...F', '....', '....'], 'd'],
  ])('%s', (_name, lines, first) => {
    expect(orderOf(written(lines)).slice(0, 2)).toContain(first);
  });

  test('a flake is no failure that an earlier place would have found', () => {
    expect(orderOf(written(['....', 'ffff', '..F.', '....']))[0]).toBe('c');
  });

  test('a retry that passed makes it a flake, since the runs of an execution are one', () => {
    const [first, ...others] = written(['...F.', '....F', '....', '....']);
    const inExecution = {
      ...first,
      observations: first?.observations.map((one, index) =>
        index < 3 ? one : { ...one, run: { ...one.run, executionId: 'e1' } },
      ),
    } as TestHistory;
    expect(orderOf([inExecution, ...others])[0]).toBe('b');
  });
});

test.each([
  ['no run', ['', '', '', '']],
  ['two runs', ['.F', '..', '..', '..']],
  ['runs without a failure', ['.....', '.....', '.....', '.....']],
  ['nothing but flakes', ['..f..', '.....', '.....', '.....']],
])('%s say nothing of an order', (_name, lines) => {
  expect(soonnessOf(planned, written(lines))).toBeUndefined();
});
