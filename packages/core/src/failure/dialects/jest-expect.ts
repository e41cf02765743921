import { expectedActualOf } from '../expected-actual.ts';
import { type Dialect, type DialectFields, present } from './dialect.ts';

const called = /expect(?:\.\w+)?\((?:[^()\n]|\([^()\n]*\)){0,200}\)(?:\.(?:not|resolves|rejects|soft))*\.(to[A-Z]\w+)/;

/** `expect(received).toX(expected)` of Jest, of Playwright without a page, and of Vitest's Jest-like matchers. */
export const jestExpect: Dialect = {
  name: 'jest-expect',
  parse({ told, toldExpected, toldActual }): DialectFields {
    const matcher = called.exec(told)?.[1];
    if (matcher === undefined) return {};
    const sides = expectedActualOf(told);
    return present({ matcher, expected: toldExpected ?? sides.expected, received: toldActual ?? sides.actual });
  },
};
