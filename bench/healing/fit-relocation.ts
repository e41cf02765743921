import { assumedWeights } from '@millwright/core/relocation';
import { confidenceInputsOf } from '@millwright/core/relocation';
import { fittedFeatures } from '@millwright/core/relocation';
import type { RelocationModel } from '@millwright/core/relocation';
import { type Choice, fitConditionalLogit, type FittedLogit } from './conditional-logit.ts';
import { foldsOf } from './folds.ts';
import { fitLogistic } from './logistic.ts';
import { type PreparedSearch, rankingOf } from './prepared-search.ts';

const signs = fittedFeatures.map(({ sign }) => (sign === 'for' ? 1 : -1));
const hardest = 40;
const rankingRidge = 0.003;
const confidenceRidge = 0.01;
const innerFolds = 3;

/**
 * The model under which the searches come out likeliest. The confidence is fitted on rankings of sites that the ranking was not
 * fitted on, or it would be too sure.
 */
export function fitRelocation(searches: readonly PreparedSearch[]): RelocationModel {
  const ranking = fitRanking(searches);
  const rows = foldsOf(searches, innerFolds).flatMap(({ train, test }) => {
    const inner = fitRanking(train);
    return test.map((search) => judgedOf(search, inner));
  });
  const names = Object.keys(rows[0]?.inputs ?? {});
  const { weights, offset } = fitLogistic(
    rows.map(({ inputs }) => names.map((name) => inputs[name] ?? 0)),
    rows.map(({ isRight }) => isRight),
    confidenceRidge,
  );
  return {
    weights: { ...weightsByName(ranking), ...assumedWeights },
    goneUtility: ranking.none,
    confidence: Object.fromEntries(names.map((name, k) => [name, weights[k] ?? 0])),
    confidenceOffset: offset,
  };
}

/** A search as a fitted ranking answers it. */
export function judgedOf(
  search: PreparedSearch,
  ranking: FittedLogit,
): { readonly inputs: Readonly<Record<string, number>>; readonly pick: number; readonly isRight: boolean } {
  const scored = rankingOf(search, ranking.weights);
  const pick = scored[0]?.index ?? -1;
  const inputs = confidenceInputsOf({
    target: search.traits,
    page: search.page,
    ranking: scored,
    others: search.others,
    model: { weights: weightsByName(ranking), goneUtility: ranking.none },
  });
  return { inputs, pick, isRight: search.right.has(pick) };
}

/** Of the candidates only the hardest to tell apart teach anything. */
function fitRanking(searches: readonly PreparedSearch[]): FittedLogit {
  return fitConditionalLogit(searches.map(choiceOf), { signs, ridge: rankingRidge });
}

const choices = new WeakMap<PreparedSearch, Choice>();

function choiceOf(search: PreparedSearch): Choice {
  const known = choices.get(search);
  if (known) return known;
  const order = rankingOf(search, signs).map(({ index }) => index);
  const kept = [...new Set([...order.slice(0, hardest), ...search.right])];
  const rows = new Float64Array(kept.length * signs.length);
  kept.forEach((index, row) => {
    rows.set(search.rows.subarray(index * signs.length, (index + 1) * signs.length), row * signs.length);
  });
  const choice = { rows, right: kept.map((index) => search.right.has(index)) };
  choices.set(search, choice);
  return choice;
}

function weightsByName({ weights }: FittedLogit): Readonly<Record<string, number>> {
  return Object.fromEntries(fittedFeatures.map(({ name }, k) => [name, weights[k] ?? 0]));
}
