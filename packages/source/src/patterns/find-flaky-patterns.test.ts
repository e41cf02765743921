import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ts } from 'ts-morph';

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

  test('has enough cases of both kinds', () => {
    expect(
      flagged.flatMap((file) => markedLines(readFileSync(join(root, file), 'utf8'))).length,
    ).toBeGreaterThanOrEqual(4);
    expect(
      clean.flatMap((file) => readFileSync(join(root, file), 'utf8').match(/^test\(/gmu) ?? []).length,
    ).toBeGreaterThanOrEqual(4);
  });

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
    expect(findFlakyPatterns({ root, files: [file] })).toEqual([]);
  });

  test.each(flagged)('every fix of %s parses, and a safe one removes its finding', (file) => {
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
  ['exact-assertion-on-computed-number', 'flagged.test.ts', 5, '  expect(0.1 + 0.2).toBeCloseTo(0.3, 5);'],
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
