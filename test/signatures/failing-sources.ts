/**
 * Playwright tests that each fail in another of the ways whose words changed between versions. `lines` moves them down the file, the
 * port and the data change from run to run by themselves.
 */
export function playwrightFailures(lines = 0): string {
  return `${'\n'.repeat(lines)}import { test, expect } from '@playwright/test';
test.beforeEach(async ({ page }) => { await page.setContent('<h1>Total ' + Date.now() + '</h1><a href="/">One</a><a href="/">Two</a><button disabled>Pay</button><input value="x">'); });
test('clicks what is not there', async ({ page }) => { await page.getByRole('button', { name: 'Nope' }).click({ timeout: 300 + Math.round(Math.random() * 99) }); });
test('clicks what is disabled', async ({ page }) => { await page.getByRole('button', { name: 'Pay' }).click({ timeout: 2000 }); });
test('clicks a selector', async ({ page }) => { await page.click('#nope', { timeout: 300 }); });
test('clicks one of two', async ({ page }) => { await page.getByRole('link').click(); });
test('expects what is not there', async ({ page }) => { await expect(page.getByTestId('total')).toBeVisible({ timeout: 300 }); });
test('expects another text', async ({ page }) => { await expect(page.getByRole('heading')).toHaveText('Hi', { timeout: 300 }); });
test('expects a text of nothing', async ({ page }) => { await expect(page.locator('#nope')).toHaveText('Hi', { timeout: 300 }); });
test('expects it gone', async ({ page }) => { await expect(page.getByRole('heading')).not.toBeVisible({ timeout: 300 }); });
test('expects more of them', async ({ page }) => { await expect(page.getByRole('link')).toHaveCount(3, { timeout: 300 }); });
test('expects another value', async ({ page }) => { await expect(page.locator('input')).toHaveValue('y', { timeout: 300 }); });
test('expects another address', async ({ page }) => { await expect(page).toHaveURL(/cart/, { timeout: 300 }); });
test('expects with a name', async ({ page }) => { await expect(page.locator('h2'), 'the subtitle').toBeVisible({ timeout: 300 }); });
test('compares numbers', async () => { expect(Date.now()).toBe(4); });
test('compares objects', async () => { expect({ a: [1], at: Date.now() }).toEqual({ a: [2], at: 0 }); });
test('compares with a name', async () => { expect(Math.random(), 'the total').toBe(3); });
test('polls in vain', async () => { await expect.poll(() => Math.random(), { timeout: 300 }).toBe(3); });
test('passes in vain', async () => { await expect(async () => { expect(1).toBe(2); }).toPass({ timeout: 300 }); });
test('asks who is not there', async ({ page }) => { await page.goto('http://127.0.0.1:' + (20000 + Math.round(Math.random() * 9)) + '/cart'); });
test('asks the interface', async ({ request }) => { await request.get('http://127.0.0.1:' + (20000 + Math.round(Math.random() * 9)) + '/api'); });
test('waits for an answer', async ({ page }) => { await page.waitForResponse('**/api', { timeout: 300 }); });
test('waits for an address', async ({ page }) => { await page.waitForURL('**/cart', { timeout: 300 }); });
test('runs out of time', async () => { test.setTimeout(300 + Math.round(Math.random() * 99)); await new Promise(() => {}); });
test('runs out of time in a click', async ({ page }) => { test.setTimeout(2500); await page.getByText('Nope').click(); });
test('throws', async () => { throw new Error('no order ' + Date.now()); });
test('meets undefined', async () => { (undefined as unknown as { total: number }).total.toFixed(); });
test.describe('a hook', () => {
  test.beforeEach(async () => { test.setTimeout(300); await new Promise(() => {}); });
  test('runs out of time in a hook', async () => {});
});
`;
}

/** Vitest tests of the same kind. */
export function vitestFailures(lines = 0): Readonly<Record<string, string>> {
  return {
    'src/cart.ts': `${'\n'.repeat(lines)}export const total = (lines: { price: number }[]) => lines.reduce((sum, line) => sum + line.price, 0);`,
    'src/user.ts': `${'\n'.repeat(lines)}export class User { constructor(readonly id: string) {} name() { return (undefined as unknown as { name: string }).name; } }`,
    'src/a.test.ts': `${'\n'.repeat(lines)}import { expect, test, vi } from 'vitest';
import { total } from './cart.ts';
import { User } from './user.ts';
test('compares numbers', () => { expect(total([{ price: Date.now() }])).toBe(4); });
test('compares texts', () => { expect('order ' + Date.now()).toBe('order'); });
test('compares objects', () => { expect({ a: [1], at: Date.now(), user: new User('7') }).toEqual({ a: [2] }); });
test('compares lists', () => { expect([1, Date.now()]).toStrictEqual([2]); });
test('compares part of an object', () => { expect({ a: 1, b: Date.now() }).toMatchObject({ a: 2 }); });
test('misses a property', () => { expect({ a: 1 }).toHaveProperty('b', 3); });
test('misses a word', () => { expect('order ' + Date.now()).toContain('cart'); });
test('matches no pattern', () => { expect('order ' + Date.now()).toMatch(/cart/); });
test('is not close', () => { expect(Math.random()).toBeCloseTo(7, 5); });
test('is not greater', () => { expect(Math.random()).toBeGreaterThan(5); });
test('is undefined', () => { expect(undefined).toBeDefined(); });
test('throws nothing', () => { expect(() => {}).toThrow('no money'); });
test('throws something else', () => { expect(() => { throw new Error('no order ' + Date.now()); }).toThrow('no money'); });
test('was not called', () => { const pay = vi.fn(); expect(pay).toHaveBeenCalledWith(3); });
test('was called otherwise', () => { const pay = vi.fn(); pay({ at: Date.now() }); expect(pay).toHaveBeenCalledWith({ at: 3 }); });
test('was called too often', () => { const pay = vi.fn(); pay(); pay(); expect(pay).toHaveBeenCalledTimes(1); });
test('compares with a name', () => { expect(Math.random(), 'the total').toBe(3); });
test('rejects', async () => { await expect(Promise.reject(new Error('gone ' + Date.now()))).resolves.toBe(1); });
test('runs out of time', async () => { await new Promise(() => {}); }, 60);
test('throws', () => { throw new RangeError('no order ' + Date.now()); });
test('meets undefined', () => { total(undefined as never); });
test('meets undefined in a class', () => { new User('7').name(); });
test('asks who is not there', async () => { await fetch('http://127.0.0.1:' + (20000 + Math.round(Math.random() * 9)) + '/api'); });
test('polls in vain', async () => { await vi.waitFor(() => { if (Date.now() > 0) throw new Error('not yet'); }, { timeout: 60 }); });
`,
  };
}
