import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { historyOf } from '../flake/fixtures/history-of.ts';
import type { Failure } from '../model/failure.ts';
import { cosineOf, termWeightsOf, termsOfFailure } from './incident-terms.ts';
import { type KnownFailure, findIncidents, findPastFailures } from './incidents.ts';

const signature = 'aaaaaaaaaaaa-bbbbbbbb';
const failure = (message: string): Failure => ({ message, frames: [] });

describe('failures of the past', () => {
  test.each<[string, string, string, string | undefined, number]>([
    ['passed when tried again', '..f.', 'new', 'retry', 1],
    ['passed again on the same commit', '..F.', 'same', 'unchanged', 1],
    ['ended with another commit', '..FF.', 'new', 'changed', 1],
    ['came twice', '.F..FF.', 'new', 'changed', 2],
    ['has not ended', '..FF', 'new', undefined, 0],
    ['ended once, and is back', '.F.FF', 'new', 'changed', 1],
    ['no commit is known', '.F.', 'none', 'changed', 1],
    ['a skipped run ends nothing', '.Fs', 'new', undefined, 0],
  ])('%s: %s', (_name, line, commits, kind, times) => {
    const [past] = findPastFailures([historyOf(line, { commits })], new Set());
    expect([past?.resolution.kind, past?.times ?? 0]).toEqual([kind, times]);
  });

  test('the commits around the end are told', () => {
    const [past] = findPastFailures([historyOf('.FF..')], new Set());
    expect(past).toMatchObject({ lastRunId: 'run-0002', resolution: { from: 'c2', commit: 'c3', runId: 'run-0003' } });
  });

  test('the runs that are explained are no past', () => {
    expect(findPastFailures([historyOf('.F.')], new Set(['run-0001']))).toEqual([]);
  });

  test('a failure of two tests ends when one of them is good again', () => {
    const histories = [historyOf('.FF', { test: { id: 'a' } }), historyOf('.F.', { test: { id: 'b' } })];
    // In the last run one of them still fails so.
    expect(findPastFailures(histories, new Set())).toEqual([]);
    const ended = findPastFailures(
      [historyOf('.FF.', { test: { id: 'a' } }), histories[1] ?? historyOf('')],
      new Set(),
    );
    expect(ended).toMatchObject([{ testIds: ['a', 'b'], times: 1, resolution: { runId: 'run-0003' } }]);
  });
});

const known = (part: Partial<KnownFailure>): KnownFailure => ({
  signature: 'cccccccccccc-dddddddd',
  testIds: ['t1'],
  times: 1,
  firstSeenAt: '2026-01-01',
  lastSeenAt: '2026-01-02',
  lastRunId: 'r',
  resolution: { kind: 'retry', runId: 'r', at: '2026-01-02' },
  cause: 'network',
  example: failure('connect ECONNREFUSED 127.0.0.1:4000 while loading the cart'),
  ...part,
});

const query = {
  signature,
  cause: 'network',
  example: failure('connect ECONNREFUSED 127.0.0.1:5000 while loading the basket'),
  testIds: ['t1'],
} as const;

describe('incidents', () => {
  test('the same signature is the same, whatever else', () => {
    const [incident] = findIncidents(query, [
      known({ signature, cause: 'assertion', testIds: [], example: failure('x') }),
    ]);
    expect(incident?.similarity).toBe(1);
  });

  test('like words, class and test are alike; other words in another test are not', () => {
    const other = known({ cause: 'assertion', testIds: ['t9'], example: failure('expected 3 to be 4') });
    const incidents = findIncidents(query, [other, known({})]);
    expect(incidents.map(({ example }) => example.message)).toEqual([known({}).example.message]);
  });

  test('at most three, the most alike first, and all within 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            signature: fc.constantFrom(signature, 'aaaaaaaaaaaa-dddddddd', 'cccccccccccc-bbbbbbbb', 'x-y'),
            cause: fc.constantFrom('network' as const, 'timeout' as const),
            testIds: fc.subarray(['t1', 't2', 't3']),
            words: fc.subarray(['connect', 'ECONNREFUSED', 'while', 'loading', 'basket', 'tax']),
          }),
        ),
        (rows) => {
          const incidents = findIncidents(
            query,
            rows.map(({ words, ...row }) => known({ ...row, example: failure(words.join(' ') || 'none') })),
          );
          const values = incidents.map(({ similarity }) => similarity);
          return (
            values.length <= 3 &&
            values.every((value, index) => value >= 0.5 && value <= 1 && value <= (values[index - 1] ?? 1))
          );
        },
      ),
    );
  });
});

describe('terms', () => {
  test('ids, numbers and cases take no part', () =>
    expect(termsOfFailure(failure('Order 4711 of deadbeef01 wasNot found: 12 items'))).toEqual([
      'order',
      'of',
      'was',
      'not',
      'found',
      'items',
    ]));

  test('a text is like itself, and not like one without a word in common', () => {
    const [a, b] = termWeightsOf([
      ['cart', 'total'],
      ['login', 'form'],
    ]);
    expect([cosineOf(a ?? new Map(), a ?? new Map()), cosineOf(a ?? new Map(), b ?? new Map())]).toEqual([
      expect.closeTo(1, 9),
      0,
    ]);
  });
});
