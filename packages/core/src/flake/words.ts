import type { FlakeStats } from './flake-stats.ts';
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
  const sure = `${percentOf(stats.probability)} %`;
  switch (stats.state) {
    case 'healthy':
      return `Healthy (${sure}): ${stats.runs} runs, flaked in ${wordsOf(stats.flakeRatio)}.`;
    case 'flaky':
      return `Flaky (${sure}): flaked in ${wordsOf(stats.flakeRatio)}, ${stats.flakyRuns} passed on retry and ${stats.sameCommitFailures} failed on a commit that also passed.`;
    case 'broken':
      return `Broken (${sure}): failed ${stats.failedRuns} of ${stats.runs} runs, and no good run is remembered.`;
    case 'regressed':
      return `Regressed (${sure}): good before${sinceWords(stats)}, failing since.`;
    case 'fixed':
      return `Fixed (${sure}): was failing before${sinceWords(stats)}, good since.`;
    case 'unknown':
      return `Too little evidence: ${stats.runs === 1 ? '1 run' : `${stats.runs} runs`} so far.`;
  }
}

function sinceWords(stats: FlakeStats): string {
  if (!stats.since) return '';
  const commit = stats.since.commit === undefined ? `run ${stats.since.runId}` : `commit ${stats.since.commit.slice(0, 8)}`;
  return ` ${commit}`;
}

/** A share as a percentage number: whole above 1 %, one decimal below. */
export function percentOf(ratio: number): string {
  const percent = ratio * 100;
  if (percent === 0 || percent >= 1) return String(Math.round(percent));
  return percent.toFixed(1);
}
