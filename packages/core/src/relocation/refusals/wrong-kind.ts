import type { FailureFeatures } from '../../cause/features.ts';

/** Whether an element was found that cannot be used as the step wants: `Element is not an <input>`. */
export function isWrongKind({ told }: FailureFeatures): boolean {
  return /Element is not an? <|Not a checkbox|Node is not an? |Input of type .+ cannot be filled/i.test(told);
}
