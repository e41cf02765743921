import type { RunHeader } from '@millwright/core';

import { jobNameOf } from './run-id-of-sharded-build.ts';

/**
 * What tells the build of a run from others, whatever its number of shards: the build as CI names it (else the commit), its attempt, the
 * job, the runner, and where it ran. Undefined outside of CI, where two shards need not belong together.
 */
export function buildOfRun({ runner, facts: { ci, git, machine } }: RunHeader): string | undefined {
  const build = ci?.buildId ?? git?.commit;
  if (!ci || build === undefined) return undefined;
  const attempt = String(ci.buildAttempt ?? 1);
  const place = [git?.rootPrefix ?? '', machine.os];
  return [ci.provider, build, attempt, jobNameOf(ci.job ?? ''), runner, ...place].join('\u001E');
}
