import type { ProofCheck } from '@millwright/core';
import { expect, test } from 'vitest';

import { isOfIdentity, probabilityOfFailed, probabilityOfTried } from './mending-probability.ts';

const broke: ProofCheck = { name: 'contract', held: false, detail: 'It sends `POST /copy`, which it never did.' };
const unasked: ProofCheck = { ...broke, unasked: true };

test.each([
  ['a proof that holds raises it', { failed: undefined, evidence: 'contract' }, 0.993],
  ['a proof that tells nothing leaves it', { failed: undefined, evidence: 'nothing' }, 0.75],
  ['a proof of which there is no evidence leaves it', { failed: undefined }, 0.75],
  ['a proof that fails lowers it', { failed: broke, evidence: 'contract' }, 0.25],
  ['what could not be asked leaves it', { failed: unasked, evidence: 'contract' }, 0.75],
] as const)('%s', (_name, proof, probability) => {
  expect(probabilityOfTried(0.75, proof)).toBeCloseTo(probability, 3);
});

test.each([
  ['the last repair, behind which the test fails', { isLast: true, outcome: 'escalated' }, 0.25],
  ['the last repair, whose own step fails', { isLast: true, outcome: 'rejected' }, 0.25],
  ['a repair that brought the test further', { isLast: false, outcome: 'escalated' }, 0.75],
  ['a repair of a test that could not be run', { isLast: true, outcome: 'unproved' }, 0.75],
] as const)('%s', (_name, ending, probability) => {
  expect(probabilityOfFailed(0.75, ending)).toBeCloseTo(probability, 3);
});

test.each([
  ['no-shared-identity', true],
  ['exact-twin', true],
  ['accessibility-loss', false],
])('a doubt of %s is about which element it is: %s', (guard, isIt) => {
  expect(isOfIdentity({ guard, verdict: 'propose', reason: '' })).toBe(isIt);
});
