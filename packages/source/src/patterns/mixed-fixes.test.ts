import { expect, test } from 'vitest';

import { type CorpusFile, fixed } from '../fixtures/fixed-corpus.ts';
import { fixObjectionsOf } from '../patch/fix-objections.ts';

/** Statements of which many need each other's fix, in any order. */
const STATEMENTS = [
  "await page.goto('/');",
  "await page.goto('/', { waitUntil: 'networkidle' });",
  "await page.waitForLoadState('networkidle');",
  'await page.waitForTimeout(500);',
  'await sleep(200);',
  'await page.pause();',
  "await page.getByRole('button').click();",
  "page.getByRole('button').click();",
  "await page.click('#pay', { force: true });",
  "await page.getByRole('button').dispatchEvent('click');",
  "await page.waitForSelector('#app');",
  "await page.waitForResponse('**/api');",
  "await expect(page.getByRole('status')).toHaveText('Paid');",
  "expect(page.getByRole('status')).toBeVisible();",
  "await expect(page.getByRole('dialog')).toBeHidden();",
  "expect(await page.getByRole('row').count()).toBe(3);",
  "expect(await page.getByRole('row').count()).toBeGreaterThan(3);",
  "expect(page.getByRole('row').count()).toBe(3);",
  "expect(await page.getByRole('status').isVisible()).toBe(true);",
  "expect(await page.getByRole('status').textContent()).toBe('Paid');",
  "expect(page.url()).toContain('/paid');",
  'expect(0.1 + 0.2).toBe(0.3);',
  "page.goto('/');",
  "await expect(page.getByText('Loading')).toBeVisible();",
  "expect((await page.getByRole('status').textContent())?.trim()).toBe('Paid');",
  "expect(Number(await page.getByTestId('total').textContent())).toBe(3);",
  'expect(arrival()).resolves.toBe(1);',
  'release();',
  'expect(seen.pop()).toBe(1);',
  'expect(seen.length).toBe(1);',
];

/** Numbers from 0 to below `limit` that repeat from the same seed. */
function numbersFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 16_807) % 2_147_483_647;
    return state % limit;
  };
}

function mixedFile(seed: number): CorpusFile {
  const next = numbersFrom(seed * 7919 + 1);
  const tests = Array.from({ length: 4 }, (_, index) => {
    const lines = Array.from({ length: 2 + next(6) }, () => `  ${STATEMENTS[next(STATEMENTS.length)] ?? ''}`);
    return `test('case ${index}', async ({ page }) => {\n${lines.join('\n')}\n});\n`;
  });
  const head =
    "import { expect, test } from '@playwright/test';\n\nconst seen: string[] = [];\nconst release = () => seen.push('a');\nconst arrival = async () => seen.length;\nconst sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));\n";
  return { pattern: 'mixed', file: 'mixed.spec.ts', text: [head, ...tests].join('\n'), beside: {} };
}

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'the safe fixes of mixed statements are made at once, %i',
  (seed) => {
    const file = mixedFile(seed);
    const once = fixed(file, file.text, 'safe');
    expect(fixObjectionsOf({ file: file.file, before: file.text, after: once.text })).toEqual([]);
    expect({ postponed: once.postponed, ...pick(fixed(file, once.text, 'safe')) }, once.text).toEqual({
      postponed: [],
      made: [],
    });
  },
);

test.each(Array.from({ length: 60 }, (_, seed) => seed))('all fixes of mixed statements come to an end, %i', (seed) => {
  const file = mixedFile(seed);
  let text = file.text;
  for (let round = 0; round < 4; round += 1) {
    const after = fixed(file, text, 'all').text;
    expect(fixObjectionsOf({ file: file.file, before: text, after }), text).toEqual([]);
    text = after;
  }
  expect(fixed(file, text, 'all').made, text).toEqual([]);
});

function pick({ made }: { readonly made: readonly string[] }): { readonly made: readonly string[] } {
  return { made };
}
