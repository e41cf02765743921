import { FLAKY_PATTERNS, type PatternFinding } from '@millwright/source';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { readPatternPage } from '../flaky/pattern-page.ts';
import { TIMEOUT_TOO_SHORT } from '../flaky/timeout-findings.ts';
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
  {
    name: 'race',
    severity: 'error',
    page: '# `race`\n\nNobody waits for `it`, see [race](race.md).\n\nMore: [all](../flaky.md).\n',
  },
  { name: 'hard-coded-sleep', severity: 'warning', page: '# `hard-coded-sleep`\n\nA guess.\n' },
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
  test('names every rule with the text of its page, whose relative links lead nowhere', () => {
    const document = sarifOf();
    expect(document.version).toBe('2.1.0');
    expect(document.runs[0]?.results).toEqual([]);
    expect(document.runs[0]?.tool.driver.rules).toMatchObject([
      {
        id: 'race',
        fullDescription: { text: 'Nobody waits for it, see race.' },
        help: { markdown: '# `race`\n\nNobody waits for `it`, see race.\n\nMore: all.\n' },
        defaultConfiguration: { level: 'error' },
      },
      { id: 'hard-coded-sleep', help: { text: 'A guess.' } },
    ]);
  });

  describe('by the schema of the standard', () => {
    // Zod takes a `uri-reference` for an absolute address; what a relative one must look like is tested above.
    const relaxed = JSON.stringify(sarifSchema).replaceAll(',"format":"uri-reference"', '');
    const schema = z.fromJSONSchema(JSON.parse(relaxed) as Parameters<typeof z.fromJSONSchema>[0], {
      defaultTarget: 'draft-4',
    });

    test('the document of every pattern is valid', () => {
      const every = [...FLAKY_PATTERNS, TIMEOUT_TOO_SHORT];
      const { location: _, ...placeless } = finding();
      const text = renderSarif(
        [...every.map(({ name, severity }) => finding({ pattern: name, severity })), placeless],
        {
          rules: every.map(({ name, severity }) => ({ name, severity, page: readPatternPage(name) })),
          prefix: 'web/',
        },
      );
      expect(schema.safeParse(JSON.parse(text)).error?.issues ?? []).toEqual([]);
      const written = JSON.parse(text) as Sarif;
      for (const rule of written.runs[0]?.tool.driver.rules ?? [])
        expect(rule['fullDescription'], String(rule['id'])).toEqual({
          text: expect.stringMatching(/^\w.{20,}\.$/su),
        });
    });

    test.each([
      [
        'a page that is no absolute address',
        { tool: { driver: { name: 'x', rules: [{ id: 'a', helpUri: 'docs/a.md' }] } } },
      ],
      ['a level of its own', { results: [{ message: { text: 'x' }, level: 'info' }] }],
      [
        'a line 0',
        { results: [{ message: { text: 'x' }, locations: [{ physicalLocation: { region: { startLine: 0 } } }] }] },
      ],
      ['a result without a message', { results: [{ ruleId: 'a' }] }],
      ['a member that the standard does not have', { tool: { driver: { name: 'x', pages: [] } } }],
    ])('%s is not', (_name, part) => {
      const tool = { driver: { name: 'x' } };
      expect(schema.safeParse({ version: '2.1.0', runs: [{ tool, results: [], ...part }] }).success).toBe(false);
      expect(schema.safeParse({ version: '2.1.0', runs: [{ tool, results: [] }] }).success).toBe(true);
    });
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

  test('what has no line in the code keeps its fingerprint while its evidence changes', () => {
    const at = (evidence: string): string | undefined =>
      sarifOf(finding({ evidence: [evidence] })).runs[0]?.results[0]?.partialFingerprints['millwrightPattern/v1'];
    expect(at('took 24–29 s of 30 s in its last 20 runs')).toBe(at('took 25–29 s of 30 s in its last 20 runs'));
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
