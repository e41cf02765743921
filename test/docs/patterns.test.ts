import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FLAKY_PATTERNS, findFlakyPatterns } from '@millwright/source';
import { describe, expect, test } from 'vitest';

import { repositoryRoot } from '../support/scratch-project.ts';

const index = readFileSync(join(repositoryRoot, 'docs/flaky.md'), 'utf8');
const names = FLAKY_PATTERNS.map(({ name }) => name);

/** The two examples of a pattern's page: what it finds, and how it is written instead. */
function examplesOf(name: string): { readonly bad: Example; readonly good: Example } {
  const path = join(repositoryRoot, 'docs/patterns', `${name}.md`);
  const page = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const [bad, good] = [...page.matchAll(/^```(tsx?)\n([\s\S]*?)^```$/gmu)].map((match) => ({
    extension: match[1] ?? 'ts',
    text: match[2] ?? '',
  }));
  const none = { extension: 'ts', text: '' };
  return { bad: bad ?? none, good: good ?? none };
}

interface Example {
  readonly extension: string;
  readonly text: string;
}

function patternsIn({ extension, text }: Example): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'millwright-patterns-'));
  try {
    writeFileSync(join(root, `example.spec.${extension}`), text);
    const findings = findFlakyPatterns({ root, files: [`example.spec.${extension}`] });
    return [...new Set(findings.map((finding) => finding.pattern))];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe('docs/patterns', () => {
  test.each(names)('%s: the bad example is flagged, the good one is not', (name) => {
    const { bad, good } = examplesOf(name);
    expect(patternsIn(bad)).toEqual([name]);
    expect(good.text).not.toBe('');
    expect(patternsIn(good)).toEqual([]);
  });

  test.each(names)('%s: docs/flaky.md leads to its page', (name) => {
    expect(index).toContain(`[\`${name}\`](patterns/${name}.md)`);
  });
});
