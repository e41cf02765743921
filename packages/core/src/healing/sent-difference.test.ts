import { describe, expect, test } from 'vitest';

import type { ContractedStep } from './contract-breach.ts';
import { sentDifferenceOf } from './sent-difference.ts';

const run = (...sent: readonly string[]): readonly ContractedStep[] => [
  { key: 'a', name: 'click', url: '/', contract: { requests: ['POST /api/posts 2xx'], urlAfter: '/', sent } },
];
const published = ['POST /api/posts status=aaaa', 'POST /api/posts title=bbbb'];

describe('a repaired test sends the same', () => {
  test.each([
    ['in every run', published, [published, published]],
    ['with an id that was made up before', ['POST /x id=~'], [['POST /x id=1111'], ['POST /x id=2222']]],
    [
      'with a value that is another one in each of its runs',
      ['POST /x id=0000'],
      [['POST /x id=1111'], ['POST /x id=2222']],
    ],
    ['and reads something more', published, [[...published, 'GET /api/posts ?page=cccc']]],
    [
      'and asks for more',
      ['GET /api/items/:id /:id=1111'],
      [['GET /api/items/:id /:id=1111', 'GET /api/items/:id /:id=2222']],
    ],
    ['and its secrets are not compared', ['POST /login password=*'], [['POST /login password=*']]],
  ])('%s', (_name, before, after) => {
    expect(
      sentDifferenceOf(
        run(...before),
        after.map((one) => run(...one)),
      ),
    ).toBeUndefined();
  });

  test('as far as is known, when what it sent was never watched', () => {
    const before = [
      { key: 'a', name: 'click', url: '/', contract: { requests: ['POST /api/posts 2xx'], urlAfter: '/' } },
    ];
    expect(sentDifferenceOf(before, [run(...published)])).toBeUndefined();
  });
});

describe('a repaired test sends something else', () => {
  test.each([
    [
      'the draft is saved, and not the post',
      published,
      ['POST /api/posts status=dddd', 'POST /api/posts title=bbbb'],
      'It sends `status` of `POST /api/posts` with another value than when the test last passed.',
    ],
    [
      'a field stays empty',
      published,
      ['POST /api/posts status=aaaa'],
      'It no longer sends `title` of `POST /api/posts`.',
    ],
    [
      'a field of another form is filled',
      published,
      [...published, 'POST /api/posts summary=eeee'],
      'It sends `summary` of `POST /api/posts`, which it never did.',
    ],
    [
      'another order is cancelled',
      ['DELETE /api/orders/:id /:id=1111'],
      ['DELETE /api/orders/:id /:id=2222'],
      'It sends `/:id` of `DELETE /api/orders/:id` with another value than when the test last passed.',
    ],
    [
      'what belongs together is put together otherwise',
      ['PUT /flags/:id /:id=1111', 'PUT /flags/:id /:id=2222', 'PUT /flags/:id =aaaa', 'PUT /flags/:id =bbbb'],
      ['PUT /flags/:id /:id=1111', 'PUT /flags/:id /:id=2222', 'PUT /flags/:id =cccc', 'PUT /flags/:id =dddd'],
      'It puts what it sends to `PUT /flags/:id` together in another way.',
    ],
    [
      'something else is searched for',
      ['GET /api/products ?q=1111'],
      ['GET /api/products ?q=2222'],
      'It sends `?q` of `GET /api/products` with another value than when the test last passed.',
    ],
  ])('%s', (_name, before, after, sentence) => {
    expect(sentDifferenceOf(run(...before), [run(...after), run(...after)])).toBe(sentence);
  });
});

test('a step that was remembered without what it sent is left out on both sides', () => {
  const older: ContractedStep = { key: 'b', name: 'click', url: '/', contract: { requests: [], urlAfter: '/' } };
  const now: ContractedStep = { ...older, contract: { requests: [], urlAfter: '/', sent: ['POST /x coupon=aaaa'] } };
  expect(sentDifferenceOf([...run(...published), older], [[...run(...published), now]])).toBeUndefined();
});
