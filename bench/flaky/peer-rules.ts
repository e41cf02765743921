import type { Observation } from '@millwright/core';

import type { Truth } from './simulate-suite.ts';

/** A rule of another tool, as its source or documentation states it. */
export interface PeerRule {
  readonly name: string;
  /** The greater, the flakier. */
  score(observations: readonly Observation[]): number;
  isFlaky(observations: readonly Observation[]): boolean;
}

/**
 * A rule's label among our three. No rule tells broken tests from flaky ones, so all are given the same help: what failed in each of
 * its last three runs, with no try that passed, is broken, unless the rule calls it flaky.
 */
export function labelOf(rule: PeerRule, observations: readonly Observation[]): Truth {
  if (rule.isFlaky(observations)) return 'flaky';
  const last = observations.slice(-3);
  return last.every(({ outcome }) => outcome === 'unexpected') ? 'broken' : 'healthy';
}

const failed = ({ outcome }: Observation): boolean => outcome === 'unexpected';

function flipsIn(observations: readonly Observation[]): number {
  return observations.filter((observation, at) => {
    const previous = observations[at - 1];
    return previous !== undefined && failed(previous) !== failed(observation);
  }).length;
}

export const peerRules: readonly PeerRule[] = [
  {
    // Allure 3: failing now, and in the last 5 runs a pass is newer than a failure.
    name: 'last 5',
    score: (observations) => (isLastFive(observations) ? 1 : 0),
    isFlaky: isLastFive,
  },
  {
    // playwright-smart-reporter: failures / total, flaky from 0.3.
    name: 'failure rate ≥ 0.3',
    score: failureRatioOf,
    isFlaky: (observations) => failureRatioOf(observations) >= 0.3,
  },
  {
    // Buildkite: changes between pass and fail over the window. It leaves the threshold to the user; 0.1 is two changes in 20 runs.
    name: 'transition rate',
    score: (observations) => transitionRatioOf(observations.slice(-20)),
    isFlaky: (observations) => transitionRatioOf(observations.slice(-20)) >= 0.1,
  },
  {
    // Trunk: passed on a retry, recovers after 7 days: 28 runs of the simulation.
    name: 'pass on retry',
    score: (observations) => observations.slice(-28).filter(({ outcome }) => outcome === 'flaky').length,
    isFlaky: (observations) => observations.slice(-28).some(({ outcome }) => outcome === 'flaky'),
  },
  {
    // Harness: passed and failed on one commit within 14 days, cleared by 5 passes in a row.
    name: 'same commit',
    score: (observations) => disagreementsIn(observations.slice(-56)),
    isFlaky: (observations) =>
      disagreementsIn(observations.slice(-56)) > 0 &&
      !observations.slice(-5).every(({ outcome }) => outcome === 'expected'),
  },
];

function isLastFive(observations: readonly Observation[]): boolean {
  const last = observations.slice(-5);
  const lastPass = last.findLastIndex((observation) => !failed(observation));
  const lastOne = last.at(-1);
  return lastOne !== undefined && failed(lastOne) && last.slice(0, Math.max(0, lastPass)).some(failed);
}

function failureRatioOf(observations: readonly Observation[]): number {
  return observations.filter(failed).length / observations.length;
}

function transitionRatioOf(observations: readonly Observation[]): number {
  return flipsIn(observations) / Math.max(1, observations.length - 1);
}

/** Runs that passed on a retry, and commits that have both a failed and a passed run. */
function disagreementsIn(observations: readonly Observation[]): number {
  const retried = observations.filter(({ outcome }) => outcome === 'flaky').length;
  const byCommit = Map.groupBy(observations, ({ run }) => run.commit);
  const split = [...byCommit.values()].filter((same) => same.some(failed) && !same.every(failed)).length;
  return retried + split;
}
