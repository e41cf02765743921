import { expectedActualOf } from '../expected-actual.ts';
import { type Dialect, type DialectFields, present } from './dialect.ts';

/** Node's `assert`, on its own and inside the TAP of node:test. */
export const nodeAssert: Dialect = {
  name: 'node-assert',
  parse({ told, toldExpected, toldActual }): DialectFields {
    if (!/\bAssertionError\b|ERR_ASSERTION/.test(told)) return {};
    const sides = expectedActualOf(told);
    return present({
      matcher: 'assert',
      expected: toldExpected ?? sides.expected,
      received: toldActual ?? sides.actual,
    });
  },
};
