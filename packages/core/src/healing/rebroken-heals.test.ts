import { describe, expect, test } from 'vitest';

import type { Attempt } from '../model/attempt.ts';
import type { Failure } from '../model/failure.ts';
import type { Heal } from '../model/heal.ts';
import type { TestEntry } from '../model/test.ts';
import { type LaterFailure, laterFailuresOf, rebrokenHealsOf } from './rebroken-heals.ts';

const decidedMs = Date.parse('2026-03-01T12:00:00Z');
const dayMs = 86_400_000;

const healed: Heal = {
  id: 'h',
  testId: 't',
  kind: 'locator',
  proposedAt: '2026-03-01T11:00:00Z',
  decidedAt: '2026-03-01T12:00:00Z',
  file: 'tests/pay.spec.ts',
  before: "  await page.getByRole('button', { name: 'Pay' }).click();",
  after: "  await page.getByRole('button', { name: 'Pay now' }).click();",
  probability: 0.9,
  outcome: 'accepted',
};
const newLocator = "getByRole('button', { name: 'Pay now' })";

function notFound(locator: string, over: Partial<Failure> = {}): Failure {
  return {
    message: `TimeoutError: locator.click: Timeout 1500ms exceeded.\nCall log:\n  - waiting for ${locator}\n`,
    locator,
    frames: [],
    ...over,
  };
}
const later = (failure: Failure, over: Partial<LaterFailure> = {}): LaterFailure => ({
  testId: 't',
  startedAtMs: decidedMs + dayMs,
  failure,
  ...over,
});
const snippetOf = (line: string): string =>
  `  3 | test('pays', async ({ page }) => {\n> 4 | ${line}\n    |  ^\n  5 | });`;
const covered: Failure = {
  message: `Error: locator.click: Timeout 1500ms exceeded.\nCall log:\n  - waiting for ${newLocator}\n    - locator resolved to <button>Pay now</button>\n  - attempting click action\n    - <div></div> intercepts pointer events`,
  locator: newLocator,
  frames: [],
};

describe('which repairs of locators broke again', () => {
  test.each<[string, readonly LaterFailure[], string | undefined]>([
    ['no failure', [], undefined],
    ['the new locator finds nothing', [later(notFound(newLocator))], '2026-03-02T12:00:00.000Z'],
    ['with other quotes', [later(notFound(newLocator.replaceAll("'", '"')))], '2026-03-02T12:00:00.000Z'],
    [
      'another locator in the repaired line',
      [
        later(
          notFound("getByRole('form')", {
            location: { file: 'tests/pay.spec.ts', line: 4, column: 3 },
            snippet: snippetOf(healed.after),
          }),
        ),
      ],
      '2026-03-02T12:00:00.000Z',
    ],
    [
      'the same line in another file',
      [
        later(
          notFound("getByRole('form')", {
            location: { file: 'tests/other.spec.ts', line: 4, column: 3 },
            snippet: snippetOf(healed.after),
          }),
        ),
      ],
      undefined,
    ],
    [
      'the old line, on a branch without the repair',
      [
        later(
          notFound("getByRole('button', { name: 'Pay' })", {
            location: { file: 'tests/pay.spec.ts', line: 4, column: 3 },
            snippet: snippetOf(healed.before),
          }),
        ),
      ],
      undefined,
    ],
    ['only the beginning of it', [later(notFound("getByRole('button')"))], undefined],
    ['another locator', [later(notFound("getByText('Thanks')"))], undefined],
    ['its element is there, and covered', [later(covered)], undefined],
    ['another test', [later(notFound(newLocator), { testId: 'other' })], undefined],
    ['before it was applied', [later(notFound(newLocator), { startedAtMs: decidedMs - 1 })], undefined],
    [
      'on the thirtieth day',
      [later(notFound(newLocator), { startedAtMs: decidedMs + 30 * dayMs })],
      '2026-03-31T12:00:00.000Z',
    ],
    ['a day later', [later(notFound(newLocator), { startedAtMs: decidedMs + 31 * dayMs })], undefined],
    [
      'the first counts',
      [later(notFound(newLocator), { startedAtMs: decidedMs + 2 * dayMs }), later(notFound(newLocator))],
      '2026-03-02T12:00:00.000Z',
    ],
  ])('%s', (_name, failures, rebrokenAt) => {
    expect(rebrokenHealsOf([healed], failures)).toEqual(rebrokenAt === undefined ? [] : [{ ...healed, rebrokenAt }]);
  });

  test.each<[string, Partial<Heal>, Failure]>([
    ['a repair that was not applied', { outcome: 'proposed' }, notFound(newLocator)],
    ['one that is known to be broken again', { rebrokenAt: '2026-03-02T00:00:00Z' }, notFound(newLocator)],
    ['a repair of something else than a locator', { kind: 'race' }, notFound(newLocator)],
    [
      'one whose locator goes on',
      { after: "await page.getByRole('form').getByLabel('Card').fill('4');" },
      notFound("getByRole('form')"),
    ],
    [
      'one whose locator begins before',
      { after: "await page.getByRole('form').getByLabel('Card').fill('4');" },
      notFound("getByLabel('Card')"),
    ],
  ])('not %s', (_name, over, failure) => {
    expect(rebrokenHealsOf([{ ...healed, ...over }], [later(failure)])).toEqual([]);
  });

  test('a test that was renamed is the same', () => {
    const currentIdOf = (id: string): string => (id === 't' ? 'new' : id);
    expect(rebrokenHealsOf([healed], [later(notFound(newLocator), { testId: 'new' })], currentIdOf)).toHaveLength(1);
  });

  test('of several repaired lines, any one', () => {
    const trace = {
      hunks: [
        { original: [], patched: ["page.getByLabel('Card')"], above: [], below: [], originalCount: 0, patchedCount: 1 },
      ],
    };
    expect(rebrokenHealsOf([{ ...healed, trace }], [later(notFound("getByLabel('Card')"))])).toHaveLength(1);
  });
});

describe('the failures of a run', () => {
  const entry: TestEntry = {
    id: 't',
    runner: 'playwright',
    project: '',
    file: 'a.spec.ts',
    titlePath: ['pays'],
    line: 1,
    column: 1,
    expectedStatus: 'passed',
    retries: 1,
  };
  const attempt = (retry: number, status: Attempt['status']): Attempt => ({
    testId: 't',
    retry,
    repeat: 0,
    status,
    startedAtMs: retry,
    durationMs: 1,
    workerIndex: 0,
    parallelIndex: 0,
    ...(status === 'failed' ? { failures: [notFound(newLocator)] } : {}),
  });

  test('those of a test that no retry saved', () => {
    const failures = laterFailuresOf({ tests: [entry], attempts: [attempt(0, 'failed'), attempt(1, 'failed')] });
    expect(failures.map(({ testId, startedAtMs }) => [testId, startedAtMs])).toEqual([
      ['t', 0],
      ['t', 1],
    ]);
  });
  test('not those of one that a retry saved', () =>
    expect(laterFailuresOf({ tests: [entry], attempts: [attempt(0, 'failed'), attempt(1, 'passed')] })).toEqual([]));
});
