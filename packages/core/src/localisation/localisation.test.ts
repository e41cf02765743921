import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { CodeChange } from './code-change.ts';
import { spectraOf, suspicionFormulas } from './spectrum.ts';
import { suspectCommitsOf } from './suspect-commits.ts';
import { suspectFilesOf } from './suspect-files.ts';

describe('suspicion formulas', () => {
  test.each([
    ['run by the failed test alone', { ef: 1, ep: 0, nf: 0, np: 3 }, 1, Infinity, 1],
    ['run by all', { ef: 1, ep: 3, nf: 0, np: 0 }, 0.5, 1 / 3, 0.25],
    ['run by none that failed', { ef: 0, ep: 2, nf: 1, np: 1 }, 0, 0, -0.5],
    ['run by one of two that failed', { ef: 1, ep: 1, nf: 1, np: 2 }, 0.5, 0.5, 0.75],
  ])('%s', (_, spectrum, ochiai, dstar, op2) => {
    expect(suspicionFormulas.ochiai(spectrum)).toBeCloseTo(ochiai, 9);
    expect(suspicionFormulas.dstar(spectrum)).toBe(dstar);
    expect(suspicionFormulas.op2(spectrum)).toBeCloseTo(op2, 9);
  });

  test('a spectrum counts every test once, and Ochiai stays between 0 and 1', () => {
    const covered = fc.record({ failed: fc.boolean(), files: fc.array(fc.constantFrom('a', 'b', 'c')) });
    fc.assert(
      fc.property(fc.array(covered), (tests) => {
        for (const spectrum of spectraOf(tests).values()) {
          expect(spectrum.ef + spectrum.ep + spectrum.nf + spectrum.np).toBe(tests.length);
          const ochiai = suspicionFormulas.ochiai(spectrum);
          expect(ochiai).toBeGreaterThan(0);
          expect(ochiai).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

const change: CodeChange = {
  from: 'good000000',
  files: [
    {
      file: 'src/shared.ts',
      lines: [
        [3, 4],
        [9, 9],
      ],
    },
    { file: 'src/gone.ts', lines: [] },
    { file: 'src/elsewhere.ts', lines: [[1, 1]] },
    { file: 'tests/a.test.ts', lines: [[2, 2]] },
  ],
  commits: ['one', 'two'].map((commit) => ({
    commit,
    author: 'Ann',
    committedAt: '2026-01-01T00:00:00.000Z',
    subject: `Commit ${commit}`,
    files: commit === 'one' ? ['src/shared.ts', 'docs/a.md'] : ['src/elsewhere.ts', 'src/gone.ts'],
  })),
};

const tests = [
  { failed: true, files: ['tests/a.test.ts', 'src/shared.ts', 'src/own.ts', 'src/gone.ts'] },
  { failed: false, files: ['tests/b.test.ts', 'src/shared.ts', 'src/elsewhere.ts'] },
  { failed: false, files: ['tests/c.test.ts', 'src/shared.ts'] },
];
const testFiles = new Set(['tests/a.test.ts', 'tests/b.test.ts', 'tests/c.test.ts']);

describe('suspectFilesOf', () => {
  test('what changed comes before what did not, and what no failed test runs is no suspect', () => {
    const suspects = suspectFilesOf({ tests, testFiles, change, frames: [] });
    expect(suspects.map(({ file }) => file)).toEqual(['src/gone.ts', 'tests/a.test.ts', 'src/shared.ts', 'src/own.ts']);
    expect(suspects[2]).toMatchObject({
      changed: true,
      failedTests: 1,
      passedTests: 2,
      lines: [
        [3, 4],
        [9, 9],
      ],
    });
    expect(suspects[2]?.why).toBe('changed since good000; run by the failed test, and by 2 of 2 that passed');
    expect(suspects[3]?.why).toBe('run by the failed test, and by 0 of 2 that passed');
  });

  test('a changed line under the stack is shown first, and the stack draws the file near', () => {
    const frames = [{ file: 'src/shared.ts', line: 9 }];
    const plain = suspectFilesOf({ tests, testFiles, change, frames: [] }).find(({ file }) => file === 'src/shared.ts');
    const onStack = suspectFilesOf({ tests, testFiles, change, frames }).find(({ file }) => file === 'src/shared.ts');
    expect(onStack?.lines[0]).toEqual([9, 9]);
    expect(onStack?.score).toBeGreaterThan(plain?.score ?? 1);
  });

  test('without a known change, test files are left out and nothing is called changed', () => {
    const suspects = suspectFilesOf({ tests, testFiles, frames: [{ file: 'src/own.ts', line: 5 }] });
    expect(suspects[0]).toMatchObject({ file: 'src/own.ts', lines: [[5, 5]] });
    expect(suspects.some(({ file, changed }) => file.startsWith('tests/') || changed !== undefined)).toBe(false);
  });
});

describe('suspectCommitsOf', () => {
  const suspects = suspectFilesOf({ tests, testFiles, change, frames: [] });

  test('by who wrote the changed lines', () => {
    const blame = new Map([
      [
        'src/shared.ts',
        new Map([
          ['two', 2],
          ['one', 1],
        ]),
      ],
    ]);
    const only = suspects.filter(({ file }) => file === 'src/shared.ts');
    const ranked = suspectCommitsOf(only, change, blame);
    expect(ranked.map(({ commit }) => commit)).toEqual(['two', 'one']);
    expect(ranked[0]).toMatchObject({ score: 1, why: 'wrote 2 of the 3 changed lines of src/shared.ts' });
    expect(ranked[1]?.score).toBeCloseTo(0.5, 9);
  });

  test('by who touched the file where no line is left; what is not committed is named', () => {
    expect(suspectCommitsOf(suspects, change, new Map())[0]).toMatchObject({
      commit: 'two',
      why: 'changes src/gone.ts',
    });
    const blame = new Map([['src/shared.ts', new Map([['uncommitted', 1]])]]);
    const only = suspects.filter(({ file }) => file === 'src/shared.ts');
    expect(suspectCommitsOf(only, change, blame)[0]?.subject).toBe('Changes that are not committed');
  });

  test('without a suspect that changed, a commit of code comes before one of words', () => {
    const words = { ...change.commits[0], files: ['README.md'] } as CodeChange['commits'][number];
    const ranked = suspectCommitsOf([], { ...change, commits: [words, ...change.commits.slice(1)] }, new Map());
    expect(ranked.map(({ why }) => why)).toEqual([
      'changes nothing that the failed tests are known to run',
      'changes no code',
    ]);
  });
});
