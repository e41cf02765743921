import type { StressedTest } from '../../model/execution.ts';
import type { GateRule } from '../gate.ts';

const mostNamed = 3;

export const newTestsAreStable: GateRule = {
  name: 'new-tests-are-stable',
  description: 'New and changed tests passed whenever they were run again.',
  evaluate: ({ stressed, options }) => {
    const verdict = options.newTestsAreStable ?? 'warn';
    const tried = stressed.filter(({ runs }) => runs > 0);
    if (verdict === 'off' || tried.length === 0) return undefined;
    const unstable = tried.filter(({ failures }) => failures > 0);
    if (unstable.length > 0) return { verdict, message: `${unstableWordsOf(unstable)}.` };
    const runs = tried.reduce((sum, test) => sum + test.runs, 0);
    const tests = tried.length === 1 ? '1 new or changed test' : `${tried.length} new or changed tests`;
    return { verdict: 'pass', message: `${tests} passed all of ${runs} stress runs.` };
  },
};

function unstableWordsOf(tests: readonly StressedTest[]): string {
  const named = tests
    .slice(0, mostNamed)
    .map(
      ({ why, titlePath, failures, runs }) =>
        `${why} test "${titlePath.join(' > ')}" failed ${failures} of ${runs} stress runs`,
    );
  const more = tests.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
