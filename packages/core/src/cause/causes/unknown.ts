import type { Cause } from '../cause.ts';

/** Nothing in the failure says what it is. Its fixed score is what the others must beat. */
export const unknown: Cause = {
  name: 'unknown',
  title: 'Unknown cause',
  likely: 'Nothing in the message tells what happened.',
  advice: 'Read the message and the stack. A custom error that says what it expected would make this failure speak.',
  retry: 'linear',
  score: () => [],
};
