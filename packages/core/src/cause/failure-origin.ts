import { type FlakeStats, flakeStatsOf } from '../flake/flake-stats.ts';
import { percentOf } from '../flake/words.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import type { CauseClass } from './cause.ts';

/**
 * Whether a failure is a flake, a regression, broken all along, or comes from the environment; the five add up to 1. `broken` means
 * that no good run is remembered, so nothing says that it ever worked.
 */
export interface FailureOrigin {
  readonly flake: number;
  readonly regression: number;
  readonly broken: number;
  readonly environment: number;
  readonly unknown: number;
  /** What the judgement rests on, in sentences. */
  readonly evidence: readonly string[];
}

export interface OriginInput {
  readonly cause: CauseClass;
  readonly tests: readonly { readonly testId: TestId; readonly outcome: 'unexpected' | 'flaky' }[];
  /** Histories of these tests. */
  readonly histories: readonly TestHistory[];
  /** The runs that are judged: what came before them is the past. */
  readonly runIds: ReadonlySet<string>;
  readonly executedTests: number;
}

type Odds = Record<'flake' | 'regression' | 'broken' | 'environment' | 'unknown', number>;

/** How each class leans before history speaks, as log-odds; from which causes pass on a rerun and which a fix ends. */
const lean: Readonly<Partial<Record<CauseClass, Partial<Odds>>>> = {
  network: { environment: 2, flake: 0.7 },
  'rate-limit': { environment: 2, flake: 0.7 },
  resource: { environment: 2.5 },
  setup: { environment: 2 },
  'browser-crash': { environment: 1, flake: 0.7 },
  timeout: { flake: 0.7 },
  navigation: { flake: 0.5 },
  database: { environment: 0.7 },
  server: { regression: 0.4, environment: 0.4 },
  assertion: { regression: 0.8 },
  snapshot: { regression: 1 },
  'script-error': { regression: 1.8 },
  syntax: { regression: 2.5 },
  'strict-mode': { regression: 1 },
  'locator-not-found': { regression: 0.5, flake: 0.2 },
  authentication: { regression: 0.5 },
  authorization: { regression: 0.8 },
  validation: { regression: 0.8 },
  'not-found': { regression: 0.6 },
};

/** Weighs class, retries, the tests' past and how many failed together; a softmax of the log-odds. */
export function originOf(input: OriginInput): FailureOrigin {
  const odds: Odds = { flake: 0, regression: 0, broken: -2, environment: -1, unknown: 0, ...lean[input.cause] };
  const evidence = [retryEvidence(input, odds), massEvidence(input, odds), ...historyEvidence(input, odds)];
  const top = Math.max(...Object.values(odds));
  const total = Object.values(odds).reduce((sum, value) => sum + Math.exp(value - top), 0);
  const share = (name: keyof Odds): number => Math.exp(odds[name] - top) / total;
  return {
    flake: share('flake'),
    regression: share('regression'),
    broken: share('broken'),
    environment: share('environment'),
    unknown: share('unknown'),
    evidence: evidence.filter((line) => line !== undefined),
  };
}

function retryEvidence({ tests }: OriginInput, odds: Odds): string | undefined {
  const recovered = tests.filter(({ outcome }) => outcome === 'flaky').length;
  if (recovered === 0 || tests.length === 0) return undefined;
  // A pass on the same code in the same run is proof that the code alone does not decide.
  odds.flake += (5 * recovered) / tests.length;
  return `${recovered} of ${tests.length} passed when tried again on the same code.`;
}

function massEvidence({ tests, executedTests }: OriginInput, odds: Odds): string | undefined {
  if (tests.length < 5 || tests.length <= 0.2 * executedTests) return undefined;
  odds.environment += 2;
  odds.flake -= 1;
  return `${tests.length} of ${executedTests} executed tests failed for this one reason.`;
}

function historyEvidence({ tests, histories, runIds }: OriginInput, odds: Odds): string[] {
  const past = histories
    .map((history) => ({ ...history, observations: history.observations.filter(({ run }) => !runIds.has(run.runId)) }))
    .filter(({ observations }) => observations.length > 0)
    .map((history) => flakeStatsOf(history));
  if (past.length === 0) {
    odds.unknown += 1;
    return ['No earlier run of these tests is remembered.'];
  }
  const mean = (pick: (stats: (typeof past)[number]) => number): number =>
    past.reduce((sum, stats) => sum + pick(stats), 0) / past.length;
  const flaky = mean(({ probabilities }) => probabilities.flaky);
  // Without a good run nothing was lost: what fails now was never good here.
  const wasGood = ({ runs, failedRuns }: FlakeStats): boolean => runs > failedRuns;
  const failing = mean((stats) => (wasGood(stats) ? stats.probabilities.broken : 0));
  const broken = mean((stats) => (wasGood(stats) ? 0 : stats.probabilities.broken));
  const healthy = mean((stats) => (wasGood(stats) ? stats.probabilities.healthy * (stats.runs / (stats.runs + 5)) : 0));
  odds.flake += 3 * flaky;
  odds.regression += 3 * failing + 1.5 * healthy;
  // What never passed outweighs what its class leans to.
  odds.broken += 6 * broken;
  odds.regression -= 3 * broken;
  const known = `${past.length} of ${tests.length} tests have a past`;
  return [
    `${known}: on average ${percentOf(healthy)} % surely healthy, ${percentOf(flaky)} % flaky, ${percentOf(failing)} % failing already since a good run, ${percentOf(broken)} % never good.`,
  ];
}
