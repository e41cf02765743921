import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FLAKY_PATTERNS, findFlakyPatterns } from '@millwright/source';
import { describe, expect, test } from 'vitest';

import { repositoryRoot } from '../support/scratch-project.ts';

const page = readFileSync(join(repositoryRoot, 'docs/flaky.md'), 'utf8');

/** The two examples of each pattern, as the page shows them. */
const examples = page
  .split(/^### /mu)
  .slice(1)
  .map((section) => {
    const [bad, good] = [...section.matchAll(/^```ts\n([\s\S]*?)^```$/gmu)].map((match) => match[1] ?? '');
    return { pattern: /^`([\w-]+)`/u.exec(section)?.[1] ?? '', bad: bad ?? '', good: good ?? '' };
  });

function patternsIn(text: string): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'millwright-patterns-'));
  try {
    writeFileSync(join(root, 'example.spec.ts'), text);
    return findFlakyPatterns({ root, files: ['example.spec.ts'] }).map((finding) => finding.pattern);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe('docs/flaky.md', () => {
  test('has a section for each pattern, in the order of the registry', () => {
    expect(examples.map(({ pattern }) => pattern)).toEqual(FLAKY_PATTERNS.map(({ name }) => name));
  });

  test.each(examples)('$pattern: the bad example is flagged, the good one is not', ({ pattern, bad, good }) => {
    expect(patternsIn(bad)).toEqual([pattern]);
    expect(good).not.toBe('');
    expect(patternsIn(good)).toEqual([]);
  });
});
