import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface IsolationDocument {
  readonly verdict: { readonly kind: string; readonly sentence: string };
  readonly alone: { readonly runs: number; readonly failures: number };
  readonly confirmed: { readonly runs: number; readonly failures: number };
  readonly polluters: readonly { readonly file: string; readonly titlePath: readonly string[] }[];
  readonly minimal: boolean;
  readonly triedSets: number;
  readonly failure?: string;
  readonly sharedState: readonly { readonly file: string; readonly text: string }[];
}

describe('who makes a test of the shop fail', () => {
  let shop: ScratchShop;
  beforeAll(async () => (shop = await openScratchShop()));
  afterAll(() => shop.remove());

  test('the polluter is found among all tests, with the state that it leaves changed', async () => {
    const found = await shop.e2eJson<IsolationDocument>([
      'isolate',
      'customers see a point by default',
      '--budget',
      '100s',
    ]);
    expect(found).toMatchObject({ exitCode: 0, minimal: true, verdict: { kind: 'polluted' } });
    expect(found.polluters).toMatchObject([
      { file: 'tests/unit/flaky/polluter.test.ts', titlePath: ['German customers see a comma'] },
    ]);
    expect(found.alone).toEqual({ runs: 5, failures: 0 });
    expect(found.confirmed.failures).toBe(found.confirmed.runs);
    expect(found.triedSets).toBeLessThanOrEqual(12);
    expect(found.failure).toContain('12,50');
    expect(found.sharedState).toContainEqual({
      file: 'src/shared/format.ts',
      line: expect.any(Number) as number,
      text: expect.stringContaining('let defaultLocale') as string,
    });
  });

  test('a test that fails by itself needs no polluter', async () => {
    const found = await shop.e2eJson<IsolationDocument>(['isolate', 'a shared cart > has a price', '--budget', '100s']);
    expect(found).toMatchObject({ exitCode: 0, verdict: { kind: 'fails-alone' }, polluters: [] });
    expect(found.verdict.sentence).toContain('5 of 5 runs by itself');
  });

  test('a test that never fails is said to never fail', async () => {
    const found = await shop.e2eJson<IsolationDocument>([
      'isolate',
      'tests/unit/flaky/race.test.ts',
      '--budget',
      '100s',
    ]);
    expect(found).toMatchObject({ exitCode: 0, verdict: { kind: 'never-fails' }, polluters: [] });
  });
});
