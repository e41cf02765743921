import type { ServiceMap } from '@millwright/core';
import { expect, test } from 'vitest';

import { createPaint } from './paint.ts';
import { renderServiceMap } from './service-map.ts';

const plain = createPaint({}, {});

const map: ServiceMap = {
  services: [{ name: 'orders', endpointCount: 2, touchedCount: 1 }],
  endpoints: [
    {
      id: 'GET /orders',
      service: 'orders',
      method: 'GET',
      path: '/orders',
      tests: [
        { testId: 'a', evidence: ['recorded', 'test'] },
        { testId: 'b', evidence: ['hook'] },
      ],
    },
    { id: 'DELETE /orders', service: 'orders', method: 'DELETE', path: '/orders', tests: [] },
  ],
  tests: [
    { testId: 'a', runner: 'playwright', project: '', file: 'tests/a.spec.ts', titlePath: ['a'] },
    { testId: 'b', runner: 'playwright', project: '', file: 'tests/b.spec.ts', titlePath: ['b'] },
  ],
  unplaced: [{ request: 'GET /health', testCount: 2 }],
  lacked: ['Something.'],
};

test('a column for each test file, a mark for how it is known, and what no test touches', () => {
  expect(renderServiceMap(plain, map)).toMatchInlineSnapshot(`
    "orders  2 endpoints, 1 touched by no test
                       a b
      GET     /orders  R t  2 tests
      DELETE  /orders  . .  no test

      a  tests/a.spec.ts
      b  tests/b.spec.ts

    R  seen when the test last passed     t  in the text of the test, its helpers, fixtures or hooks

    Seen, and answered by no known endpoint
      GET /health  2 tests

    without  Something.
    "
  `);
});
