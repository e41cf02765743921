import { commitWeightOf } from '@millwright/core';

import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';
import { type Answer, type SimulatedRange, bisectByPosterior, halve } from '../bisect/strategies.ts';
import { randomOf } from '../history/random.ts';

const commits = 64;
const ranges = 2000;
const flakeRatios = [0, 0.05, 0.1, 0.2];

/** Shares of commits by what their diff touches. */
const touches = [
  { share: 0.2, touch: { reached: true, configuration: false, code: true } },
  { share: 0.1, touch: { reached: false, configuration: true, code: true } },
  { share: 0.6, touch: { reached: false, configuration: false, code: true } },
  { share: 0.1, touch: { reached: false, configuration: false, code: false } },
] as const;

/** Which commit broke a flaky test: `e2e bisect` beside plain halving and halving with three runs at each commit. */
export const bisectBench: Bench = {
  name: 'bisect',
  description: `who broke a flaky test: ${ranges} simulated ranges of ${commits} commits, beside plain and thrice-repeated bisection`,
  run: () => Promise.resolve(flakeRatios.flatMap(figuresAt)),
};

interface Score {
  readonly rightRatio: number;
  readonly meanProbes: number;
}

function figuresAt(flakeRatio: number): Figure[] {
  const simulate = (answer: (range: SimulatedRange, weights: readonly number[]) => Answer, culprits: Culprits): Score =>
    scoreOf(flakeRatio, answer, culprits);
  const once = simulate((range) => halve(range, { tries: 1, stops: true }), 'by-diff');
  const thrice = simulate((range) => halve(range, { tries: 3, stops: false }), 'by-diff');
  const upToThrice = simulate((range) => halve(range, { tries: 3, stops: true }), 'by-diff');
  const ours = simulate(bisectByPosterior, 'by-diff');
  const blind = simulate(
    (range, weights) =>
      bisectByPosterior(
        range,
        weights.map(() => 1),
      ),
    'anywhere',
  );
  const misled = simulate(bisectByPosterior, 'out-of-sight');
  const named = (what: string): string => `flake rate ${flakeRatio}: ${what}`;
  return [
    atLeast(named('right'), ours.rightRatio, 'ratio', 0.99),
    informs(named('runs'), ours.meanProbes, ''),
    atMost(named('runs against three runs at each commit'), ours.meanProbes / thrice.meanProbes, 'ratio', 0.6),
    atMost(named('runs against three runs that end at a pass'), ours.meanProbes / upToThrice.meanProbes, 'ratio', 0.6),
    atLeast(named('right, nothing known of the diffs'), blind.rightRatio, 'ratio', 0.99),
    informs(named('runs, nothing known of the diffs'), blind.meanProbes, ''),
    informs(named("right, the culprit is out of the test's sight"), misled.rightRatio, 'ratio'),
    informs(named("runs, the culprit is out of the test's sight"), misled.meanProbes, ''),
    informs(named('right, plain bisection'), once.rightRatio, 'ratio'),
    informs(named('runs, plain bisection'), once.meanProbes, ''),
    informs(named('right, three runs at each commit'), thrice.rightRatio, 'ratio'),
    informs(named('runs, three runs at each commit'), thrice.meanProbes, ''),
    informs(named('runs, three runs that end at a pass'), upToThrice.meanProbes, ''),
  ];
}

/** `by-diff`: as often as the weights say; `anywhere`: each commit alike; `out-of-sight`: none that the test reaches. */
type Culprits = 'by-diff' | 'anywhere' | 'out-of-sight';

function scoreOf(
  flakeRatio: number,
  answer: (range: SimulatedRange, weights: readonly number[]) => Answer,
  culprits: Culprits,
): Score {
  // The same ranges for every strategy.
  const random = randomOf(40_961 + Math.round(flakeRatio * 1000));
  let [right, probes] = [0, 0];
  for (let number = 0; number < ranges; number++) {
    const drawn = Array.from({ length: commits }, () => commitWeightOf(touchOf(random())));
    const culprit =
      1 +
      chosenOf(
        drawn.map((weight) => chanceOf(weight, culprits)),
        random(),
      );
    const found = answer({ commits, culprit, flakeRatio, random: randomOf(number) }, [1, ...drawn]);
    if (found.culprit === culprit) right++;
    probes += found.probes;
  }
  return { rightRatio: right / ranges, meanProbes: probes / ranges };
}

function chanceOf(weight: number, culprits: Culprits): number {
  if (culprits === 'anywhere') return 1;
  return culprits === 'out-of-sight' && weight > 1 ? 0 : weight;
}

function touchOf(random: number): (typeof touches)[number]['touch'] {
  let left = random;
  return (touches.find(({ share }) => (left -= share) < 0) ?? touches[0]).touch;
}

/** The index that a random number chooses when each has its weight. */
function chosenOf(weights: readonly number[], random: number): number {
  let left = random * weights.reduce((a, b) => a + b, 0);
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  );
}
