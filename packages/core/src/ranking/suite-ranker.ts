import { LearnedWeights } from './learned-weights.ts';
import { NameOrder } from './name-order.ts';
import { idealOrderOf, napfdOf, type OrderedOutcome } from './order-score.ts';
import { type FeaturedTest, type SuiteTest, featuresOf } from './rank-features.ts';
import { type Learners, type Ranker, rankers } from './rankers.ts';
import { SuiteMemory, type SuiteResult } from './suite-memory.ts';

/** What an order is measured by: failures found within this share of the suite's time. */
const budgetRatio = 0.5;

/** How fast trust moves between the rankers, and how much of it always goes back to the start. */
const learningRate = 1.5;
const priorShare = 0.03;

/** A loss above this is an accident. */
const mostLoss = 1.5;

/** Between ideal and this, there is too little to win for a loss to tell much. */
const leastRange = 0.15;

interface AskedTests {
  readonly tests: readonly SuiteTest[];
  readonly featured: readonly FeaturedTest[];
  readonly places: readonly (readonly number[])[];
}

/**
 * Ranks the tests of a suite by what its past says, and learns from each run. Several rankers are asked, and each counts as much as its
 * orders were worth on this suite: Hedge (Freund and Schapire 1997) with a share that goes back to the start, so that a suite may change
 * its ways. Since a run tells what every order would have found, nothing has to be tried out. Deterministic, and the order in which the
 * tests of a run are given does not matter: all is worked out in the order of their names.
 */
export class SuiteRanker {
  readonly memory = new SuiteMemory();
  readonly #learners: Learners = {
    careful: new LearnedWeights(0.25),
    steady: new LearnedWeights(0.5),
    quick: new LearnedWeights(1),
    curious: new LearnedWeights(0.5, { doubt: 1 }),
  };
  readonly #rankers: readonly Ranker[];
  readonly #start: readonly number[];
  readonly #names = { tests: new NameOrder(), families: new NameOrder() };
  #trust: readonly number[];
  /** What was worked out for the tests that were asked for last: the run that follows is most often theirs. */
  #asked: AskedTests | undefined;

  constructor(asked: readonly Ranker[] = rankers) {
    this.#rankers = asked;
    this.#start = shares(asked.map(({ prior }) => prior));
    this.#trust = this.#start;
  }

  /** How much each ranker counts, by name; together 1. */
  get trust(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#rankers.map(({ name }, index) => [name, this.#trust[index] ?? 0]));
  }

  /** A number for each test, 0–1: the higher, the sooner it should run. Tests of which nothing is known alike share one. */
  scoresOf(tests: readonly SuiteTest[]): readonly number[] {
    const named = this.#inNameOrder(tests);
    const scores = this.#mix(this.#ask(named).places);
    const byTest = new Map(named.map(({ test }, index) => [test, scores[index] ?? 0]));
    return tests.map(({ test }) => byTest.get(test) ?? 0);
  }

  /** Tells a run that is over, each test once. Tests that were not to run say nothing, so leave them out. */
  addRun(results: readonly SuiteResult[]): void {
    const named = this.#inNameOrder(results);
    if (named.some(({ failed }) => failed)) this.#learn(named);
    this.memory.addRun(named);
    this.#asked = undefined;
  }

  /** Each test once; of one that is given twice, the last counts. */
  #inNameOrder<T extends SuiteTest>(tests: readonly T[]): readonly T[] {
    const byTest = new Map(tests.map((one) => [one.test, one]));
    return this.#names.tests.sorted(byTest.keys()).flatMap((test) => byTest.get(test) ?? []);
  }

  #ask(tests: readonly SuiteTest[]): AskedTests {
    const known = this.#asked;
    if (known && isSame(known.tests, tests)) return known;
    const families = this.#names.families.sorted(tests.map(({ family }) => family));
    const featured = featuresOf(tests, this.memory, families);
    return (this.#asked = { tests, featured, places: this.#placesOf(featured) });
  }

  #learn(results: readonly SuiteResult[]): void {
    const { featured, places } = this.#ask(results);
    const ideal = napfdOf(idealOrderOf(results), budgetRatio);
    const range = Math.max(leastRange, ideal - 0.5);
    const grown = places.map((own, index) => {
      const loss = Math.min(mostLoss, (ideal - napfdOf(orderedBy(results, own), budgetRatio)) / range);
      return (this.#trust[index] ?? 0) * Math.exp(-learningRate * loss);
    });
    this.#trust = shares(grown).map(
      (share, index) => (1 - priorShare) * share + priorShare * (this.#start[index] ?? 0),
    );
    const judged = featured.map(({ row }, index) => ({ row, failed: results[index]?.failed === true }));
    for (const learner of Object.values(this.#learners)) learner.learn(judged);
  }

  /** By ranker, for each test its place from the end, 0–1. */
  #placesOf(featured: readonly FeaturedTest[]): readonly (readonly number[])[] {
    return this.#rankers.map((ranker) => placesOf(featured.map((test) => ranker.score(test, this.#learners))));
  }

  #mix(places: readonly (readonly number[])[]): readonly number[] {
    const [first = []] = places;
    return first.map((_, test) =>
      places.reduce((sum, own, index) => sum + (this.#trust[index] ?? 0) * (own[test] ?? 0), 0),
    );
  }
}

function isSame(a: readonly SuiteTest[], b: readonly SuiteTest[]): boolean {
  return a.length === b.length && a.every(({ test, family }, at) => b[at]?.test === test && b[at].family === family);
}

/** Places of scores, 1 for the highest; equal scores share the place in their middle. */
function placesOf(scores: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(scores).sort();
  const places = new Map<number, number>();
  for (let from = 0; from < sorted.length;) {
    const score = sorted[from] ?? 0;
    let to = from;
    while (to + 1 < sorted.length && sorted[to + 1] === score) to += 1;
    places.set(score, ((from + to) / 2 + 1) / sorted.length);
    from = to + 1;
  }
  return scores.map((score) => places.get(score) ?? 0);
}

function orderedBy(results: readonly SuiteResult[], places: readonly number[]): readonly OrderedOutcome[] {
  return results
    .map((result, index) => ({ result, place: places[index] ?? 0 }))
    .sort((a, b) => b.place - a.place)
    .map(({ result }) => result);
}

function shares(values: readonly number[]): readonly number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return sum > 0 ? values.map((value) => value / sum) : values.map(() => 1 / values.length);
}
