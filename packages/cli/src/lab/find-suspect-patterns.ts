import { findFlakyPatterns } from '@millwright/source';

import type { SuspectScope } from './suspect-scope.ts';

/** Found in the test that does the harm, and felt by the others of its file. */
const harmsOthers: ReadonlySet<string> = new Set([
  'shared-mutable-state',
  'leaked-mock',
  'leaked-timer',
  'leaked-server',
  'missing-cleanup',
  'hidden-hook-coupling',
]);

/** Names of the flaky patterns in the code of the suspect, in what its file shares, and in its neighbours where they reach it. */
export function findSuspectPatterns({ scope, suspect }: SuspectScope): ReadonlySet<string> {
  const findings = findFlakyPatterns({ root: scope.context.root, files: [suspect.file] });
  const own = suspect.titlePath.join('\n');
  return new Set(
    findings
      .filter(
        ({ testTitlePath, pattern }) =>
          testTitlePath === undefined || testTitlePath.join('\n') === own || harmsOthers.has(pattern),
      )
      .map(({ pattern }) => pattern),
  );
}
