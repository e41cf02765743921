import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createPaint } from '../render/paint.ts';
import type { ExplainedCause, ExplainedReport } from './explained-report.ts';
import { cause, other } from './fixtures/causes.ts';
import { findCause } from './find-cause.ts';
import { renderAnnotations } from './render-annotations.ts';
import { renderFull } from './render-full.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderShort } from './render-short.ts';

const plain = createPaint({}, {});

const report: ExplainedReport = { runIds: ['01K'], failedTests: 8, flakyTests: 1, causes: [cause, other] };
const view = { report, runs: [{ runId: '01K', runner: 'vitest' }] };

describe('in short', () => {
  test('each cause in a line, and what to do in another', () => {
    expect(renderShort(plain, view, 80)).toMatchInlineSnapshot(`
      "8 tests failed, 1 flaky, 2 causes (vitest 01K)

      1. 9 tests  Failed assertion: expected 2 to be 3  src/tax.spec.ts:7
         regression 90 % → Await the call. src/tax.spec.ts:8
      2. outside  Network error: connect ECONNREFUSED 127.0.0.1:40…  src/tax.spec.ts:7
         regression 90 % → Compare with the last good commit.

      More of one: e2e debug-execution 1; of all: --verbose.
      "
    `);
  });

  test('where nothing tells the place, that of the test stands for it', () => {
    const { location: _none, ...placeless } = cause;
    const text = renderShort(plain, { report: { ...report, causes: [placeless] }, runs: [] }, 100);
    const [first] = cause.tests;
    expect(text).toContain(`  ${first?.file}:${first?.line}\n`);
  });

  test('an outage is told in its whole sentence, without one of the many places', () => {
    const sentence = 'The app server at :4377 stopped answering at 10:42:07, 33 tests after it.';
    const outage = { ...other, title: 'Network error', outage: { ...other.outage, sentence } } as ExplainedCause;
    const text = renderShort(plain, { report: { ...report, causes: [outage] }, runs: [] }, 110);
    expect(text).toContain(`Network error: ${sentence}\n`);
  });

  test('many runs and causes are counted', () => {
    const runs = ['1', '2', '3', '4'].map((id) => ({ runId: `01K${id.repeat(20)}`, runner: 'playwright' }));
    const many = { ...report, causes: Array.from({ length: 40 }, () => cause) };
    const text = renderShort(plain, { report: many, runs, named: ' --run 01K' }, 80);
    expect(text).toContain(
      '\nand 25 more causes\n\nMore of one: e2e debug-execution 1 --run 01K; of all: --verbose.\n',
    );
    expect(text).toMatch(/ and 3 more runs\)?\n/u);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
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
         Yours, 87 %: src/tax.ts changed in this branch.
         · Good before abc.
         · Expected 2, got 3.
         · First seen 2026-11-01 08:30 UTC at commit 0123456789 (run 01J).
         Look at:
           src/tax.ts:7-9, and 1 more  changed since abc; run by the failed test
         Suspect commits:
           abcdef1 Lower the tax (Ann)  wrote 4 of the 4 changed lines
           Changes that are not committed  changes src/old.ts
           $ npx e2e bisect 'a.spec.ts > cart > adds 0'
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

const noLinks = { linkOf: () => undefined };

describe('in Markdown', () => {
  test('a table of all, and each folded', () => {
    expect(renderMarkdown({ ...view, report: { ...report, causes: [cause] } }, noLinks)).toMatchInlineSnapshot(`
      "### 8 tests failed, 1 flaky, 1 cause

      vitest 01K

      | | tests | cause | where | probably | do |
      |---|---|---|---|---|---|
      | 1 | 9 tests | **Failed assertion** \`expected 2 to be 3\` | \`src/tax.spec.ts:7\` | regression 90 % | Await the call. Then it waits. |

      <details><summary>1. Failed assertion (95 %)</summary>

      **Where:** \`src/tax.spec.ts:7\`

      **Failure**

      \`\`\`
      expected 2 to be 3
      at line
      \`\`\`

      **Where it comes from**

      - regression 90 %, unknown 5 %
      - Yours, 87 %: src/tax.ts changed in this branch.
      - Good before abc.

      **Evidence**

      - Expected 2, got 3.

      **First seen**

      - First seen 2026-11-01 08:30 UTC at commit 0123456789 (run 01J).

      **Who did it**

      - Look at:
        - src/tax.ts:7-9, and 1 more  changed since abc; run by the failed test
      - Suspect commits:
        - abcdef1 Lower the tax (Ann)  wrote 4 of the 4 changed lines
        - Changes that are not committed  changes src/old.ts

      \`\`\`sh
      npx e2e bisect 'a.spec.ts > cart > adds 0'
      \`\`\`


      **What to do**

      - Likely: The product answers otherwise.
      - Do: Compare with the last good commit. Then look again.

      **Suggested fixes**

      - Fix (low risk, src/tax.spec.ts:8): Await the call. Then it waits.
        - race: nobody awaits it.

      \`\`\`diff
      --- a/src/tax.spec.ts
      +++ b/src/tax.spec.ts
      @@ -8 +8 @@
      -  save();
      +  await save();
      \`\`\`


      **Seen before**

      - Before, 2026-10-01, 2 times, 80 % alike ("expected 4, got 2"): Passed again on the same commit, with nothing changed.

      **Tests**

      - flaky  cart › adds 0 a.spec.ts:0
      - failed cart › adds 1 a.spec.ts:1
      - failed cart › adds 2 a.spec.ts:2
      - failed cart › adds 3 a.spec.ts:3
      - failed cart › adds 4 a.spec.ts:4
      - failed cart › adds 5 a.spec.ts:5
      - failed cart › adds 6 a.spec.ts:6
      - failed cart › adds 7 a.spec.ts:7
      - and 1 more (all with --json)

      Signature: \`abcdef012345-01234567\`

      </details>

      "
    `);
  });

  test('no test can write markup, tags or mentions, and the whole stays within a comment', () => {
    const evil = '<img src=x> @everyone | `a` ``` </details> *b*';
    const causes = Array.from({ length: 200 }, (_, index): ExplainedCause => ({
      ...cause,
      signature: `s${index}`,
      title: 'Failed assertion',
      example: { message: `${evil}\n\`\`\`\n${'x'.repeat(2000)}`, frames: [] },
      tests: [{ testId: 't', title: evil, file: 'a.spec.ts', line: 1, project: evil, outcome: 'unexpected' }],
    }));
    const text = renderMarkdown({ report: { ...report, causes }, runs: [] }, noLinks);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('and 150 more causes');
    expect(text).toMatch(/The details of \d+ causes are left out here/u);
    const outside = text
      .replaceAll(/^(`{3,})[a-z]*\n[\s\S]*?^\1$/gmu, '')
      .replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/gu, '');
    expect(outside).not.toMatch(/<img|@everyone/u);
    expect(outside.match(/<\/details>/gu)).toHaveLength(outside.match(/<details>/gu)?.length ?? 0);
  });

  test('nothing failed', () =>
    expect(renderMarkdown({ ...view, report: { ...report, causes: [] } }, noLinks)).toBe(
      '### Nothing failed\n\nvitest 01K\n',
    ));
});

describe('as annotations', () => {
  test('an error at the failing line, escaped; outside the project at the test', () => {
    const dependency = { ...cause, location: { file: 'node_modules/x/index.js', line: 1, column: 1 } };
    expect(renderAnnotations({ ...report, causes: [cause, dependency] }, 'packages/app/')).toMatchInlineSnapshot(`
      "::error file=packages/app/src/tax.spec.ts,line=7,col=1,title=Failed assertion (9 tests)::expected 2 to be 3%0Aregression 90 %25, unknown 5 %25%0ADo: Await the call. Then it waits.%0Aflaky: cart › adds 0%0Afailed: cart › adds 1%0Afailed: cart › adds 2%0Afailed: cart › adds 3%0Afailed: cart › adds 4%0Aand 4 more tests
      ::error file=packages/app/a.spec.ts,line=0,col=1,title=Failed assertion (9 tests)::expected 2 to be 3%0Aregression 90 %25, unknown 5 %25%0ADo: Await the call. Then it waits.%0Aflaky: cart › adds 0%0Afailed: cart › adds 1%0Afailed: cart › adds 2%0Afailed: cart › adds 3%0Afailed: cart › adds 4%0Aand 4 more tests
      "
    `);
  });

  test('a cause whose tests all passed when tried again is a warning', () => {
    const flaky = { ...cause, tests: cause.tests.slice(0, 1) };
    expect(renderAnnotations({ ...report, causes: [flaky] }, '')).toMatch(/^::warning file=src\/tax\.spec\.ts,line=7/u);
  });

  test('ten of a kind at most, the tenth counts the rest', () => {
    const causes = Array.from({ length: 25 }, () => cause);
    const lines = renderAnnotations({ ...report, causes }, '')
      .trimEnd()
      .split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([10, expect.stringMatching(/^::error title=16 more causes::/u)]);
  });
});
