import type { RememberedElement, TestId } from '@millwright/core';
import { recordTestElements } from '@millwright/history/elements';

/** Remembers one element of two tests after the other, on the lines after `first`. */
const [dir = '', first = '0', count = '1'] = process.argv.slice(2);

function elementOf(line: number): RememberedElement {
  return {
    place: { file: 'a.spec.ts', line, column: 1 },
    locator: `locator('#s${line}')`,
    selector: `#s${line}`,
    action: 'click',
    ordinal: 0,
    url: '/',
    fingerprint: { tag: 'button', xpath: '/html[1]/body[1]/button[1]', text: 'Save' },
    twins: 1,
    seenAt: '2026-11-01T10:00:00.000Z',
  };
}

const testIds = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'] as TestId[];
for (let index = 1; index <= Number(count); index += 1) {
  const elements = [elementOf(Number(first) + index)];
  await recordTestElements(
    testIds.map((testId) => ({ testId, elements })),
    { dir, redact: (text) => text },
  );
}
