import { signatureOf } from '../cause/signature.ts';
import type { Failure } from '../model/failure.ts';
import type { SourceLocation } from '../model/test.ts';

/** Failing attempts that failed alike. */
export interface FailureEvidence {
  /** Fingerprint of the failure, see `signatureOf`; the status of the attempt when it told no error. */
  readonly signature: string;
  readonly count: number;
  /** Message and place of the first of them. */
  readonly message: string;
  readonly location?: SourceLocation;
}

/** What one failing attempt tells: its first error, or how it ended when it had none. */
export function failureEvidenceOf(status: string, failure: Failure | undefined): FailureEvidence {
  if (failure === undefined) return { signature: status, count: 1, message: `It ended as ${status}.` };
  const { message, location } = failure;
  return { signature: signatureOf(failure), count: 1, message, ...(location === undefined ? {} : { location }) };
}

/** Adds evidence to what is there; the most frequent failure comes first, and of two that are as frequent the earlier one. */
export function mergeEvidence(
  known: readonly FailureEvidence[],
  added: readonly FailureEvidence[],
): readonly FailureEvidence[] {
  const groups = new Map(known.map((entry) => [entry.signature, entry]));
  for (const entry of added) {
    const same = groups.get(entry.signature);
    groups.set(entry.signature, same === undefined ? entry : { ...same, count: same.count + entry.count });
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}
