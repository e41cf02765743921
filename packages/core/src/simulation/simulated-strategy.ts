import { dependenciesFirst, executionOrderOf } from '../plan/order.ts';
import type { PlanObjective } from '../plan/objectives/objective.ts';
import { objectives } from '../plan/objectives/registry.ts';
import type { TestId } from '../model/test.ts';
import type { Candidate } from './suite-past.ts';

/** A way to order a run, made of what is known before it. */
export interface SimulatedStrategy {
  /** The name of an objective, or of a simple rule. */
  readonly name: string;
  readonly kind: 'objective' | 'baseline';
  /** What it does, in a few words. */
  readonly describe: string;
  /** Orders that count alike: one, or several where it is a matter of chance. `tests` come in the order in which they were recorded. */
  ordersOf(this: void, tests: readonly Candidate[], random: () => number): readonly (readonly TestId[])[];
  /** What a budget gets from a test for each of its milliseconds; without it, a budget takes what comes first. */
  readonly worth?: (test: Candidate) => number;
}

/** The name of the order that knows what fails. */
export const idealName = 'ideal';

/** An order by lot is tried so often. */
const lots = 5;

const recorded: SimulatedStrategy = {
  name: 'recorded',
  kind: 'baseline',
  describe: 'the order in which the tests ran',
  ordersOf: (tests) => [tests.map(({ testId }) => testId)],
};

const random: SimulatedStrategy = {
  name: 'random',
  kind: 'baseline',
  describe: `by lot, the mean of ${lots}`,
  ordersOf: (tests, random) => Array.from({ length: lots }, () => dependenciesFirst(shuffled(tests, random))),
};

const failedLast: SimulatedStrategy = {
  name: 'last-failed',
  kind: 'baseline',
  describe: 'what failed when it ran last, then the rest as recorded',
  ordersOf: (tests) => [dependenciesFirst(tests.toSorted((a, b) => Number(b.failedLast) - Number(a.failedLast)))],
};

/** All that are replayed, but for the ideal, which knows what fails. */
export const simulatedStrategies: readonly SimulatedStrategy[] = [
  ...objectives.map(strategyOf),
  recorded,
  random,
  failedLast,
];

function strategyOf({ name, aim, compare, worth, ...objective }: PlanObjective): SimulatedStrategy {
  return {
    name,
    kind: 'objective',
    describe: aim,
    ordersOf: (tests) => [
      executionOrderOf(
        tests,
        new Map(tests.flatMap(({ testId, soonness }) => (soonness === undefined ? [] : [[testId, soonness] as const]))),
        { name, aim, compare, worth, ...objective },
      ),
    ],
    worth,
  };
}

/** Fisher and Yates. */
function shuffled<T>(values: readonly T[], random: () => number): readonly T[] {
  const list = [...values];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other] as T, list[last] as T];
  }
  return list;
}
