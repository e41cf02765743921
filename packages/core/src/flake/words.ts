import type { FlakeState, FlakeStats } from './flake-stats.ts';
import type { RatioEstimate } from './incomplete-beta.ts';

/** A rate in words with its 95 % credible interval: `about 1 run in 12 (4–22 %)`. */
export function wordsOf(ratio: RatioEstimate): string {
  const interval = `(${percentOf(ratio.low)}–${percentOf(ratio.high)} %)`;
  const { observed } = ratio;
  if (observed <= 0) return `no run so far ${interval}`;
  if (observed >= 1) return `every run ${interval}`;
  if (observed <= 0.5) return `about 1 run in ${Math.round(1 / observed)} ${interval}`;
  return `about ${Math.round(observed * 10)} runs in 10 ${interval}`;
}

/** A test's state with its reason, as one sentence. */
export function sentenceOf(stats: FlakeStats): string {
  return sentences[stats.state](stats, `${percentOf(stats.probability)} %`);
}

const sentences: Readonly<Record<FlakeState, (stats: FlakeStats, sure: string) => string>> = {
  healthy: (stats, sure) => `Healthy (${sure}): ${runsOf(stats)}, flaked in ${wordsOf(stats.flakeRatio)}.`,
  flaky: (stats, sure) =>
    `Flaky (${sure}): flaked in ${wordsOf(stats.flakeRatio)}: ${stats.flakyRuns} passed on retry, ${stats.sameCommitFailures} failed on a commit that also passed, ${stats.unprovenFailures} failed and recovered with no change that is known to explain it.`,
  broken: (stats, sure) =>
    placeOf(stats) === ''
      ? `Broken (${sure}): failed ${stats.failedRuns} of ${runsOf(stats)}, and no good run is remembered.`
      : `Broken (${sure})${placeOf(stats)}: no good run is remembered there.`,
  regressed: (stats, sure) =>
    stats.probability < 0.5
      ? `Perhaps regressed (${sure}): flaky before${sinceWords(stats)}, failing since; a good run of the same code would show that it still flakes.`
      : `Regressed (${sure}): ${stats.was === 'flaky' ? 'flaky' : 'good'} before${sinceWords(stats)}, failing since.`,
  fixed: (stats, sure) => `Fixed (${sure}): was failing before${sinceWords(stats)}, good since.`,
  unknown: (stats) => `Too little evidence: ${runsOf(stats)} so far.`,
};

function runsOf({ runs }: FlakeStats): string {
  return runs === 1 ? '1 run' : `${runs} runs`;
}

/** The environment that is meant, where another one does better. */
function placeOf({ environments = [], state }: FlakeStats): string {
  const alike = environments.filter((environment) => environment.state === state);
  const [only] = alike;
  return only === undefined || alike.length > 1 || environments.length < 2 ? '' : ` on ${only.environment}`;
}

function sinceWords(stats: FlakeStats): string {
  if (!stats.since) return '';
  const commit =
    stats.since.commit === undefined ? `run ${stats.since.runId}` : `commit ${stats.since.commit.slice(0, 8)}`;
  return ` ${commit}`;
}

/** A share as a percentage number: whole above 1 %, one decimal below. */
export function percentOf(ratio: number): string {
  const percent = ratio * 100;
  if (percent > 99 && percent < 100) return (Math.floor(percent * 10) / 10).toFixed(1);
  if (percent === 0 || percent >= 1) return String(Math.round(percent));
  return percent.toFixed(1);
}
