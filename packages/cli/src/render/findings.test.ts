import type { PatternFinding } from '@millwright/source';
import { describe, expect, test } from 'vitest';

import { renderGithubAnnotations } from './github-annotations.ts';
import { renderSarif } from './sarif.ts';

function finding(given: Partial<PatternFinding> = {}): PatternFinding {
  return {
    kind: 'hard-coded-sleep',
    pattern: 'hard-coded-sleep',
    severity: 'warning',
    subject: 'pays',
    why: 'A fixed wait is 100 % a guess.',
    advice: 'Wait for the event.',
    page: 'docs/patterns/hard-coded-sleep.md',
    location: { file: 'tests/a b,c.spec.ts', line: 7, column: 3 },
    evidence: ['7: await page.waitForTimeout(800);'],
    ...given,
  };
}

const rules = [
  { name: 'race', severity: 'error' },
  { name: 'hard-coded-sleep', severity: 'warning' },
] as const;

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly Readonly<Record<string, unknown>>[] } };
    readonly results: readonly {
      readonly ruleIndex?: number;
      readonly level: string;
      readonly locations?: unknown;
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

const sarifOf = (...findings: readonly PatternFinding[]): Sarif =>
  JSON.parse(renderSarif(findings, { rules, prefix: 'web/' })) as Sarif;

describe('SARIF', () => {
  test('names every rule with its page', () => {
    const document = sarifOf();
    expect(document.version).toBe('2.1.0');
    expect(document.runs[0]?.results).toEqual([]);
    expect(document.runs[0]?.tool.driver.rules).toMatchObject([
      { id: 'race', helpUri: 'docs/patterns/race.md', defaultConfiguration: { level: 'error' } },
      { id: 'hard-coded-sleep', helpUri: 'docs/patterns/hard-coded-sleep.md' },
    ]);
  });

  test('tells the place from the repository on', () => {
    expect(sarifOf(finding()).runs[0]?.results[0]).toMatchObject({
      ruleId: 'hard-coded-sleep',
      ruleIndex: 1,
      level: 'warning',
      message: { text: 'A fixed wait is 100 % a guess. Wait for the event.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'web/tests/a%20b,c.spec.ts', uriBaseId: '%SRCROOT%' },
            region: { startLine: 7, startColumn: 3 },
          },
        },
      ],
    });
  });

  test.each([
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'note'],
  ] as const)('%s is the level %s', (severity, level) =>
    expect(sarifOf(finding({ severity })).runs[0]?.results[0]?.level).toBe(level),
  );

  test('a finding keeps its fingerprint when lines move, and equal lines have different ones', () => {
    const moved = finding({ evidence: ['9: await page.waitForTimeout(800);'] });
    const [first, second] = (sarifOf(finding(), moved).runs[0]?.results ?? []).map(
      (result) => result.partialFingerprints['millwrightPattern/v1'],
    );
    const [alone] = (sarifOf(moved).runs[0]?.results ?? []).map(
      (result) => result.partialFingerprints['millwrightPattern/v1'],
    );
    expect(alone).toBe(first);
    expect(second).not.toBe(first);
  });

  test('a finding without a place has no location', () => {
    const { location: _, ...placeless } = finding();
    expect(sarifOf(placeless).runs[0]?.results[0]).not.toHaveProperty('locations');
  });
});

describe('GitHub annotations', () => {
  test('are one line each, with what would end a value written in code', () => {
    expect(renderGithubAnnotations([finding(), finding({ severity: 'info' })], 'web/')).toBe(
      [
        '::warning file=web/tests/a b%2Cc.spec.ts,line=7,col=3,title=hard-coded-sleep::A fixed wait is 100 %25 a guess.%0AWait for the event.%0Adocs/patterns/hard-coded-sleep.md\n',
        '::notice file=web/tests/a b%2Cc.spec.ts,line=7,col=3,title=hard-coded-sleep::A fixed wait is 100 %25 a guess.%0AWait for the event.%0Adocs/patterns/hard-coded-sleep.md\n',
      ].join(''),
    );
  });

  test('nothing found is nothing printed', () => expect(renderGithubAnnotations([], '')).toBe(''));
});
