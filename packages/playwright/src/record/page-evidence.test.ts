import { describe, expect, test } from 'vitest';

import { pageEvidenceOf } from './page-evidence.ts';

describe('pageEvidenceOf', () => {
  test.each([
    [
      'a snapshot under its heading',
      '# Page snapshot\n\n```yaml\n- button "Go"\n```\n',
      { ariaSnapshot: '- button "Go"' },
    ],
    [
      'a bare snapshot',
      '# Error details\n\n```\nx\n```\n\n```yaml\n- heading "Hi"\n```\n',
      { ariaSnapshot: '- heading "Hi"' },
    ],
    ['a URL', '- Page URL: http://a/b\n', { url: 'http://a/b' }],
    ['neither', '# Test source\n```ts\nx\n```', undefined],
  ])('finds %s', (_name, markdown, evidence) => {
    expect(pageEvidenceOf(markdown)).toEqual(evidence);
  });
});
