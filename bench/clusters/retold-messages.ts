import type { LabelledFailure } from '../causes/labelled-failures.ts';
import { randomOf } from '../history/random.ts';
import { lookAlikeOf } from './look-alike.ts';
import { retell } from './retell.ts';

/** A message and the bug that it tells of. */
export interface RetoldMessage {
  readonly text: string;
  readonly gold: string;
  /** The repository or page of the original. */
  readonly source: string;
}

const retellings = 8;

/** Each real message as a bug of its own, told eight times; and, where one can be made, another bug that says the same. */
export function retoldMessagesOf(failures: readonly LabelledFailure[], seed: number): readonly RetoldMessage[] {
  // Reports list one failure several times.
  const different = [...new Map(failures.map((failure) => [failure.text, failure])).values()];
  return different.flatMap(({ text, source }, index) => {
    const random = randomOf(seed + index * 7919);
    const other = lookAlikeOf(text, random);
    const bugs = [
      { gold: `${index}`, text },
      ...(other === undefined || other === text ? [] : [{ gold: `${index} look-alike`, text: other }]),
    ];
    return bugs.flatMap((bug) =>
      Array.from({ length: retellings }, () => ({ gold: bug.gold, source, text: retell(bug.text, random) })),
    );
  });
}
