import type { Failure } from '../model/failure.ts';
import type { CauseClass, CauseEvidence, Classification } from './cause.ts';
import { type ClassifyContext, featuresOf } from './features.ts';
import { causes } from './registry.ts';

/** Log-odds of a class before its evidence, against `unknown` at 0; a class with nothing to say falls further behind. */
const priorLogOdds = -3;
const silentLogOdds = -6;

/**
 * Names the cause of a failure. Each cause adds up the log-odds of its evidence; a softmax over all of them gives the
 * probabilities, so rivals with equal evidence share it and thin evidence leaves much to `unknown`.
 */
export function classifyFailure(failure: Failure, context: ClassifyContext = {}): Classification {
  const features = featuresOf(failure, context);
  const scored = causes.map((cause) => {
    const evidence = cause.name === 'unknown' ? [] : cause.score(features);
    const base = cause.name === 'unknown' ? 0 : evidence.length === 0 ? silentLogOdds : priorLogOdds;
    return { cause: cause.name, evidence, score: base + sumOf(evidence) };
  });
  const top = Math.max(...scored.map(({ score }) => score));
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - top), 0);
  const ranked = scored
    .map(({ cause, evidence, score }) => ({ cause, evidence, probability: Math.exp(score - top) / total }))
    .sort((a, b) => b.probability - a.probability);
  const best = ranked[0] ?? { cause: 'unknown' as CauseClass, evidence: [], probability: 1 };
  return {
    cause: best.cause,
    probability: best.probability,
    evidence: best.evidence.toSorted((a, b) => b.weight - a.weight).map(({ text }) => text),
    alternatives: ranked
      .slice(1)
      .filter(({ probability }) => probability > 0.02)
      .map(({ cause, probability }) => ({ cause, probability })),
  };
}

/** Evidence lines overlap, so no cause may become certain by saying one thing in many ways. */
function sumOf(evidence: readonly CauseEvidence[]): number {
  return Math.min(
    14,
    evidence.reduce((sum, { weight }) => sum + weight, 0),
  );
}
