import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ts } from 'ts-morph';

import { writeProject } from '../fixtures/written-project.ts';
import { applyPatchToText } from '../patch/apply-patch.ts';
import { findFlakyPatterns } from './find-flaky-patterns.ts';
import { FLAKY_PATTERNS } from './index.ts';

const FIXTURES = join(import.meta.dirname, '../../../../fixtures/source/patterns');

/** Lines of a fixture that end with the mark `// flagged`. */
function markedLines(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.endsWith('// flagged') ? [index + 1] : []));
}

describe.each(FLAKY_PATTERNS.map((pattern) => pattern.name))('%s', (name) => {
  const root = join(FIXTURES, name);
  const files = readdirSync(root);
  const flagged = files.filter((file) => file.startsWith('flagged'));
  const clean = files.filter((file) => file.startsWith('clean'));

  test.each(flagged)('flags exactly the marked lines of %s', (file) => {
    const findings = findFlakyPatterns({ root, files: [file] }).filter((finding) => finding.pattern === name);
    expect(findings.map((finding) => finding.location?.line)).toEqual(
      markedLines(readFileSync(join(root, file), 'utf8')),
    );
    for (const finding of findings)
      expect(finding).toMatchObject({
        kind: name,
        evidence: expect.arrayContaining([expect.stringContaining(`${finding.location?.line}: `)]),
        advice: expect.any(String),
      });
  });

  test.each(clean)('flags nothing in %s', (file) => {
    expect(findFlakyPatterns({ root, files: [file], patterns: [name] })).toEqual([]);
  });

  test.each(flagged)('every fix of %s parses', (file) => {
    const before = readFileSync(join(root, file), 'utf8');
    for (const finding of findFlakyPatterns({ root, files: [file] })) {
      if (!finding.fix) continue;
      const after = applyPatchToText(before, finding.fix);
      const parsed = ts.createSourceFile(file, after, ts.ScriptTarget.Latest) as unknown as {
        parseDiagnostics: readonly unknown[];
      };
      expect(parsed.parseDiagnostics).toEqual([]);
      expect(after).not.toBe(before);
    }
  });

  test.each(flagged)('the safe fixes of %s remove their findings and no assertion', (file) => {
    const texts = readdirSync(root).map((one) => [one, readFileSync(join(root, one), 'utf8')] as const);
    const before = readFileSync(join(root, file), 'utf8');
    const found = findFlakyPatterns({ root, files: [file], patterns: [name] });
    const edits = found.flatMap(({ fix }) => (fix?.safety === 'safe' ? fix.edits : []));
    const after = applyPatchToText(before, { file, edits, summary: '', safety: 'safe' });
    const fixed = findFlakyPatterns({
      root: writeProject({ ...Object.fromEntries(texts), [file]: after }),
      files: [file],
      patterns: [name],
    });
    expect(fixed.filter(({ fix }) => fix?.safety === 'safe')).toEqual([]);
    // An assertion that waits now may settle what a later line reads.
    expect(fixed.length).toBeLessThanOrEqual(found.filter(({ fix }) => fix?.safety !== 'safe').length);
    expect(after.match(/\bexpect\b/gu)?.length).toBe(before.match(/\bexpect\b/gu)?.length);
  });
});

test('a finding in a test names the test, one in a hook only the file', () => {
  const findings = findFlakyPatterns({ root: join(FIXTURES, 'hard-coded-sleep'), files: ['flagged.spec.ts'] });
  expect(findings[0]).toMatchObject({ subject: 'flagged.spec.ts' });
  expect(findings[0]).not.toHaveProperty('testTitlePath');
  expect(findings[1]).toMatchObject({ subject: 'waits in place', testTitlePath: ['waits in place'] });
});

test('a helper that sleeps is named in the evidence', () => {
  const findings = findFlakyPatterns({ root: join(FIXTURES, 'hard-coded-sleep'), files: ['flagged.spec.ts'] });
  expect(findings.flatMap((finding) => finding.evidence).some((line) => line.startsWith('settle.ts:2: '))).toBe(true);
});

test.each([
  ['race', 'flagged.spec.ts', 5, "  await page.getByRole('button', { name: 'Pay' }).click();"],
  ['exact-assertion-on-computed-number', 'flagged.test.ts', 5, '  expect(0.1 + 0.2).toBeCloseTo(0.3, 10);'],
  ['non-retrying-assertion', 'flagged.spec.ts', 8, "  await expect(page.getByRole('status')).toBeVisible();"],
  ['non-retrying-assertion', 'flagged.spec.ts', 9, "  await expect(page.getByRole('dialog')).not.toBeVisible();"],
  ['non-retrying-assertion', 'flagged.spec.ts', 10, "  await expect(page.getByRole('dialog')).toBeHidden();"],
  ['non-retrying-assertion', 'flagged.spec.ts', 14, "  await expect(page.getByRole('row')).toHaveCount(3);"],
  [
    'non-retrying-assertion',
    'flagged.spec.ts',
    30,
    "  await expect.soft(page.getByLabel('Name'), 'the name').toHaveValue('Ada');",
  ],
  [
    'non-retrying-assertion',
    'flagged.spec.ts',
    34,
    "  await expect(shop.status).toHaveAttribute('data-state', 'paid');",
  ],
  ['missing-await', 'flagged.spec.ts', 28, "  if (await page.getByRole('dialog').isVisible()) {"],
  ['focused-or-skipped-test', 'flagged.spec.ts', 5, "test('is the only one', async ({ page }) => {"],
])('the safe fix of %s', (name, file, line, expected) => {
  const root = join(FIXTURES, name);
  const finding = findFlakyPatterns({ root, files: [file] }).find((one) => one.location?.line === line);
  expect(finding?.fix?.safety).toBe('safe');
  const after = finding?.fix ? applyPatchToText(readFileSync(join(root, file), 'utf8'), finding.fix) : '';
  expect(after.split('\n')[line - 1]).toBe(`${expected} // flagged`);
});

test('absolute paths and missing files are taken', () => {
  const root = join(FIXTURES, 'race');
  expect(findFlakyPatterns({ root, files: [join(root, 'flagged.spec.ts'), 'gone.spec.ts'] }).length).toBeGreaterThan(0);
});

test('a test that is expected to fail gets no fix: it is to go on failing', () => {
  const sum = `expect(0.1 + 0.2).toBe(0.3)`;
  const root = writeProject({
    'a.test.ts': `import { expect, test } from 'vitest';\ntest.fails('known', () => { ${sum}; });\ntest('mended', () => { ${sum}; });\n`,
  });
  const findings = findFlakyPatterns({ root, files: ['a.test.ts'], patterns: ['exact-assertion-on-computed-number'] });
  expect(findings.map(({ subject, fix }) => [subject, fix === undefined])).toEqual([
    ['known', true],
    ['mended', false],
  ]);
});
