import type { PlaywrightCall } from '../playwright/playwright-calls.ts';
import { type WebExpectation, webExpectationOf } from '../playwright/web-expectation.ts';
import { assertionFixOf, canPoll, targetOf, webFirstFor } from './fixes/web-first-assertion.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { isListItself, isNumberOf, readOf } from './page-read.ts';
import { flowOf, type PatternContext } from './pattern-context.ts';
import { isSettledRead } from './settled-read.ts';

/** `expect(await locator.textContent()).toBe(…)`: a look at one moment, where an assertion that waits exists. */
export const nonRetryingAssertion: FlakyPattern = {
  name: 'non-retrying-assertion',
  severity: 'warning',
  find: (context) =>
    context.calls.flatMap((call) => {
      const expectation = webExpectationOf(context, call);
      const read = expectation?.actual && readOf(context, expectation.actual);
      if (
        !expectation ||
        !read ||
        isListItself(expectation, read) ||
        isRetried(context, expectation) ||
        isSettledRead(context, read)
      )
        return [];
      // A snapshot of a text has no counterpart that waits.
      if (expectation.matcher.text.endsWith('Snapshot')) return [];
      return [hitOf(context, expectation, read)];
    }),
};

function isRetried(context: PatternContext, { call, modifiers }: WebExpectation): boolean {
  const flow = flowOf(context, call);
  return flow === 'retry' || flow === 'callback' || modifiers.some((one) => /^(?:poll|resolves|rejects)$/u.test(one));
}

function hitOf(context: PatternContext, expectation: WebExpectation, read: PlaywrightCall): PatternHit {
  const matcher = webFirstFor(context, expectation, read);
  const better =
    matcher && `await expect(${targetOf(read)})${matcher.negated ? '.not' : ''}.${matcher.name}(${matcher.given})`;
  const fix = assertionFixOf(context, expectation.call);
  return {
    node: expectation.call,
    why: `\`${read.method}()\` looks at the page once; when the page is a moment later than the test, the assertion sees the state before.`,
    advice:
      better !== undefined
        ? `Use the assertion that waits: \`${better}\`.`
        : canPoll(context, expectation)
          ? `Poll for it: \`await expect.poll(() => ${polledOf(expectation, read)}).${expectation.matcher.text}(…)\`.`
          : 'Wait for the state before looking: `await locator.waitFor()`.',
    ...(fix && { fix }),
  };
}

function polledOf(expectation: WebExpectation, { call, receiver }: PlaywrightCall): string {
  return isNumberOf(expectation) ? `${receiver.getText()}.count()` : call.getText();
}
