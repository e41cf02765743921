/** Counts along a script: pairs of an offset and the count from there on. */
export type StepCounts = readonly number[];

/** One range as V8 reports it. */
export interface CountedRange {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** The sum of two step functions, over the union of their offsets. */
export function addStepCounts(left: StepCounts, right: StepCounts): number[] {
  const sum: number[] = [];
  let leftAt = 0;
  let rightAt = 0;
  let leftCount = 0;
  let rightCount = 0;
  while (leftAt < left.length || rightAt < right.length) {
    const leftOffset = left[leftAt] ?? Number.POSITIVE_INFINITY;
    const rightOffset = right[rightAt] ?? Number.POSITIVE_INFINITY;
    if (leftOffset <= rightOffset) [leftCount, leftAt] = [left[leftAt + 1] ?? 0, leftAt + 2];
    if (rightOffset <= leftOffset) [rightCount, rightAt] = [right[rightAt + 1] ?? 0, rightAt + 2];
    sum.push(Math.min(leftOffset, rightOffset), leftCount + rightCount);
  }
  return sum;
}

/** The step function as V8's ranges: the whole script first, then each step. */
export function rangesOfStepCounts(steps: StepCounts, length: number): CountedRange[] {
  const ranges: CountedRange[] = [{ startOffset: 0, endOffset: length, count: steps[1] ?? 0 }];
  for (let index = 0; index < steps.length; index += 2) {
    const startOffset = steps[index] ?? 0;
    const endOffset = steps[index + 2] ?? length;
    if (endOffset > startOffset) ranges.push({ startOffset, endOffset, count: steps[index + 1] ?? 0 });
  }
  return ranges;
}
