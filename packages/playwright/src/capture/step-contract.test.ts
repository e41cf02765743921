import { expect, test } from 'vitest';

import { stepContractOf } from './step-contract.ts';

test('a contract knows neither ids nor the order or number of requests', () => {
  const contract = stepContractOf({
    requests: [
      ['POST', 'http://shop.example/api/orders', 201, ['coupon=9f2c']],
      ['GET', 'http://shop.example/api/orders/17', 200, ['/:id=11aa', '?full=22bb']],
      ['GET', 'http://shop.example/api/orders/18', 204, ['/:id=33cc']],
      ['GET', 'http://shop.example/api/orders/19', 'failed', []],
      ['GET', 'http://shop.example/account', 302, []],
    ],
    urlAfter: 'http://shop.example/orders/17?new=1',
  });
  expect(contract).toEqual({
    requests: ['GET /account 3xx', 'GET /api/orders/:id 2xx', 'GET /api/orders/:id failed', 'POST /api/orders 2xx'],
    urlAfter: '/orders/:id',
    sent: [
      'GET /api/orders/:id /:id=11aa',
      'GET /api/orders/:id /:id=33cc',
      'GET /api/orders/:id ?full=22bb',
      'POST /api/orders coupon=9f2c',
    ],
  });
});
