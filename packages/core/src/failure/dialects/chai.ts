import { expectedActualOf } from '../expected-actual.ts';
import { type Dialect, type DialectFields, present } from './dialect.ts';

const sentence = /^\s*(?:→ )?(?:\w*Error: )?(?:[^\n:]{0,80}: )?expected .+ (?:to|not to) /im;
const promise = /\bpromise (?:resolved "[^\n]*" instead of rejecting|rejected "[^\n]*" instead of resolving)/;

/** Chai's sentences, which Vitest, Mocha suites and @kbn/expect share: `expected 1 to equal 2`. */
export const chai: Dialect = {
  name: 'chai',
  parse({ told, toldExpected, toldActual }): DialectFields {
    if (!sentence.test(told) && !promise.test(told)) return {};
    const sides = expectedActualOf(told);
    return present({
      matcher: 'assert',
      expected: toldExpected ?? sides.expected,
      received: toldActual ?? sides.actual,
    });
  },
};
