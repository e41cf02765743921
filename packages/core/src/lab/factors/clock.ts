import type { Factor, FactorArm } from '../factor.ts';

const shifted: readonly FactorArm[] = [
  { label: 'a minute before midnight', change: { clock: { hour: 23, minute: 59 } } },
  { label: 'noon on 29 February', change: { clock: { month: 2, day: 29, hour: 12, minute: 0 } } },
];

/** Whether the moment matters: shortly before midnight, on a day that most years do not have, and in a page whose clock stands still. */
export const clock: Factor = {
  name: 'clock',
  title: 'the time of day or the date',
  patterns: ['time-dependence', 'exact-duration', 'volatile-snapshot'],
  armsFor: ({ runner }) =>
    runner === 'vitest'
      ? shifted
      : [...shifted, { label: 'pages whose clock stands still', change: { page: { clock: 'still' } } }],
};
