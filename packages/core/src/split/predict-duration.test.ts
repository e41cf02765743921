import { expect, test } from 'vitest';

import { predictedMsOf } from './predict-duration.ts';

test.each([
  ['nothing', [], undefined],
  ['one run', [120], 120],
  ['an outlier says nothing', [100, 102, 9000, 101, 99], 101],
  [
    'only the last ten count',
    [...Array.from({ length: 30 }, () => 900), ...Array.from({ length: 10 }, () => 100)],
    100,
  ],
  ['a new level is believed after three runs', [100, 100, 100, 100, 100, 100, 100, 300, 310, 320], 300],
  ['and not after two', [100, 100, 100, 100, 100, 100, 100, 100, 310, 320], 100],
  ['a lower one as well', [100, 100, 100, 100, 100, 100, 100, 30, 31, 32], 32],
  ['no time at all is one millisecond', [0, 0, 0], 1],
])('%s', (_, durations, ms) => {
  expect(predictedMsOf(durations)).toBe(ms);
});
