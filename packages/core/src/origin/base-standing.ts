import type { Observation } from '../model/test-history.ts';
import { observationsOf } from './observations-of.ts';
import type { OriginInput } from './origin-input.ts';

/** How the failed tests stand on the branch that the change goes to. */
export interface BaseStanding {
  readonly branch: string;
  /** `red`: the newest run there failed alike. `green`: it was good for all of them. `other`: neither. */
  readonly kind: 'red' | 'green' | 'other';
  /** For `red`, failed runs in a row, and the commit of the first of them. */
  readonly runs: number;
  readonly since?: string;
  /** When the newest run there started, ISO 8601. */
  readonly at: string;
}

/** Undefined on the base branch itself, and when nothing is remembered of it. */
export function baseStandingOf(input: OriginInput): BaseStanding | undefined {
  const { baseBranch } = input.surroundings;
  if (baseBranch === undefined || input.run.branch === undefined || baseBranch === input.run.branch) return undefined;
  const onBase = input.tests
    .map(({ testId }) => observationsOf(input, testId).filter(({ run }) => run.branch === baseBranch))
    .filter((observations) => observations.length > 0);
  if (onBase.length === 0) return undefined;
  const newest = onBase.map((observations) => observations.at(-1) as Observation);
  const at =
    newest
      .map(({ run }) => run.startedAt)
      .toSorted()
      .at(-1) ?? '';
  const red = onBase.find((observations) => isAlike(observations.at(-1), input.signatures));
  if (red !== undefined) {
    const good = red.findLastIndex((observation) => observation.outcome !== 'unexpected');
    const bad = red.slice(good + 1);
    const since = bad[0]?.run.commit;
    return { branch: baseBranch, kind: 'red', runs: bad.length, at, ...(since === undefined ? {} : { since }) };
  }
  const kind = newest.every(({ outcome }) => outcome === 'expected') ? 'green' : 'other';
  return { branch: baseBranch, kind, runs: 0, at };
}

function isAlike(observation: Observation | undefined, signatures: ReadonlySet<string>): boolean {
  if (observation?.outcome !== 'unexpected') return false;
  return observation.signature !== undefined && signatures.has(observation.signature);
}
