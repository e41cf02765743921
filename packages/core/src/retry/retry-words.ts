import type { CauseClass } from '../cause/cause.ts';
import { causeOf } from '../cause/registry.ts';
import { percentOf } from '../flake/words.ts';
import type { RetryChance } from './retry-model.ts';

/** A class at the beginning of a sentence: `A rate limit reached`. */
export function causeWordsOf(cause: CauseClass): string {
  const title = causeOf(cause).title.toLowerCase();
  return `${/^[aeiou]/.test(title) ? 'An' : 'A'} ${title}`;
}

const basisWords: Readonly<Record<RetryChance['basis'], string>> = {
  failure: 'of this failure of the test',
  test: 'of the test',
  signature: 'of this failure in other tests',
  class: 'of this class',
  prior: '',
};

/** The chance and what it rests on: `A timeout passes on the next try with a chance of 41 % (11 of 31 retries of this class passed)`. */
export function chanceWordsOf(cause: CauseClass, { ratio, basis, trials, passed }: RetryChance): string {
  const learned = basis === 'prior' ? '' : ` (${passed} of ${trials} retries ${basisWords[basis]} passed)`;
  return `${causeWordsOf(cause)} passes on the next try with a chance of ${percentOf(ratio)} %${learned}`;
}

/** `0.3 min`, `24 min`. */
export function minuteWordsOf(minutes: number): string {
  return `${minutes < 10 ? minutes.toFixed(1) : String(Math.round(minutes))} min`;
}
