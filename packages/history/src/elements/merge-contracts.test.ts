import { expect, test } from 'vitest';

import { mergedContract } from './merge-contracts.ts';

const contract = (...sent: readonly string[]) => ({ requests: ['POST /x 2xx'], urlAfter: '/', sent });

test('what was seen now replaces what was known', () => {
  expect(mergedContract(contract('POST /x a=1111'), contract('POST /x b=2222'))).toEqual(contract('POST /x b=2222'));
});

test('a value that was another one before varies, and stays so', () => {
  const varying = contract('POST /x a=1111', 'POST /x id=~');
  expect(
    mergedContract(contract('POST /x a=1111', 'POST /x id=2222'), contract('POST /x a=1111', 'POST /x id=3333')),
  ).toEqual(varying);
  expect(mergedContract(varying, contract('POST /x a=1111', 'POST /x id=4444'))).toEqual(varying);
});

test('one that was not watched this time says nothing new', () => {
  expect(mergedContract(contract('POST /x a=1111'), undefined)).toEqual(contract('POST /x a=1111'));
});

test('one of an older version is replaced', () => {
  const old = { requests: ['POST /x 2xx'], urlAfter: '/' };
  expect(mergedContract(old, contract('POST /x a=1111'))).toEqual(contract('POST /x a=1111'));
});
