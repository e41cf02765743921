import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { percentOf } from './words.ts';

import { flakeStatsOf } from './flake-stats.ts';
import { historyOf } from './fixtures/history-of.ts';
import { sentenceOf, wordsOf } from './words.ts';

const statsOf = (line: string, commits?: string) =>
  flakeStatsOf(historyOf(line, commits === undefined ? {} : { commits }));

test('percent that are not all, and not none, are told so', () =>
  expect([0, 0.004, 0.25, 0.9995, 1].map(percentOf)).toEqual(['0', '0.4', '25', '99.9', '100']));

describe('the state of a test', () => {
  test.each([
    { name: 'always good', line: '....................', state: 'healthy' },
    { name: 'passes on retry now and then', line: '....f...f....f..', state: 'flaky' },
    { name: 'one pass on retry is proof', line: '.f', state: 'flaky' },
    { name: 'fails and passes on one commit', line: '..F.F..F..', commits: 'same', state: 'flaky' },
    { name: 'good until a change, bad since', line: '..........FFF', state: 'regressed' },
    { name: 'bad from the first run on', line: 'FFFFFF', state: 'broken' },
    { name: 'bad, then mended', line: '.....FFFFF...', state: 'fixed' },
    { name: 'mended long ago', line: '.....FFFFF....................', state: 'healthy' },
    { name: 'broken by one commit, mended by the next', line: '....FF....', commits: 'aabbccddee', state: 'fixed' },
    { name: 'never run', line: '', state: 'unknown' },
    { name: 'two good runs', line: '..', state: 'unknown' },
    { name: 'only skipped', line: 'ssssssss', state: 'unknown' },
    { name: 'flaked once, and fails in every run since a change', line: '...f..........FFFF', state: 'regressed' },
    { name: 'flaked once, and fails in the first run of a change', line: '...f..........F', state: 'regressed' },
    { name: 'flakes often, and fails in the first run of a change', line: '.f.f..f..f.f.fF', state: 'flaky' },
    {
      name: 'flaked once, failed in the first run of a change and passed in the next',
      line: '...f..........F.',
      commits: 'abcdefghijklmnoo',
      state: 'flaky',
    },
    { name: 'fails without git at random', line: '.F..F...F.F..F..F.', commits: 'none', state: 'flaky' },
  ])('$name: $state', ({ line, commits, state }) => expect(statsOf(line, commits).state).toBe(state));

  test('a regression is dated to the first bad run', () => {
    const stats = statsOf('..........FFF');
    expect(stats.since?.commit).toBe('c10');
    expect(stats.before?.commit).toBe('c9');
    expect(stats.probability).toBeGreaterThan(0.85);
  });

  test('counts', () => {
    expect(statsOf('..F.f.F', 'aabbccc')).toMatchObject({
      runs: 7,
      failedRuns: 2,
      flakyRuns: 1,
      sameCommitFailures: 2,
      unprovenFailures: 0,
      flipsWithoutChange: 2,
      runsSinceFailure: 0,
    });
  });
});

const line = fc.string({ unit: fc.constantFrom('.', 'F', 'f', 's'), maxLength: 60 });

describe('laws', () => {
  test('probabilities lie in [0, 1] and add up to 1', () => {
    fc.assert(
      fc.property(line, fc.constantFrom('new', 'same', 'none'), (written, commits) => {
        const { probabilities, probability } = statsOf(written, commits);
        const all = Object.values(probabilities);
        expect(all.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(all.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('each further pass on retry makes a flake more probable, each further failure after a change a break', () => {
    let flaky = statsOf('..........', 'same').probabilities.flaky;
    let broken = statsOf('..........').probabilities.broken;
    for (let count = 1; count <= 6; count++) {
      const nextFlaky = statsOf(`..........${'f'.repeat(count)}`, 'same').probabilities.flaky;
      const nextBroken = statsOf(`..........${'F'.repeat(count)}`).probabilities.broken;
      expect(nextFlaky).toBeGreaterThanOrEqual(flaky - 1e-9);
      expect(nextBroken).toBeGreaterThanOrEqual(broken - 1e-9);
      [flaky, broken] = [nextFlaky, nextBroken];
    }
    expect(flaky).toBeGreaterThan(0.99);
    expect(broken).toBeGreaterThan(0.9);
  });

  test('a good run never makes a test that failed more likely to be broken', () => {
    fc.assert(
      fc.property(line, (written) => {
        const before = statsOf(written, 'same').probabilities.broken;
        expect(statsOf(`${written}.`, 'same').probabilities.broken).toBeLessThanOrEqual(before + 1e-9);
      }),
    );
  });

  test('skipped runs change nothing', () => {
    fc.assert(
      fc.property(line, (written) => {
        const plain = written.replaceAll('s', '');
        expect(statsOf(written, 'same').probabilities).toEqual(statsOf(plain, 'same').probabilities);
      }),
    );
  });
});

describe('words', () => {
  test.each([
    { line: `${'.'.repeat(11)}f`, words: 'about 1 run in 12 (0.9–33 %)' },
    { line: '.....', words: 'no run so far (0–38 %)' },
    { line: 'fff', words: 'every run (46–100 %)' },
    { line: 'fff.', words: 'about 8 runs in 10 (28–97 %)' },
  ])('$words', ({ line: written, words }) => expect(wordsOf(statsOf(written, 'same').flakeRatio)).toBe(words));

  test('a sentence for each state', () => {
    expect(sentenceOf(statsOf('..........FFF'))).toMatch(
      /^Regressed \(\d+ %\): good before commit c10, failing since\.$/,
    );
    expect(sentenceOf(statsOf('...f..........F'))).toMatch(
      /^Perhaps regressed \(\d+ %\): flaky before commit c14, failing since; /,
    );
    expect(sentenceOf(statsOf('.'))).toBe('Too little evidence: 1 run so far.');
  });
});

/** Several environments side by side: each a line of its own, from its own run on. */
function inEnvironments(lines: Readonly<Record<string, readonly [line: string, firstRun: number]>>) {
  const parts = Object.entries(lines).flatMap(([environment, [line, firstRun]]) =>
    historyOf(line, { firstRun }).observations.map((observation) => ({
      ...observation,
      run: { ...observation.run, environment },
    })),
  );
  const observations = parts.toSorted((a, b) => a.run.startedAt.localeCompare(b.run.startedAt));
  return flakeStatsOf({ ...historyOf(''), observations });
}

describe('environments', () => {
  test('one in which the test no longer runs has no voice', () => {
    expect(inEnvironments({ 'linux local': ['FFF', 0], 'linux ci': ['............', 10] }).state).not.toBe('broken');
  });

  test('one in which it still runs speaks for the test, and is named', () => {
    const stats = inEnvironments({ 'win32 ci': ['FFFFFF', 0], 'linux ci': ['......', 0] });
    expect(stats.state).toBe('broken');
    expect(sentenceOf(stats)).toMatch(/^Broken \(\d+ %\) on win32 ci: no good run is remembered there\.$/u);
  });
});

describe('work on uncommitted code', () => {
  test('breaking and mending as one goes is no flake', () => {
    const { test: entry, observations } = historyOf('.....F.F.F.');
    const edited = observations.map((observation) => ({ ...observation, run: { ...observation.run, dirty: true } }));
    expect(flakeStatsOf({ test: entry, observations: edited }).state).not.toBe('flaky');
  });

  test('two commits of one execution are two states of the code', () => {
    const { test: entry, observations } = historyOf('F.', { commits: 'ab' });
    const one = observations.map((observation) => ({ ...observation, run: { ...observation.run, executionId: 'e' } }));
    expect(flakeStatsOf({ test: entry, observations: one }).sameCommitFailures).toBe(0);
  });
});

test('what flaked before it broke for good is said to have flaked', () => {
  const line = 'FFPFFPFFFPFFFPFFPF'.replaceAll('P', '.') + 'FFFFFFFF';
  const commits = 'a'.repeat(18) + 'bcdefghi';
  const stats = statsOf(line, commits);
  expect(stats.state).toBe('regressed');
  expect(sentenceOf(stats)).toContain('flaky before');
});
