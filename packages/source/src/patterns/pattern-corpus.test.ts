import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { judgeOnCorpus } from '../fixtures/pattern-corpus.ts';
import { FLAKY_PATTERNS } from './index.ts';

const REPOSITORY = join(import.meta.dirname, '../../../..');

describe.each(FLAKY_PATTERNS.map((pattern) => pattern.name))('%s', (name) => {
  const judged = judgeOnCorpus(name);

  test('has at least 12 cases, of both kinds', () => {
    expect(judged.positiveCases).toBeGreaterThanOrEqual(4);
    expect(judged.negativeCases).toBeGreaterThanOrEqual(4);
    expect(judged.positiveCases + judged.negativeCases).toBeGreaterThanOrEqual(12);
  });

  test('finds what is marked and nothing else', () => {
    expect({ missed: judged.missed, wrong: judged.wrong }).toEqual({ missed: [], wrong: [] });
    expect(judged.precisionRatio).toBeGreaterThanOrEqual(0.97);
    expect(judged.recallRatio).toBeGreaterThanOrEqual(0.95);
  });

  test('has a page that shows it', () => {
    const page = join(REPOSITORY, 'docs/patterns', `${name}.md`);
    expect(existsSync(page), page).toBe(true);
    expect(readFileSync(page, 'utf8')).toContain(`# \`${name}\``);
  });
});
