import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { editDistanceOf, nearestNameOf } from './nearest-name.ts';
import { defineConfig, parseConfig } from './parse-config.ts';
import { configJsonSchema, renderConfigReference } from './reference.ts';
import { configSchema } from './schema.ts';

const source = 'millwright.config.ts';
const problemsOf = (value: unknown) => parseConfig(value, source).problems ?? [];

describe('a config without problems', () => {
  test('nothing written: what the machine bears is asked later', () => {
    expect(parseConfig({}, source).config?.parallelWorkers).toBeUndefined();
  });

  test('nothing written: every default', () => {
    expect(parseConfig({}, source).config).toMatchObject({
      dir: '.millwright',
      enableSelfHealing: true,
      enableIntelligentRetry: true,
      enableAutoDebug: true,
      enableRiskPrioritization: true,
      maxAutoFixAttempts: 3,
      autoApplyFixes: false,
      historyRetentionDays: 30,
      learningEnabled: true,
      minConfidenceForAutoFix: 0.8,
      retry: { maxAttempts: 4 },
      gate: { maxUnexpected: 0 },
    });
  });

  test.each([
    {
      name: 'history.retentionDays',
      written: { history: { retentionDays: 9 } },
      expected: { historyRetentionDays: 9 },
    },
    {
      name: 'both ways alike',
      written: { history: { retentionDays: 9 }, historyRetentionDays: 9 },
      expected: { historyRetentionDays: 9 },
    },
    {
      name: 'part of a group',
      written: { retry: { maxAttempts: 5 } },
      expected: { retry: { maxAttempts: 5, baseDelayMs: 1000 } },
    },
    {
      name: 'regular expressions',
      written: { redact: [/key-\d+/, 'word'] },
      expected: { redact: [/key-\d+/, 'word'] },
    },
    {
      name: 'coverage targets by priority',
      written: { coverageTargetRatio: { Critical: 1, Low: 0.5 } },
      expected: { coverageTargetRatio: { Critical: 1, Low: 0.5 } },
    },
    { name: '$schema of a JSON file', written: { $schema: './x.json' }, expected: { historyRetentionDays: 30 } },
  ])('$name', ({ written, expected }) =>
    expect(parseConfig(defineConfig(written as never), source).config).toMatchObject(expected),
  );
});

describe('problems', () => {
  test.each([
    {
      written: { parallelWorkers: 'many' },
      problem:
        'Expected `parallelWorkers` in millwright.config.ts to be a whole number of at least 1, got "many" (string).',
    },
    {
      written: { parallelWorkers: 0 },
      problem: 'Expected `parallelWorkers` in millwright.config.ts to be a whole number of at least 1, got 0 (number).',
    },
    {
      written: { paralelWorkers: 2 },
      problem: 'Unknown key `paralelWorkers` in millwright.config.ts. Did you mean `parallelWorkers`?',
    },
    { written: { zebra: 2 }, problem: 'Unknown key `zebra` in millwright.config.ts.' },
    {
      written: { runners: { vitest: { confg: 'x' } } },
      problem: 'Unknown key `runners.vitest.confg` in millwright.config.ts. Did you mean `runners.vitest.config`?',
    },
    {
      written: { criticalWords: { pay: 2 } },
      problem: 'Expected `criticalWords.pay` in millwright.config.ts to be a number from 0 to 1, got 2 (number).',
    },
    {
      written: { redact: [3] },
      problem: 'Expected `redact[0]` in millwright.config.ts to be a text or a regular expression, got 3 (number).',
    },
    {
      written: { services: [{ name: 'a' }] },
      problem: 'Expected `services[0].root` in millwright.config.ts to be a text that is not empty, got undefined.',
    },
    {
      written: { coverageTargetRatio: { critical: 1 } },
      problem:
        'Unknown key `coverageTargetRatio.critical` in millwright.config.ts. Did you mean `coverageTargetRatio.Critical`?',
    },
    {
      written: { coverageTargetRatio: { Critical: 2 } },
      problem:
        'Expected `coverageTargetRatio.Critical` in millwright.config.ts to be a number from 0 to 1, got 2 (number).',
    },
    {
      written: { coverageTargetRatio: 'all' },
      problem:
        'Expected `coverageTargetRatio` in millwright.config.ts to be a number from 0 to 1, or one for each priority such as { Critical: 1, Low: 0.5 }, got "all" (string).',
    },
    { written: { gate: 3 }, problem: 'Expected `gate` in millwright.config.ts to be an object, got 3 (number).' },
    {
      written: { history: { retentionDays: 0 } },
      problem:
        'Expected `history.retentionDays` in millwright.config.ts to be a whole number of at least 1, got 0 (number).',
    },
    {
      written: { history: { retentionDay: 3 } },
      problem: 'Unknown key `history.retentionDay` in millwright.config.ts. Did you mean `history.retentionDays`?',
    },
    {
      written: { history: { retentionDays: 3 }, historyRetentionDays: 4 },
      problem: '`historyRetentionDays` and `history.retentionDays` in millwright.config.ts differ; keep one of them.',
    },
    { written: [], problem: 'Expected millwright.config.ts to hold an object, got a list of 0.' },
    { written: undefined, problem: 'Expected millwright.config.ts to hold an object, got undefined.' },
  ])('$problem', ({ written, problem }) => expect(problemsOf(written)).toEqual([problem]));

  test('all are told at once', () =>
    expect(problemsOf({ dir: '', zebra: 1, gate: { minPassRatio: 2 } })).toHaveLength(3));

  test('anything is answered, never thrown', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...Object.keys(configSchema.shape)), (value, key) => {
        const parsed = parseConfig({ [key]: value }, source);
        expect(parsed.config === undefined).toBe((parsed.problems ?? []).length > 0);
      }),
    );
  });
});

describe('the nearest name', () => {
  test.each([
    { wrong: 'parallelworkers', right: 'parallelWorkers' },
    { wrong: 'priallelWorkers', right: 'parallelWorkers' },
    { wrong: 'rety', right: 'retry' },
    { wrong: 'xyz', right: undefined },
  ])('$wrong: $right', ({ wrong, right }) =>
    expect(nearestNameOf(wrong, ['parallelWorkers', 'retry', 'gate'])).toBe(right),
  );

  test('the edit distance is symmetric and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = editDistanceOf(a, b);
        expect(distance).toBe(editDistanceOf(b, a));
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance === 0).toBe(a === b);
      }),
    );
  });
});

describe('the reference', () => {
  test('has a row with a meaning for each key', () => {
    const lines = renderConfigReference().trim().split('\n').slice(2);
    for (const key of Object.keys(configSchema.shape)) {
      expect(lines.find((line) => line.startsWith(`| \`${key}\``) || line.startsWith(`| \`${key}.`))).toMatch(
        /\S+\. ?\|$/,
      );
    }
  });

  test('the JSON schema knows every key and the other spelling', () => {
    const { properties } = configJsonSchema() as { properties: Record<string, unknown> };
    expect(Object.keys(properties).sort()).toEqual([...Object.keys(configSchema.shape), 'history', '$schema'].sort());
  });
});
