import type { PlannedTest, ProofCheck } from '@millwright/core';

import { renderCount } from '../../render/duration.ts';

/** How the other tests ended. */
export interface OtherEnds {
  readonly bad: readonly PlannedTest[];
  readonly notRun: readonly PlannedTest[];
  /** Tests behind the mended one in its serial group that fail with the repair, and cannot run without it. */
  readonly behind: readonly PlannedTest[];
  readonly good: number;
  /** Broken tests that break where they did before. */
  readonly stuck: number;
  /** Broken tests that break at a later step. */
  readonly further: number;
}

/** What the other tests say of a repair, in the words of its proof. */
export function otherTestsCheckOf({ bad, notRun, behind, good, stuck, further }: OtherEnds): ProofCheck {
  const name = 'other-tests';
  if (bad.length > 0) {
    const verbs = bad.length === 1 ? 'uses it does' : 'use it do';
    const detail = `${renderCount(bad.length, 'other test')} that ${verbs} not pass with it: ${titlesOf(bad)}.`;
    return { name, held: false, detail };
  }
  if (behind.length > 0) {
    const [verb, pronoun] = behind.length === 1 ? ['does', 'it'] : ['do', 'they'];
    const detail = `${renderCount(behind.length, 'test')} behind it in its serial group ${verb} not pass with it, and ${pronoun} cannot run without it: ${titlesOf(behind)}.`;
    return { name, held: false, unasked: true, detail };
  }
  if (notRun.length > 0) {
    const verb = notRun.length === 1 ? 'uses' : 'use';
    const detail = `${renderCount(notRun.length, 'other test')} that ${verb} it could not be run, since what has to run before failed: ${titlesOf(notRun)}.`;
    return { name, held: false, unasked: true, detail };
  }
  const said = [
    saidOf(good, 'other test', ['that uses it or follows it passes', 'that use it or follow it pass']),
    saidOf(further, 'broken test', [
      'comes further and breaks at another step',
      'come further and break at another step',
    ]),
    saidOf(stuck, 'broken test', ['breaks at another step, as before', 'break at another step, as before']),
  ];
  const words = said.flat();
  return {
    name,
    held: true,
    detail:
      words.length === 0 ? 'Other tests that use it cannot be run, without it either.' : `With it ${words.join('; ')}.`,
  };
}

function saidOf(count: number, what: string, [one, many]: readonly [string, string]): readonly string[] {
  return count === 0 ? [] : [`${renderCount(count, what)} ${count === 1 ? one : many}`];
}

function titlesOf(tests: readonly PlannedTest[]): string {
  return tests
    .slice(0, 3)
    .map(({ titlePath, project }) => `"${titlePath.at(-1) ?? ''}"${project === '' ? '' : ` in ${project}`}`)
    .join(', ');
}
