import { describe, expect, test } from 'vitest';

import { assertionLossesOf } from './assertion-strength.ts';

/** A test around some lines. */
function inTest(lines: string, head = "test('pays', async ({ page }) => {"): string {
  return `import { expect, test } from '@playwright/test';\n\n${head}\n  ${lines}\n});\n`;
}

function kindsOf(before: string, after: string): readonly string[] {
  return assertionLossesOf(before, after, 'a.spec.ts').map((loss) => loss.kind);
}

describe('no loss', () => {
  test.each([
    ['nothing changes', 'expect(a()).toBe(1);', 'expect(a()).toBe(1);'],
    ['another layout', 'expect(a()).toBe(1);', 'expect(\n    a(),\n  ).toBe(1);'],
    ['one more', 'expect(a()).toBe(1);', 'expect(b()).toBe(2);\n  expect(a()).toBe(1);'],
    ['text', "expect(await l.textContent()).toBe('a');", "await expect(l).toHaveText('a');"],
    ['trimmed text', "expect((await l.textContent())?.trim()).toBe('a');", "await expect(l).toHaveText('a');"],
    ['no text', "expect(((await l.innerText()) ?? '').trim()).toContain('a');", "await expect(l).toContainText('a');"],
    [
      'trimmed constant',
      "const t = (await l.innerText()).trim();\n  expect(t).toBe('a');",
      "await expect(l).toHaveText('a');",
    ],
    ['part of a text', "expect(await l.innerText()).toContain('a');", "await expect(l).toContainText('a');"],
    ['pattern', 'expect(await l.innerText()).toMatch(/a/);', 'await expect(l).toHaveText(/a/);'],
    ['count', 'expect(await l.count()).toEqual(3);', 'await expect(l).toHaveCount(3);'],
    ['no count', 'expect(await l.count()).not.toBe(3);', 'await expect(l).not.toHaveCount(3);'],
    ['state', 'expect(await l.isVisible()).toBeFalsy();', 'await expect(l).not.toBeVisible();'],
    ['other state', 'expect(await l.isHidden()).not.toBe(false);', 'await expect(l).toBeHidden();'],
    ['attribute', "expect(await l.getAttribute('a')).toBe('b');", "await expect(l).toHaveAttribute('a', 'b');"],
    [
      'selector of the page',
      "expect(await page.textContent('#a')).toBe('b');",
      "await expect(page.locator('#a')).toHaveText('b');",
    ],
    ['address', "expect(page.url()).toContain('/a.b');", String.raw`await expect(page).toHaveURL(/\/a\.b/);`],
    ['constant', "const t = await l.textContent();\n  expect(t).toBe('a');", "await expect(l).toHaveText('a');"],
    ['poll', 'expect(seen.length).toBe(2);', 'await expect.poll(() => seen.length).toBe(2);'],
    ['await', 'expect(l).toBeVisible();', 'await expect(l).toBeVisible();'],
    ['awaited subject', "expect(l.textContent()).toBe('a');", "expect(await l.textContent()).toBe('a');"],
    ['rounding', 'expect(a + b).toBe(0.3);', 'expect(a + b).toBeCloseTo(0.3, 5);'],
    ['rounding of a small number', 'expect(a()).toBe(-0.0000012);', 'expect(a()).toBeCloseTo(-0.0000012, 11);'],
    ['rounding of any number', 'expect(a()).toBe(b / 3);', 'expect(a()).toBeCloseTo(b / 3, 10);'],
    ['soft becomes hard', 'expect.soft(a()).toBe(1);', 'expect(a()).toBe(1);'],
    ['fixed moment', 'expect(a()).toBe(new Date().getFullYear());', 'expect(a()).toBe(new Date(now).getFullYear());'],
    ['stronger', 'await expect(l).toBeAttached();', 'await expect(l).toBeVisible();'],
    [
      'inside of a retry',
      'expect(a()).toBe(1);',
      'await expect(async () => {\n    expect(a()).toBe(1);\n  }).toPass();',
    ],
    ['assert', 'assert.equal(a(), 1);', 'assert.equal(a(), 1);'],
  ])('%s', (_name, before, after) => {
    expect(assertionLossesOf(inTest(before), inTest(after), 'a.spec.ts')).toEqual([]);
  });

  test('`only` goes', () => {
    expect(
      kindsOf(
        inTest('expect(1).toBe(1);', "test.only('pays', () => {"),
        inTest('expect(1).toBe(1);', "test('pays', () => {"),
      ),
    ).toEqual([]);
  });
});

describe('a loss', () => {
  test.each([
    ['gone', 'expect(a()).toBe(1);', 'a();', 'missing'],
    ['in a comment', 'expect(a()).toBe(1);', '// expect(a()).toBe(1);', 'missing'],
    ['other value', "await expect(l).toHaveText('a');", "await expect(l).toHaveText('b');", 'weaker'],
    ['part instead of all', "await expect(l).toHaveText('a');", "await expect(l).toContainText('a');", 'weaker'],
    ['read becomes part', "expect(await l.textContent()).toBe('a');", "await expect(l).toContainText('a');", 'weaker'],
    ['only visible', "await expect(l).toHaveText('a');", 'await expect(l).toBeVisible();', 'weaker'],
    ['attached for visible', 'await expect(l).toBeVisible();', 'await expect(l).toBeAttached();', 'weaker'],
    [
      'trimmed value',
      "expect((await l.inputValue()).trim()).toBe('a');",
      "await expect(l).toHaveValue('a');",
      'weaker',
    ],
    [
      'lower case',
      "expect((await l.innerText()).toLowerCase()).toBe('a');",
      "await expect(l).toHaveText('a');",
      'weaker',
    ],
    ['other element', "expect(await l.textContent()).toBe('a');", "await expect(k).toHaveText('a');", 'weaker'],
    ['space that matters', "expect(await l.textContent()).toBe(' a');", "await expect(l).toHaveText(' a');", 'weaker'],
    ['pattern for a text', "expect(await l.textContent()).toBe('a');", 'await expect(l).toHaveText(/a/);', 'weaker'],
    ['any count', 'expect(await l.count()).toBe(3);', 'await expect(l).not.toHaveCount(0);', 'weaker'],
    ['negated', 'expect(a()).toBe(1);', 'expect(a()).not.toBe(1);', 'weaker'],
    ['hidden for visible', 'expect(await l.isVisible()).toBe(true);', 'await expect(l).toBeHidden();', 'weaker'],
    ['soft', 'expect(a()).toBe(1);', 'expect.soft(a()).toBe(1);', 'weaker'],
    ['truthy', 'expect(a()).toBe(1);', 'expect(a()).toBeTruthy();', 'weaker'],
    ['few digits', 'expect(a + b).toBe(0.3);', 'expect(a + b).toBeCloseTo(0.3, 1);', 'weaker'],
    ['digits above the number', 'expect(a()).toBe(0.0000012);', 'expect(a()).toBeCloseTo(0.0000012, 5);', 'weaker'],
    ['digits at the number', 'expect(a()).toBe(0.001);', 'expect(a()).toBeCloseTo(0.001, 5);', 'weaker'],
    ['any number beside nothing', 'expect(a()).toBe(0.0);', 'expect(a()).toBeCloseTo(0.0, 10);', 'weaker'],
    ['few digits of any number', 'expect(a()).toBe(b / 3);', 'expect(a()).toBeCloseTo(b / 3, 5);', 'weaker'],
    ['rounded whole number', 'expect(a()).toBe(3);', 'expect(a()).toBeCloseTo(3, 5);', 'weaker'],
    ['no await', 'await expect(l).toBeVisible();', 'expect(l).toBeVisible();', 'weaker'],
    ['polled absence', 'expect(seen).not.toContain(1);', 'await expect.poll(() => seen).not.toContain(1);', 'weaker'],
    ['longer time', 'await expect(l).toBeVisible();', 'await expect(l).toBeVisible({ timeout: 90_000 });', 'weaker'],
    ['under a condition', 'expect(a()).toBe(1);', 'if (a()) expect(a()).toBe(1);', 'weaker'],
    ['in a loop', 'expect(a()).toBe(1);', 'for (const one of all) expect(a()).toBe(1);', 'weaker'],
    ['errors are caught', 'expect(a()).toBe(1);', 'try {\n    expect(a()).toBe(1);\n  } catch {}', 'weaker'],
    ['in a handler', 'expect(a()).toBe(1);', "page.on('load', () => expect(a()).toBe(1));", 'weaker'],
    [
      'a retry that nobody awaits',
      'expect(a()).toBe(1);',
      'expect(async () => {\n    expect(a()).toBe(1);\n  }).toPass();',
      'weaker',
    ],
    [
      'a promise instead of its value',
      "expect(await l.textContent()).toBe('a');",
      "expect(l.textContent()).toBe('a');",
      'weaker',
    ],
    ['one of two', 'expect(a()).toBe(1);\n  expect(a()).toBe(1);', 'expect(a()).toBe(1);', 'missing'],
    [
      'other order',
      'expect(a()).toBe(1);\n  expect(b()).toBe(2);',
      'expect(b()).toBe(2);\n  expect(a()).toBe(1);',
      'weaker',
    ],
    ['fewer expected', 'expect.assertions(2);', 'expect.assertions(1);', 'weaker'],
  ])('%s', (_name, before, after, kind) => {
    expect(kindsOf(inTest(before), inTest(after))).toEqual([kind]);
  });

  test.each(['test.skip', 'test.fixme', 'test.fail', 'test.only', 'it.skip', 'describe.skip'])('%s', (call) => {
    const before = inTest('expect(1).toBe(1);', "test('pays', () => {");
    expect(kindsOf(before, inTest('expect(1).toBe(1);', `${call}('pays', () => {`))).toContain('not-run');
  });

  test('a skip inside of the test', () => {
    expect(kindsOf(inTest('expect(1).toBe(1);'), inTest('test.skip();\n  expect(1).toBe(1);'))).toEqual(['not-run']);
  });

  test('moved into another test', () => {
    const before = inTest('expect(a()).toBe(1);');
    expect(kindsOf(before, before.replace('pays', 'pays by card'))).toEqual(['missing']);
  });
});
