import { expect, test } from 'vitest';

import type { ProposedCase } from './heal-case.ts';
import { linkOf } from './heal-link.ts';

const text = `const a = 1;
await page.getByRole('button').click();
await page.getByText('Pay').click();
`;
const at = (part: string): number => text.indexOf(part);

test.each([
  ['an edit in its line', [{ start: at("'Pay'"), end: at("'Pay'") + 5, newText: "'Buy'" }], 3],
  ['a line that is added above', [{ start: at('await'), end: at('await'), newText: 'const b = 2;\n' }], 4],
  ['a line that is taken away above', [{ start: 0, end: at('await'), newText: '' }], 2],
  ['a line that is added below', [{ start: text.length, end: text.length, newText: 'done();\n' }], 3],
  [
    'a break within its own chain',
    [{ start: at(".getByText('Pay')"), end: at(".getByText('Pay')"), newText: '\n  ' }],
    4,
  ],
])('the step is found where it is after %s', (_name, edits, line) => {
  const place = { file: 'a.spec.ts', line: 3, column: 29 };
  const proposed = {
    patch: { file: 'a.spec.ts', edits, summary: '', safety: 'suggestion' },
    proposal: { diagnosis: { page: { place } } },
  } as unknown as ProposedCase;
  expect(linkOf(proposed, text).place).toEqual({ ...place, line });
});
