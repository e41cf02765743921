import { canonicalLineOf } from '../signature/canonical-text.ts';
import type { JudgedFailure } from './judged-failure.ts';
import { diceOf, wordsOf } from './word-overlap.ts';

/** Head lines that share this much of their words (Dice) say the same with other data. */
const alike = 0.6;
const maxGroup = 200;

/**
 * Links between failures of one test that say nearly the same at one place: a name or a text that no mask can know for data makes two
 * signatures of them. Everything else that is told must agree: class, statuses, codes, matcher and locator.
 */
export function retoldLinksOf(failures: readonly JudgedFailure[]): ReadonlyMap<JudgedFailure, readonly string[]> {
  const links = new Map<JudgedFailure, string[]>();
  for (const [key, group] of Map.groupBy(failures, agreementOf)) {
    const heads = [...Map.groupBy(group, ({ features }) => canonicalLineOf(features.head))].toSorted(([a], [b]) =>
      a < b ? -1 : 1,
    );
    if (key === '' || heads.length < 2 || heads.length > maxGroup) continue;
    for (const [index, [head, some]] of heads.entries()) {
      for (const [other, others] of heads.slice(index + 1)) {
        if (diceOf(wordsOf(head), wordsOf(other)) < alike) continue;
        for (const failure of [...some, ...others])
          links.set(failure, [...(links.get(failure) ?? []), `${key}\n${head}\n${other}`]);
      }
    }
  }
  return links;
}

function agreementOf({ item, features, classification, place }: JudgedFailure): string {
  const { matcher, locator, matched, errorCodes, statuses } = features;
  // Comparisons name no data in their head, so what differs there is no data.
  if (item.testId === undefined || matcher !== undefined) return '';
  const told = { matched, locator, errorCodes, statuses: statuses.map(({ code }) => code) };
  return JSON.stringify([item.testId, classification.cause, place, features.thrownNames, told]);
}
