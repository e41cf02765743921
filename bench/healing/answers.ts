import { fittedFeatures, type RelocationModel } from '@millwright/core/relocation';

import { judgedOf } from './fit-relocation.ts';
import type { PreparedSearch } from './prepared-search.ts';

/** What a model says of one search. */
export interface Answer {
  readonly search: PreparedSearch;
  readonly isGone: boolean;
  /** Index of the picked candidate. */
  readonly pick: number;
  readonly isRight: boolean;
  /** 0–1. */
  readonly probability: number;
}

/** Lets a model answer. */
export function answerOf(search: PreparedSearch, model: RelocationModel): Answer {
  const weights = fittedFeatures.map(({ name }) => model.weights[name] ?? 0);
  const { inputs, pick, isRight } = judgedOf(search, { weights, none: model.goneUtility });
  const logOdds = Object.entries(inputs).reduce(
    (sum, [name, value]) => sum + value * (model.confidence[name] ?? 0),
    model.confidenceOffset,
  );
  return { search, isGone: search.truth === undefined, pick, isRight, probability: 1 / (1 + Math.exp(-logOdds)) };
}

/** Whether the page keeps an exact twin of the element that is gone: the same text and the same address. */
export function hasTwin({ pair, candidates }: PreparedSearch): boolean {
  const element = pair.candidates[pair.truth];
  const text = element?.text ?? '';
  return candidates.some(
    (candidate) => text !== '' && candidate.text === text && (candidate.href ?? '') === (element?.href ?? ''),
  );
}

/**
 * Whether the label of a pair contradicts the data: another candidate has the id, tag and address of the element (or, without an id,
 * its whole text and tag), while the one that the label names has another id and none of its words.
 */
export function isLabelDoubtful({ target, candidates, truth }: PreparedSearch['pair']): boolean {
  const labelled = candidates[truth];
  if (!labelled) return true;
  const hasOtherId = target.id !== undefined && labelled.id !== undefined && target.id !== labelled.id;
  return (
    hasOtherId && candidates.some(({ id, tag, href }) => id === target.id && tag === target.tag && href === target.href)
  );
}
