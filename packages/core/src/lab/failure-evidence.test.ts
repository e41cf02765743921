import { expect, test } from 'vitest';

import type { Failure } from '../model/failure.ts';
import { failureEvidenceOf, mergeEvidence } from './failure-evidence.ts';

const failure = (message: string): Failure => ({ message, frames: [] });

test('attempts that failed alike are one entry, and the most frequent one comes first', () => {
  const messages = ['got 3 of 7', 'no such order', 'got 4 of 7', 'got 5 of 9'];
  const evidence = messages
    .map((message) => [failureEvidenceOf('failed', failure(message))])
    .reduce<ReturnType<typeof mergeEvidence>>((known, added) => mergeEvidence(known, added), []);
  expect(evidence.map(({ count, message }) => [count, message])).toEqual([
    [3, 'got 3 of 7'],
    [1, 'no such order'],
  ]);
});

test('an attempt without an error is told by how it ended, and its place is kept where there is one', () => {
  const location = { file: 'a.spec.ts', line: 3, column: 1 };
  expect(failureEvidenceOf('timedOut', undefined)).toEqual({
    signature: 'timedOut',
    count: 1,
    message: 'It ended as timedOut.',
  });
  expect(failureEvidenceOf('failed', { ...failure('no'), location })).toMatchObject({ message: 'no', location });
});
