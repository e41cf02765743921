import type { Factor } from '../factor.ts';

/** Whether the moment matters: shortly before midnight, and on a day that most years do not have. */
export const clock: Factor = {
  name: 'clock',
  title: 'the time of day or the date',
  armsFor: ({ runner }) =>
    runner === 'playwright'
      ? 'The clock of a page and of the server behind it would not follow the clock of the test.'
      : [
          { label: 'a minute before midnight', change: { clock: { hour: 23, minute: 59 } } },
          { label: 'noon on 29 February', change: { clock: { month: 2, day: 29, hour: 12, minute: 0 } } },
        ],
};
