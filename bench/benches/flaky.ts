import { type FlakeState, excludeOutages, flakeStatsOf } from '@millwright/core';

import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';
import { type PeerRule, labelOf, peerRules } from '../flaky/peer-rules.ts';
import { type Regime, regimes } from '../flaky/regimes.ts';
import { aucOf, calibrationErrorOf, f1Of, macroF1Of } from '../flaky/scores.ts';
import { type SimulatedTest, type Truth, simulateSuite } from '../flaky/simulate-suite.ts';

/** No seed was looked at while the policy was set. */
const seeds = [404, 505, 606];

/** How well the state of a test is told, beside the rules of other tools, on simulated suites whose truth is known. */
export const flakyBench: Bench = {
  name: 'flaky',
  description: 'flaky, broken or healthy: simulated suites with known truth, beside the rules of other tools',
  async run() {
    return regimes.flatMap((regime, index) => figuresOf(regime, index === 0));
  },
};

/** What one way of judging scores in one regime: means over the seeds. */
interface Scores {
  readonly macroF1: number;
  readonly flakyF1: number;
  readonly auc: number;
}

function figuresOf(regime: Regime, isTypical: boolean): Figure[] {
  const suites = seeds.map((seed) => simulateSuite(regime, seed));
  const judged = suites.map(judge);
  const ours = meanScoresOf(judged.map(({ scores }) => scores));
  const calibration = meanOf(judged.map(({ calibrationError }) => calibrationError));
  const peers = peerRules.map((rule) => ({ rule, scores: meanScoresOf(suites.map((suite) => scoresOf(rule, suite))) }));
  const bestF1 = Math.max(...peers.map(({ scores }) => scores.macroF1));
  const bestAuc = Math.max(...peers.map(({ scores }) => scores.auc));
  const named = (what: string): string => `${regime.name}: ${what}`;
  return [
    atLeast(named('macro-F1'), ours.macroF1, 'ratio', isTypical ? 0.93 : 0.9),
    informs(named('F1 of flaky'), ours.flakyF1, 'ratio'),
    isTypical ? atLeast(named('AUC'), ours.auc, 'ratio', 0.985) : informs(named('AUC'), ours.auc, 'ratio'),
    atMost(named('calibration error'), calibration, 'ratio', 0.03),
    ...peers.flatMap(({ rule, scores }) => [
      informs(named(`macro-F1, ${rule.name}`), scores.macroF1, 'ratio'),
      informs(named(`AUC, ${rule.name}`), scores.auc, 'ratio'),
    ]),
    atLeast(named('macro-F1 above the best other rule by'), ours.macroF1 - bestF1, 'ratio', 0),
    atLeast(named('AUC above the best other rule by'), ours.auc - bestAuc, 'ratio', 0),
    // The one mistake that hides a bug.
    atMost(named('broken tests called flaky'), meanOf(judged.map(({ hiddenRatio }) => hiddenRatio)), 'ratio', 0.02),
    // Its price: the wrong alarms.
    informs(named('flaky tests called broken'), meanOf(judged.map(({ alarmRatio }) => alarmRatio)), 'ratio'),
  ];
}

const truthOfState: Readonly<Record<FlakeState, Truth>> = {
  healthy: 'healthy',
  unknown: 'healthy',
  fixed: 'healthy',
  flaky: 'flaky',
  broken: 'broken',
  regressed: 'broken',
};

function judge(suite: readonly SimulatedTest[]): {
  readonly scores: Scores;
  readonly calibrationError: number;
  readonly hiddenRatio: number;
  readonly alarmRatio: number;
} {
  const { histories } = excludeOutages(suite.map(({ history }) => history));
  const judged = suite.map(({ truth, kind }, index) => {
    const { state, probabilities } = flakeStatsOf(histories[index] ?? { ...suite[0]!.history, observations: [] });
    return { truth, kind, label: truthOfState[state], probability: probabilities.flaky };
  });
  const shareOf = (truth: Truth, wrong: Truth): number => {
    const really = judged.filter((test) => test.truth === truth);
    return really.filter(({ label }) => label === wrong).length / really.length;
  };
  return {
    scores: {
      macroF1: macroF1Of(judged),
      flakyF1: f1Of(judged, 'flaky'),
      auc: aucOf(judged.map(({ probability, truth }) => ({ score: probability, isPositive: truth === 'flaky' }))),
    },
    // A probability is about the test itself, shown or not.
    calibrationError: calibrationErrorOf(
      judged.map(({ probability, kind }) => ({ probability, isTrue: kind === 'flaky' })),
    ),
    hiddenRatio: shareOf('broken', 'flaky'),
    alarmRatio: shareOf('flaky', 'broken'),
  };
}

function scoresOf(rule: PeerRule, suite: readonly SimulatedTest[]): Scores {
  const judged = suite.map(({ truth, history }) => ({ truth, label: labelOf(rule, history.observations) }));
  return {
    macroF1: macroF1Of(judged),
    flakyF1: f1Of(judged, 'flaky'),
    auc: aucOf(
      suite.map(({ truth, history }) => ({ score: rule.score(history.observations), isPositive: truth === 'flaky' })),
    ),
  };
}

function meanScoresOf(all: readonly Scores[]): Scores {
  return {
    macroF1: meanOf(all.map(({ macroF1 }) => macroF1)),
    flakyF1: meanOf(all.map(({ flakyF1 }) => flakyF1)),
    auc: meanOf(all.map(({ auc }) => auc)),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
