import type { CallChange, CallOutcome } from './choke-point.cts';

type Params = Readonly<Record<string, unknown>>;

/** As Playwright sends an expected text or pattern. */
interface ExpectedText {
  readonly string?: string;
  readonly regexSource?: string;
}

const wrong = 'altered by a negative control';

/**
 * The same assertion with another expectation: other texts, patterns that match nothing, one more in number. An assertion that has no
 * value of its own, or that is negated, asks for the opposite, once what it says itself has come true: before that the opposite is true of a
 * page that has not come so far. `holds` is asked whether it has.
 */
function alteredAssertion(params: Params, holds: (own: CallOutcome) => boolean): CallChange {
  const { isNot, expectedText, expectedNumber, expectedValue, expression } = params;
  if (isNot === true) return opposite(params, holds);
  if (expression === 'to.have.count' && typeof expectedNumber === 'number')
    return { params: { ...params, expectedNumber: expectedNumber + 1 } };
  if (Array.isArray(expectedText) && expectedText.length > 0)
    return { params: { ...params, expectedText: (expectedText as readonly ExpectedText[]).map(otherText) } };
  if (expression === 'to.have.property' && expectedValue !== undefined)
    return { params: { ...params, expectedValue: { value: { s: wrong }, handles: [] } } };
  return opposite(params, holds);
}

/** Longer than what was expected, so that a text which contains that does not contain this. */
function otherText(expected: ExpectedText): ExpectedText {
  if (expected.regexSource !== undefined) return { ...expected, regexSource: '(?!)' };
  return { ...expected, string: `${wrong}: ${expected.string ?? ''}` };
}

/** Before 1.60 the answer says what was found, and whoever asked compares: there it is turned round, too. */
function opposite(params: Params, holds: (own: CallOutcome) => boolean): CallChange {
  return {
    goesOnAfter: holds,
    params: { ...params, isNot: params['isNot'] !== true },
    resultOf(result) {
      const { matches } = (result ?? {}) as { matches?: unknown };
      return typeof matches === 'boolean' ? { ...(result as object), matches: !matches } : result;
    },
  };
}

const alteredAssertionModule = { alteredAssertion };
module.exports = alteredAssertionModule;
export type AlteredAssertion = typeof alteredAssertionModule;
