/**
 * A small product with faults that can be planted one by one (`FAULTS`, a comma list), and tests of it. Data comes from `DATA`, the
 * server takes a free port, and every file begins with some lines of comment, so nothing but the faults is the same in two runs.
 */
export const vitestFaults = [
  'rounding',
  'discount-ignored',
  'line-without-price',
  'shipping-free',
  'no-user',
  'name-order',
  'oversold',
  'stock-negative',
  'orders-500',
  'profile-500',
  'profile-name',
  'unauthorised',
  'slow-search',
  'html-answer',
  'server-down',
  'events-lost',
] as const;

const fault = `const faults = (process.env.FAULTS ?? '').split(',');
export const has = (name: string) => faults.includes(name);
const seed = Number(process.env.DATA ?? 1);
export const amount = (index: number) => ((seed * 7919 + index * 104729) % 900) + 100;
export const person = (index: number) => ['Ada Byron', 'Grace Hopper', 'Alan Turing', 'Radia Perlman', 'José Núñez', 'Ken Ito'][(seed + index) % 6] ?? 'Ada Byron';
export const identifier = () => crypto.randomUUID();
`;

const pricing = `import { has } from './faults.ts';
export interface Line { price: number; count: number }
export function lineTotal(line: Line): number {
  if (has('line-without-price')) return (undefined as unknown as Line).price * line.count;
  return line.price * line.count;
}
export function cartTotal(lines: readonly Line[], discount = 0): number {
  const sum = lines.reduce((total, line) => total + lineTotal(line), 0);
  const reduced = has('discount-ignored') ? sum : sum - discount;
  return has('rounding') ? reduced + 1 : reduced;
}
export function shippingOf(total: number): number {
  return has('shipping-free') ? 0 : total > 10_000 ? 0 : 490;
}
export function receiptOf(lines: readonly Line[], to: string) {
  return { to, total: cartTotal(lines), shipping: shippingOf(cartTotal(lines)), lines: lines.length };
}
`;

const users = `import { has, person } from './faults.ts';
export interface User { id: string; first: string; last: string }
export function userOf(index: number): User {
  const [first = '', last = ''] = person(index).split(' ');
  return has('no-user') ? (undefined as unknown as User) : { id: String(index), first, last };
}
export function fullName(user: User): string {
  return has('name-order') ? user.last + ' ' + user.first : user.first + ' ' + user.last;
}
export const initials = (user: User): string => (user.first[0] ?? '') + (user.last[0] ?? '');
`;

const stock = `import { amount, has, identifier } from './faults.ts';
export class Stock {
  #left = amount(1);
  reserve(count: number): number {
    if (has('oversold')) throw new RangeError('Only ' + this.#left + ' left of ' + identifier() + ', ' + count + ' asked for.');
    this.#left -= count;
    return has('stock-negative') ? -this.#left : this.#left;
  }
}
`;

const server = `import { createServer } from 'node:http';
import { amount, has, identifier, person } from './src/faults.ts';
export default async function setup({ provide }: { provide: (key: string, value: string) => void }) {
  let answered = 0;
  const server = createServer((request, response) => {
    answered += 1;
    const send = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const path = request.url ?? '';
    if (has('server-down') && answered > 3) { server.close(); server.closeAllConnections(); return; }
    if (has('unauthorised')) return void send(401, { error: 'unauthorised', request: identifier() });
    if (has('html-answer') && path.startsWith('/reviews')) return void response.end('<!doctype html><title>Shop</title>');
    if (path.startsWith('/orders')) return void (has('orders-500') ? send(500, { error: 'internal', request: identifier() }) : send(200, { id: identifier(), total: amount(3) }));
    if (path.startsWith('/profile')) return void (has('profile-500') ? send(500, { error: 'internal', request: identifier() }) : send(200, { name: has('profile-name') ? null : person(2) }));
    if (path.startsWith('/search')) return void setTimeout(() => send(200, [amount(4)]), has('slow-search') ? 3000 : 1);
    if (path.startsWith('/events')) return void send(200, has('events-lost') ? [] : [{ at: Date.now() }]);
    return void send(200, { stars: 5 });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  provide('api', 'http://127.0.0.1:' + (server.address() as { port: number }).port);
  return () => { server.close(); server.closeAllConnections(); };
}
`;

const client = `import { expect, inject } from 'vitest';
const base = (): string => (inject as (key: string) => string)('api');
export async function get(path: string): Promise<unknown> {
  const response = await fetch(base() + path);
  if (!response.ok) throw new Error('GET ' + path + ' answered ' + response.status + ': ' + (await response.text()));
  return response.json();
}
export async function expectOk(path: string): Promise<void> {
  const response = await fetch(base() + path);
  expect(response.status).toBe(200);
}
`;

const tests: Readonly<Record<string, string>> = {
  'cart.test.ts': `import { expect, test } from 'vitest';
import { amount, person } from '../src/faults.ts';
import { cartTotal, lineTotal, receiptOf, shippingOf } from '../src/pricing.ts';
const lines = [{ price: amount(5), count: 2 }, { price: amount(6), count: 1 }];
test('a line costs its price times its count', () => { expect(lineTotal({ price: amount(1), count: 3 })).toBe(amount(1) * 3); });
test('a cart costs the sum of its lines', () => { expect(cartTotal(lines)).toBe(amount(5) * 2 + amount(6)); });
test('an empty cart costs nothing', () => { expect(cartTotal([])).toBe(0); });
test('a discount is taken off', () => { expect(cartTotal(lines, 50)).toBe(amount(5) * 2 + amount(6) - 50); });
test('a cart is priced before it is shipped', () => {
  expect(cartTotal(lines)).toBe(amount(5) * 2 + amount(6));
  expect(shippingOf(cartTotal(lines))).toBe(490);
});
test('small carts pay for shipping', () => { expect(shippingOf(amount(2))).toBe(490); });
test('a receipt tells everything', () => {
  expect(receiptOf(lines, person(1))).toEqual({ to: person(1), total: amount(5) * 2 + amount(6), shipping: 490, lines: 2 });
});
`,
  'users.test.ts': `import { expect, test } from 'vitest';
import { person } from '../src/faults.ts';
import { fullName, initials, userOf } from '../src/users.ts';
test('a user has a full name', () => { expect(fullName(userOf(1))).toBe(person(1)); });
test('a user has initials', () => { expect(initials(userOf(2))).toMatch(/^[A-Z]{2}$/); });
test('a greeting names the user', () => { expect('Hello ' + fullName(userOf(3))).toBe('Hello ' + person(3)); });
test('users are listed by id', () => { expect([1, 2].map((index) => userOf(index).id)).toEqual(['1', '2']); });
`,
  'stock.test.ts': `import { expect, test } from 'vitest';
import { amount } from '../src/faults.ts';
import { Stock } from '../src/stock.ts';
test('stock goes down', () => { expect(new Stock().reserve(1)).toBe(amount(1) - 1); });
test('all of it can be reserved', () => { expect(new Stock().reserve(amount(1) - 1)).toBe(1); });
test('stock is never negative', () => { expect(new Stock().reserve(2)).toBeGreaterThan(0); });
`,
  'api.test.ts': `import { expect, test } from 'vitest';
import { amount, person } from '../src/faults.ts';
import { expectOk, get } from './support/client.ts';
test('an order has a total', async () => { expect(await get('/orders/' + amount(7))).toMatchObject({ total: amount(3) }); });
test('orders answer', async () => { await expectOk('/orders'); });
test('a profile has a name', async () => { expect(await get('/profile/' + amount(8))).toEqual({ name: person(2) }); });
test('profiles answer', async () => { await expectOk('/profile'); });
test('a name is greeted', async () => { expect('Hi ' + ((await get('/profile')) as { name: string }).name.trim()).toBe('Hi ' + person(2)); });
test('search finds', async () => { expect(await get('/search?q=' + person(1))).toEqual([amount(4)]); }, 400);
test('search finds again', async () => { expect(await get('/search?q=' + person(4))).toHaveLength(1); }, 400);
test('reviews have stars', async () => { expect(await get('/reviews/' + amount(9))).toHaveProperty('stars', 5); });
test('reviews are five', async () => { expect(((await get('/reviews')) as { stars: number }).stars).toBe(5); });
test('events are there', async () => { expect(await get('/events')).toHaveLength(1); });
`,
};

/** The project's files, each moved down by a number of lines of its own. */
export function vitestFaultFiles(linesOf: () => number): Readonly<Record<string, string>> {
  const moved = (source: string): string => '// Moved down.\n'.repeat(linesOf()) + source;
  const files: Record<string, string> = {
    'src/faults.ts': fault,
    'src/pricing.ts': moved(pricing),
    'src/users.ts': moved(users),
    'src/stock.ts': moved(stock),
    'server.ts': server,
    'tests/support/client.ts': moved(client),
    'vitest.config.ts': `import { defineConfig } from 'vitest/config';
      export default defineConfig({ test: { globalSetup: ['./server.ts'], reporters: ['dot', '@millwright/vitest'], maxWorkers: 2, sequence: { groupOrder: 0 } } });`,
  };
  for (const [name, source] of Object.entries(tests)) files[`tests/${name}`] = moved(source);
  return files;
}
