import type { Observation } from '../model/test-history.ts';

/** Runs elsewhere that an environment must have missed. */
const leastRunsElsewhere = 5;
/** How many times as long as its own longest pause it must have been silent. */
const pauses = 3;

/**
 * The environments in which a test no longer runs: silent for three times their own longest pause, while it ran five times or more
 * elsewhere. What it did there, on code that is gone, says nothing of how it is now. At least one environment is never abandoned.
 */
export function abandonedEnvironmentsOf(groups: ReadonlyMap<string, readonly Observation[]>): ReadonlySet<string> {
  const newest = Math.max(...[...groups.values()].map((own) => timeOf(own.at(-1))));
  return new Set(
    [...groups]
      .filter(([environment, own]) => {
        const last = timeOf(own.at(-1));
        const elsewhere = [...groups].filter(([name]) => name !== environment).flatMap(([, others]) => others);
        const missed = elsewhere.filter((observation) => timeOf(observation) > last).length;
        return missed >= leastRunsElsewhere && newest - last > pauses * longestPauseOf(own);
      })
      .map(([environment]) => environment),
  );
}

function longestPauseOf(observations: readonly Observation[]): number {
  const times = observations.map(timeOf);
  return Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] ?? time)));
}

function timeOf(observation: Observation | undefined): number {
  return Date.parse(observation?.run.startedAt ?? '');
}
