import { failureTextOf } from '../failure/failure-text.ts';
import type { Failure } from '../model/failure.ts';

/** The terms of a text with their weights. */
export type WeightedTerms = ReadonlyMap<string, number>;

/** A failure tells what it is in its first words; what follows repeats itself. */
const longestText = 2000;

/** The words of a failure in lower case, without numbers and ids: of its message, its locator and its step. */
export function termsOfFailure(failure: Failure): readonly string[] {
  const text = [failureTextOf(failure).told.slice(0, longestText), failure.locator ?? '', failure.step ?? ''].join(
    '\n',
  );
  return text
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}_$]+/u)
    .filter((term) => term.length > 1 && !/^[\d_$]|\d{3,}|^[0-9a-f]{8,}$/.test(term));
}

/**
 * TF-IDF: a term weighs 1 + ln(how often), times ln(1 + documents / documents with it), so that a word of all failures says little.
 * One map for each document, in order.
 */
export function termWeightsOf(documents: readonly (readonly string[])[]): readonly WeightedTerms[] {
  const frequency = new Map<string, number>();
  for (const terms of documents) for (const term of new Set(terms)) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  return documents.map((terms) => {
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    return new Map(
      [...counts].map(([term, count]) => [
        term,
        (1 + Math.log(count)) * Math.log(1 + documents.length / (frequency.get(term) ?? 1)),
      ]),
    );
  });
}

/** The cosine of two weighted texts, 0 to 1; 0 when one of them is empty. */
export function cosineOf(a: WeightedTerms, b: WeightedTerms): number {
  let dot = 0;
  for (const [term, weight] of a) dot += weight * (b.get(term) ?? 0);
  const length = lengthOf(a) * lengthOf(b);
  // Rounding may carry a text's likeness with itself beyond 1.
  return length === 0 ? 0 : Math.min(1, dot / length);
}

function lengthOf(terms: WeightedTerms): number {
  return Math.sqrt([...terms.values()].reduce((sum, weight) => sum + weight * weight, 0));
}
