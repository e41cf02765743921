import { hashOf } from '../identity/test-id.ts';
import type { Failure } from '../model/failure.ts';
import { failingPlaceOf } from '../signature/failing-place.ts';
import { whatFailedOf } from '../signature/what-failed.ts';
import { type FailureFeatures, featuresOf } from './features.ts';

/**
 * The fingerprint of a failure, `what-where`: twelve hexadecimal digits for what failed (`whatFailedOf`), then eight for
 * where (`failingPlaceOf`): file and function of the topmost frame in the project's own code, in the body of a test its
 * failing statement. Line numbers, ids, ports, durations, compared values and the words of the runner's version take no
 * part. Failures of one outage share the first half.
 */
export function signatureOf(failure: Failure, features: FailureFeatures = featuresOf(failure)): string {
  const place = failingPlaceOf(failure, features);
  const where = [place.file, place.function ?? '', place.statement ?? ''].join('\n');
  return `${hashOf(whatFailedOf(failure, features).join('\n')).slice(0, 12)}-${hashOf(where).slice(0, 8)}`;
}
