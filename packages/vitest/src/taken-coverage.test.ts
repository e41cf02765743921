import { describe, expect, test } from 'vitest';

import { TakenCoverage } from './taken-coverage.ts';
import { type V8Script, executedUrlsOf } from './v8-scripts.ts';

/** A script with one function that ran so often. */
const script = (url: string, count: number): V8Script => ({
  scriptId: '1',
  url,
  functions: [{ functionName: 'f', isBlockCoverage: true, ranges: [{ startOffset: 0, endOffset: 9, count }] }],
});

const countOf = (of: V8Script | undefined): number => of?.functions[0]?.ranges[0]?.count ?? 0;

/** Adds up as `mergeScriptCovs` does, for scripts of one function. */
const merge = (scripts: readonly V8Script[]): V8Script | undefined =>
  scripts[0] &&
  script(
    scripts[0].url,
    scripts.map(countOf).reduce((sum, count) => sum + count, 0),
  );

describe('TakenCoverage', () => {
  test.each([1, 15, 16, 17, 100])('gives back the sum of %i takes, once', (takes) => {
    const taken = new TakenCoverage(merge);
    for (let take = 0; take < takes; take += 1) taken.keep([script('file:///a.ts', 2)]);
    const given = taken.giveBack([script('file:///a.ts', 1), script('file:///b.ts', 5)]);
    expect(given.map((one) => [one.url, countOf(one)])).toEqual([
      ['file:///a.ts', 2 * takes + 1],
      ['file:///b.ts', 5],
    ]);
    expect(taken.giveBack([script('file:///a.ts', 1)]).map(countOf)).toEqual([1]);
  });

  test('gives back scripts that the other does not see any more', () => {
    const taken = new TakenCoverage(merge);
    taken.keep([script('file:///a.ts', 2)]);
    expect(taken.giveBack([]).map((one) => [one.url, countOf(one)])).toEqual([['file:///a.ts', 2]]);
  });

  test('keeps the sources only', () => {
    const taken = new TakenCoverage(merge);
    taken.keep([script('node:fs', 1), script('file:///app/node_modules/x/index.js', 1), script('evalmachine', 1)]);
    expect(taken.giveBack([])).toEqual([]);
  });
});

describe('executedUrlsOf', () => {
  test('names each source once in which something ran', () => {
    const scripts = [
      script('file:///a.ts', 1),
      script('file:///a.ts?v=2', 3),
      script('file:///idle.ts', 0),
      script('node:fs', 1),
    ];
    expect(executedUrlsOf(scripts)).toEqual(['file:///a.ts']);
  });

  test('counts a function that was suspended and has gone on', () => {
    const resumed: V8Script = {
      ...script('file:///a.ts', 0),
      functions: [
        {
          functionName: 'later',
          isBlockCoverage: true,
          ranges: [
            { startOffset: 0, endOffset: 90, count: 0 },
            { startOffset: 50, endOffset: 80, count: 1 },
          ],
        },
      ],
    };
    expect(executedUrlsOf([resumed])).toEqual(['file:///a.ts']);
  });
});
