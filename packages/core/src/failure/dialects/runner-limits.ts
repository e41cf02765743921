import { type Dialect, type DialectFields, limitOf, msOf } from './dialect.ts';

const hook = [
  /Hook timed out (?:in|after) (\d+) ?ms/i,
  /Exceeded timeout of (\d+) ?ms for a hook/i,
  /\(node:test\) hook timed out after (\d+) ?ms/i,
];

const test = [
  /Exceeded timeout of (\d+) ?ms for a test/i,
  /test timed out (?:in|after) (\d+) ?ms/i,
  /^[\s>]*(?:\w*Error: )?(?:test )?timeout of (\d+) ?ms exceeded/im,
  /Async callback was not invoked within (?:the )?(\d+) ?ms/i,
];

/** What the runner says of a whole test or hook that ran out of time: Playwright, Vitest, Jest, Mocha and node:test. */
export const runnerLimits: Dialect = {
  name: 'runner-limits',
  parse({ told }): DialectFields {
    for (const pattern of hook) {
      const match = pattern.exec(told);
      // These runners do not say which hook it was.
      if (match) return { phase: { part: 'all' }, timeout: limitOf('hook', msOf(match[1], 'ms')) };
    }
    for (const pattern of test) {
      const match = pattern.exec(told);
      if (match) return { timeout: limitOf('test', msOf(match[1], 'ms')) };
    }
    return {};
  },
};
