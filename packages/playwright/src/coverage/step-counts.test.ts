import fc from 'fast-check';
import { expect, test } from 'vitest';

import { addStepCounts, rangesOfStepCounts } from './step-counts.ts';

const length = 30;
const counts = fc.array(fc.nat(5), { minLength: length, maxLength: length });

const stepsOf = (values: readonly number[]): number[] =>
  values.flatMap((count, offset) => (count === values[offset - 1] ? [] : [offset, count]));

const valuesOf = (steps: readonly number[]): number[] => {
  const values = Array.from({ length }, () => 0);
  for (const range of rangesOfStepCounts(steps, length)) values.fill(range.count, range.startOffset, range.endOffset);
  return values;
};

test('ranges tell what the steps tell', () => {
  fc.assert(
    fc.property(counts, (values) => {
      expect(valuesOf(stepsOf(values))).toEqual(values);
    }),
  );
});

test('adding steps adds the count at every offset', () => {
  fc.assert(
    fc.property(counts, counts, (left, right) => {
      const sum = left.map((count, offset) => count + (right[offset] ?? 0));
      expect(valuesOf(addStepCounts(stepsOf(left), stepsOf(right)))).toEqual(sum);
    }),
  );
});
