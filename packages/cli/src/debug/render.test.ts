import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createPaint } from '../render/paint.ts';
import type { ExplainedCause, ExplainedReport } from './explained-report.ts';
import { findCause } from './find-cause.ts';
import { renderFull } from './render-full.ts';
import { renderShort } from './render-short.ts';

const plain = createPaint({}, {});

const cause: ExplainedCause = {
  signature: 'abcdef012345-01234567',
  cause: 'assertion',
  title: 'Failed assertion',
  probability: 0.95,
  evidence: ['Expected 2, got 3.'],
  alternatives: [],
  likelyCause: 'The product answers otherwise.',
  advice: 'Compare with the last good commit. Then look again.',
  retry: 'none',
  origin: { flake: 0.02, regression: 0.9, broken: 0, environment: 0.03, unknown: 0.05, evidence: ['Good before abc.'] },
  location: { file: 'src/tax.spec.ts', line: 7, column: 1 },
  example: { message: 'expected 2 to be 3\n\nat line', frames: [], expected: '3', actual: '2' },
  firstSeen: { runId: '01J', startedAt: '2026-11-01T08:30:00.000Z', commit: '0123456789abcdef' },
  failureCount: 9,
  tests: Array.from({ length: 9 }, (_, index) => ({
    testId: `t${index}`,
    title: `cart › adds ${index}`,
    file: 'a.spec.ts',
    line: index,
    project: '',
    outcome: index === 0 ? 'flaky' : 'unexpected',
  })),
  outsideTests: false,
  fixes: [
    {
      kind: 'flaky-pattern',
      summary: 'Await the call. Then it waits.',
      risk: 'low',
      location: { file: 'src/tax.spec.ts', line: 8, column: 3 },
      evidence: ['race: nobody awaits it.'],
      diff: '--- a/src/tax.spec.ts\n+++ b/src/tax.spec.ts\n@@ -8 +8 @@\n-  save();\n+  await save();\n',
    },
  ],
  incidents: [
    {
      signature: '0123',
      similarity: 0.8,
      digest: 'expected 4, got 2',
      testCount: 1,
      times: 2,
      firstSeenAt: '2026-09-01T00:00:00.000Z',
      lastSeenAt: '2026-10-01T00:00:00.000Z',
      runId: '01H',
      resolution: 'unchanged',
      resolvedIn: '01I',
      told: 'Passed again on the same commit, with nothing changed.',
    },
  ],
};
const other: ExplainedCause = {
  ...cause,
  signature: 'abcfff012345-01234567',
  title: 'Network error',
  example: { message: `connect ECONNREFUSED ${'127.0.0.1:4000 '.repeat(20)}`, frames: [] },
  tests: [],
  outsideTests: true,
  fixes: [],
  incidents: [],
};
const report: ExplainedReport = { runIds: ['01K'], failedTests: 8, flakyTests: 1, causes: [cause, other] };
const view = { report, runs: [{ runId: '01K', runner: 'vitest' }] };

describe('in short', () => {
  test('each cause in a line, and what to do in another', () => {
    expect(renderShort(plain, view, 80)).toMatchInlineSnapshot(`
      "8 tests failed, 1 flaky, 2 causes (vitest 01K)

      1. 9 tests  Failed assertion: expected 3, got 2  src/tax.spec.ts:7
         regression 90 % → Await the call. src/tax.spec.ts:8
      2. outside  Network error: connect ECONNREFUSED 127.0.0.1:40…  src/tax.spec.ts:7
         regression 90 % → Compare with the last good commit.

      More of one: e2e debug-execution 1; of all: --verbose.
      "
    `);
  });

  test('no line of a cause is wider than what there is, and none is narrower than 60', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.string({ maxLength: 300, unit: 'grapheme-ascii' }),
        (width, message) => {
          const told = { ...cause, example: { message: `x${message}`, frames: [] } };
          const lines = renderShort(plain, { report: { ...report, causes: [told] }, runs: [] }, width).split('\n');
          return lines.every((line) => line.length <= Math.max(60, width));
        },
      ),
    );
  });

  test('nothing failed', () => {
    expect(renderShort(plain, { ...view, report: { ...report, causes: [] } }, 80)).toBe(
      'Nothing failed in vitest 01K.\n',
    );
  });
});

describe('in full', () => {
  test('each cause once, with at most eight of its tests', () => {
    expect(renderFull(plain, { ...view, report: { ...report, causes: [cause] } })).toMatchInlineSnapshot(`
      "8 tests failed, 1 flaky, 1 cause (vitest 01K)

      1. Failed assertion (95 %), 9 tests  src/tax.spec.ts:7
         expected 2 to be 3
         at line
         regression 90 %, unknown 5 %
         · Good before abc.
         · Expected 2, got 3.
         · First seen 2026-11-01 08:30 UTC at commit 0123456789 (run 01J).
         Likely: The product answers otherwise.
         Do: Compare with the last good commit. Then look again.
         Fix (low risk, src/tax.spec.ts:8): Await the call. Then it waits.
         · race: nobody awaits it.
           --- a/src/tax.spec.ts
           +++ b/src/tax.spec.ts
           @@ -8 +8 @@
           -  save();
           +  await save();
         Before, 2026-10-01, 2 times, 80 % alike ("expected 4, got 2"): Passed again on the same commit, with nothing changed.
         flaky  cart › adds 0 a.spec.ts:0
         failed cart › adds 1 a.spec.ts:1
         failed cart › adds 2 a.spec.ts:2
         failed cart › adds 3 a.spec.ts:3
         failed cart › adds 4 a.spec.ts:4
         failed cart › adds 5 a.spec.ts:5
         failed cart › adds 6 a.spec.ts:6
         failed cart › adds 7 a.spec.ts:7
         · and 1 more (all with --json)
         abcdef012345-01234567
      "
    `);
  });
});

describe('one cause', () => {
  test.each([
    ['1', 1],
    ['2', 2],
    ['abcd', 1],
    ['abcfff012345-01234567', 2],
  ])('%s', (wanted, number) => expect(findCause(report, wanted).number).toBe(number));

  test.each([
    ['0', 'Expected CAUSE to be the number of a cause (1 to 2) or at least 4 characters of its signature, got "0".'],
    ['3', 'got "3".'],
    ['abc', 'got "abc".'],
    ['beef', 'got "beef".'],
  ])('%s names none', (wanted, message) => expect(() => findCause(report, wanted)).toThrow(message));

  test('a beginning that two causes share names none', () => {
    const twice = { ...report, causes: [cause, { ...other, signature: 'abcdee012345-01234567' }] };
    expect(() => findCause(twice, 'abcde')).toThrow('got "abcde", which 2 causes begin with.');
  });

  test('of a report without causes', () =>
    expect(() => findCause({ ...report, causes: [] }, '1')).toThrow('Nothing failed there'));
});
