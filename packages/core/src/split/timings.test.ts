import { describe, expect, test } from 'vitest';

import { timedDurationsOf } from './timed-durations.ts';
import { type Timings, parseTimings, renderTimings } from './timings.ts';
import { type TimedTest, updatedTimingsOf } from './updated-timings.ts';

const timings: Timings = {
  playwright: { chromium: { 'b.spec.ts': { 'cart > adds': 1200, pays: 800, off: 0 }, 'a.spec.ts': { loads: 300 } } },
  vitest: { '': { 'x.test.ts': 40 } },
};

describe('the file', () => {
  test('is read as it was rendered, in an order of its own', () => {
    const text = renderTimings(timings);
    expect(parseTimings(text)).toEqual({ kind: 'read', timings });
    expect(text.indexOf('a.spec.ts')).toBeLessThan(text.indexOf('b.spec.ts'));
    expect(renderTimings({ vitest: timings.vitest ?? {}, playwright: timings.playwright ?? {} })).toBe(text);
  });

  test.each([
    ['no JSON', '<<<<<<< HEAD', 'It is no JSON'],
    ['another document', '{"format":"x"}', '`format`'],
    ['a newer version', '{"format":"millwright/timings","version":2}', '`version` to be 1, got 2'],
    ['no files', '{"format":"millwright/timings","version":1,"vitest":{"":7}}', '`vitest[""]` to hold files'],
    ['a text', '{"format":"millwright/timings","version":1,"vitest":{"":{"a":"7"}}}', 'vitest in "a"'],
    [
      'a negative time',
      '{"format":"millwright/timings","version":1,"playwright":{"":{"a":{"t":-1}}}}',
      'playwright in "a"',
    ],
    ['a file of Playwright in one', '{"format":"millwright/timings","version":1,"playwright":{"":{"a":7}}}', 'in "a"'],
  ])('%s is refused as a whole', (_, text, fault) => {
    expect(parseTimings(text)).toEqual({ kind: 'unreadable', fault: expect.stringContaining(fault) as string });
  });
});

describe('what tests take', () => {
  const playwright = timedDurationsOf(timings, 'playwright');
  const vitest = timedDurationsOf(timings, 'vitest');

  test.each([
    ['a known test', 'chromium', 'b.spec.ts', ['cart', 'adds'], 1200],
    ['one that is switched off', 'chromium', 'b.spec.ts', ['off'], 0],
    ['a new one: the median of its file', 'chromium', 'b.spec.ts', ['new'], 1000],
    ['one that is called like something of every object', 'chromium', 'b.spec.ts', ['constructor'], 1000],
    ['one of a new file: the median of the project', 'chromium', 'new.spec.ts', ['new'], 800],
    ['one of a new project: the median of all', 'firefox', 'b.spec.ts', ['pays'], 800],
  ])('%s', (_, project, file, titlePath, ms) => {
    expect(playwright.testMs(project, file, titlePath)).toBe(ms);
  });

  test('a file, known and new', () => {
    expect([vitest.fileMs('', 'x.test.ts'), vitest.fileMs('', 'new.test.ts')]).toEqual([40, 40]);
    expect(timedDurationsOf({}, 'vitest').fileMs('', 'new.test.ts')).toBe(50);
  });
});

describe('new timings', () => {
  const testOf = (title: string, ms: number | undefined, over: Partial<TimedTest> = {}): TimedTest => ({
    runner: 'playwright',
    project: 'chromium',
    file: 'b.spec.ts',
    titlePath: title.split(' > '),
    estimatedDurationMs: ms ?? 5000,
    estimateFrom: ms === undefined ? 'default' : 'history',
    ...over,
  });
  const updated = (tests: readonly TimedTest[], more: Partial<Parameters<typeof updatedTimingsOf>[1]> = {}): Timings =>
    updatedTimingsOf(timings, { tests, skipped: [], fileMs: new Map(), ...more });

  test('leave alone what hardly moved, round what did, and lose what is gone', () => {
    expect(updated([testOf('cart > adds', 1400), testOf('pays', 1234), testOf('new', 56)])).toEqual({
      playwright: { chromium: { 'b.spec.ts': { 'cart > adds': 1200, pays: 1200, new: 56 } } },
    });
  });

  test('keep what is written of tests whose past is not here, rows of a title among them', () => {
    const here = testOf('', undefined, { project: '', titlePath: [`p\${rest}`] });
    expect(updated([here])).toEqual({ playwright: { chromium: { 'b.spec.ts': { pays: 800 } } } });
  });

  test('a test that is switched off takes no time', () => {
    const skipped = [{ project: 'chromium', file: 'b.spec.ts', titlePath: ['pays'] }];
    expect(updated([testOf('pays', undefined)], { skipped })).toEqual({
      playwright: { chromium: { 'b.spec.ts': { pays: 0 } } },
    });
  });

  test('of Vitest tell whole files, as they were measured, else as the sum of their tests', () => {
    const over = { runner: 'vitest', project: '' } as const;
    const tests = [
      testOf('one', 100, { ...over, file: 'x.test.ts' }),
      testOf('one', 30, { ...over, file: 'y.test.ts' }),
      testOf('two', undefined, { ...over, file: 'y.test.ts', estimatedDurationMs: 30 }),
      testOf('one', undefined, { ...over, file: 'z.test.ts' }),
    ];
    expect(updated(tests, { fileMs: new Map([['\nx.test.ts', 412]]) })).toEqual({
      vitest: { '': { 'x.test.ts': 410, 'y.test.ts': 60 } },
    });
  });

  test('made twice are the same', () => {
    const tests = [testOf('cart > adds', 2461), testOf('pays', 10)];
    const once = updatedTimingsOf(timings, { tests, skipped: [], fileMs: new Map() });
    expect(updatedTimingsOf(once, { tests, skipped: [], fileMs: new Map() })).toEqual(once);
  });
});
