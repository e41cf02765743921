import type { Witness } from './witness.ts';
import { baseBranch } from './witnesses/base-branch.ts';
import { changeOverlap } from './witnesses/change-overlap.ts';
import { duration } from './witnesses/duration.ts';
import { failureClass } from './witnesses/failure-class.ts';
import { massFailure } from './witnesses/mass-failure.ts';
import { neighbours } from './witnesses/neighbours.ts';
import { otherBranches } from './witnesses/other-branches.ts';
import { pastStates } from './witnesses/past-states.ts';
import { retry } from './witnesses/retry.ts';
import { sameCode } from './witnesses/same-code.ts';
import { signaturePast } from './witnesses/signature-past.ts';
import { testFileChanged } from './witnesses/test-file-changed.ts';
import { unusualRun } from './witnesses/unusual-run.ts';

/** Everything that speaks for or against an origin. */
export const witnesses: readonly Witness[] = [
  pastStates,
  failureClass,
  retry,
  sameCode,
  changeOverlap,
  testFileChanged,
  signaturePast,
  baseBranch,
  otherBranches,
  massFailure,
  unusualRun,
  neighbours,
  duration,
];
