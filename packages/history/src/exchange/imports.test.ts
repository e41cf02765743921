import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { type Run, type TestEntry, isUserError, outcomeOf, testIdOf } from '@millwright/core';
import { afterAll, describe, expect, test } from 'vitest';

import { redactorOf } from '../redaction/redactor.ts';
import { type ImportFilesOptions, importFiles } from './import-files.ts';

const foreign = resolve(import.meta.dirname, '../../../../fixtures/foreign');
const scratch = mkdtempSync(join(tmpdir(), 'millwright-import-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const facts = { machine: { os: 'linux', arch: 'x64', node: '24.21.0', cpuCount: 2, memoryMb: 4096 } };
const playwrightRoot = join(foreign, 'playwright/project');
const vitestRoot = join(foreign, 'vitest/project');

function importFrom(paths: readonly string[], more: Partial<ImportFilesOptions> = {}): Promise<Run[]> {
  return importFiles({ paths, root: playwrightRoot, nowMs: Date.parse('2026-12-01T00:00:00Z'), facts, ...more });
}

/** What a run says of each test, in words that can be compared. */
function summaryOf(run: Run): Record<string, string> {
  const line = (entry: TestEntry): string => {
    const attempts = run.attempts.filter((attempt) => attempt.testId === entry.id);
    return `${outcomeOf(entry, attempts)}: ${attempts.map((attempt) => attempt.status).join(' ')}`;
  };
  const name = (entry: TestEntry): string =>
    [entry.project, entry.file, ...entry.titlePath, ...(entry.ordinal ? [`#${entry.ordinal}`] : [])].join(' | ');
  return Object.fromEntries(run.tests.map((entry) => [name(entry), line(entry)]));
}

const cart = 'tests/cart.spec.ts';
const orders = 'tests/sub/orders.spec.ts';
const wholePlaywright = {
  [`api | ${cart} | adds up the prices @smoke`]: 'expected: passed',
  [`api | ${cart} | discounts | come and go`]: 'flaky: failed passed',
  [`api | ${cart} | discounts | for members | are ten percent`]: 'unexpected: failed failed',
  [`api | ${cart} | discounts | must not be negative`]: 'expected: failed',
  [`api | ${orders} | is switched off`]: 'skipped: skipped',
  [`api | ${orders} | waits "too" long <for> it & more @smoke`]: 'unexpected: timedOut timedOut',
  [`smoke | ${cart} | adds up the prices @smoke`]: 'expected: passed',
  [`smoke | ${orders} | waits "too" long <for> it & more @smoke`]: 'unexpected: timedOut timedOut',
};

describe('Playwright', () => {
  test.each([
    ['JSON', ['report.json'], wholePlaywright],
    ['Allure', ['allure-results'], wholePlaywright],
    // JUnit XML tells nothing of a bad try before a good one.
    ['JUnit', ['junit.xml'], { ...wholePlaywright, [`api | ${cart} | discounts | come and go`]: 'expected: passed' }],
  ])('%s', async (_name, names, expected) => {
    const [run, ...rest] = await importFrom(names.map((name) => join(foreign, 'playwright', name)));
    expect(rest).toEqual([]);
    expect(run && summaryOf(run)).toEqual(expected);
    expect(run).toMatchObject({ runner: 'playwright', status: 'failed', notRun: [], errors: [] });
    for (const entry of run?.tests ?? [])
      expect(entry.id).toBe(
        testIdOf({ runner: 'playwright', project: entry.project, file: entry.file, titlePath: entry.titlePath }),
      );
    const broken = run?.attempts.find((attempt) => attempt.failures?.[0]?.actual === '90.5');
    expect(broken?.failures?.[0]).toMatchObject({
      name: 'Error',
      message: 'expect(received).toBe(expected) // Object.is equality\n\nExpected: 90\nReceived: 90.5',
      expected: '90',
      location: { file: cart, line: 10, column: 20 },
      frames: [{ file: cart, line: 10, column: 20, origin: 'user' }],
    });
  });

  test('blob reports of shards are one run in parts, in any order', async () => {
    const zips = [1, 2].map((shard) => join(foreign, `playwright/blob-report/report-${shard}.zip`));
    const runs = await importFrom(zips);
    expect(runs.map((run) => run.shard)).toEqual([
      { current: 1, total: 2 },
      { current: 2, total: 2 },
    ]);
    expect(new Set(runs.map((run) => run.runId)).size).toBe(1);
    expect(Object.assign({}, ...runs.map(summaryOf))).toEqual(wholePlaywright);
    expect(await importFrom(zips.toReversed())).toEqual(runs);
    const flaky = runs[0]?.attempts.find((attempt) => attempt.failures?.[0]?.message.startsWith('the shop answers'));
    expect(flaky?.failures?.[0]).toMatchObject({ step: 'the shop answers', location: { file: cart, line: 17 } });
    expect(flaky?.steps).toMatchObject([
      { title: 'ask the shop', depth: 0, failed: true, location: { file: cart, line: 16 } },
      { title: 'the shop answers', depth: 1, category: 'expect' },
    ]);
    expect(flaky?.stdoutTail).toBe('try 0\n');
  });

  test('a blob alone is a run of its own, and the same one twice is one', async () => {
    const zip = join(foreign, 'playwright/blob-report/report-1.zip');
    const copy = join(scratch, 'copy.zip');
    cpSync(zip, copy);
    const [run] = await importFrom([zip]);
    const [again] = await importFrom([copy]);
    expect(again?.runId).toBe(run?.runId);
  });
});

describe('Vitest', () => {
  const price = 'src/price.test.ts';
  test.each([
    // JUnit XML joins titles by ` > `, so one that holds it falls apart.
    [
      'JUnit',
      'junit.xml',
      ['goes up', 'down'],
      { [`domain | ${price} | rounding | is switched off`]: 'skipped: skipped' },
    ],
    // Allure's reporter leaves out tests that are switched off.
    ['Allure', 'allure-results', ['goes up > down'], {}],
  ])('%s', async (_name, name, title, more) => {
    const [run] = await importFrom([join(foreign, 'vitest', name)], { root: vitestRoot, project: 'domain' });
    expect(run && summaryOf(run)).toEqual({
      [`domain | ${price} | adds up`]: 'expected: passed',
      [`domain | ${price} | rounding | comes and goes`]: 'expected: passed',
      [`domain | ${price} | rounding | fails on purpose`]: 'expected: passed',
      ...more,
      [`domain | ${price} | rounding | is to do`]: 'skipped: skipped',
      [['domain', price, 'rounding', 'of halves', ...title].join(' | ')]: 'unexpected: failed',
      [`domain | ${price} | rounding | twin`]: 'expected: passed',
      [`domain | ${price} | rounding | twin | #1`]: 'expected: passed',
      'domain | edge/net.test.ts | answers': 'unexpected: failed',
    });
    expect(run?.runner).toBe('vitest');
    const failed = run?.attempts.find((attempt) => attempt.failures?.[0]?.expected === '3');
    expect(failed?.failures?.[0]).toMatchObject({ location: { file: price, line: 12, column: 31 } });
  });
});

describe('other tools', () => {
  test('Maven Surefire: flakyFailure and rerunFailure are tries, sources are found', async () => {
    const root = join(scratch, 'java');
    mkdirSync(join(root, 'src/test/java/shop'), { recursive: true });
    writeFileSync(join(root, 'src/test/java/shop/CartTest.java'), '');
    const [run] = await importFrom([join(foreign, 'others/surefire.xml')], { root });
    const file = 'src/test/java/shop/CartTest.java';
    expect(run && summaryOf(run)).toEqual({
      [` | ${file} | addsUp`]: 'expected: passed',
      [` | ${file} | comesAndGoes`]: 'flaky: failed passed',
      [` | ${file} | fails`]: 'unexpected: failed failed',
      [` | ${file} | later`]: 'skipped: skipped',
    });
    expect(run).toMatchObject({ runner: 'junit', durationMs: 1_234_500 });
    const flaky = run?.attempts.find((attempt) => attempt.stdoutTail === 'first try');
    expect(flaky?.failures?.[0]).toMatchObject({
      name: 'AssertionFailedError',
      message: expect.stringContaining('expected: <1> but was: <0>'),
    });
  });

  test('pytest: the class name is the module, then the class', async () => {
    const [run] = await importFrom([join(foreign, 'others/pytest.xml')]);
    expect(run && summaryOf(run)).toEqual({
      ' | tests/unit/test_cart.py | TestCart | test_total[2-4]': 'expected: passed',
      ' | tests/unit/test_cart.py | test_broken': 'unexpected: failed',
      ' | tests/unit/test_cart.py | test_later': 'skipped: skipped',
    });
    expect(run?.startedAt).toBe('2026-03-01T10:00:00.123Z');
  });

  test("jest-junit, its times taken as UTC, under a runner of the user's choice", async () => {
    const [run] = await importFrom([join(foreign, 'others/jest-junit.xml')], { runner: 'jest' });
    expect(run && summaryOf(run)).toEqual({
      ' | src/cart.test.js | cart adds up': 'expected: passed',
      ' | src/cart.test.js | cart is broken': 'unexpected: failed',
    });
    expect(run).toMatchObject({ runner: 'jest', startedAt: '2026-03-01T10:00:00.000Z' });
    const failure = run?.attempts.find((attempt) => attempt.failures)?.failures?.[0];
    expect(failure).toMatchObject({
      name: 'Error',
      expected: '2',
      actual: '1',
      location: { file: 'src/cart.test.js', line: 8, column: 13 },
    });
  });

  test('CTRF: paths of another machine, tries that are only counted, facts', async () => {
    const [run] = await importFrom([join(foreign, 'ctrf/playwright.json')]);
    expect(run && summaryOf(run)).toEqual({
      [`api | ${cart} | adds up the prices @smoke`]: 'expected: passed',
      [`api | ${cart} | discounts | come and go`]: 'flaky: failed passed',
      [`api | ${cart} | discounts | for members | are ten percent`]: 'unexpected: failed failed',
      [`api | ${orders} | is switched off`]: 'skipped: skipped',
    });
    expect(run?.facts.git).toMatchObject({ commit: '1'.repeat(40), branch: 'main' });
    expect(run?.facts.ci).toMatchObject({ buildId: '42' });
    expect(run?.notes).toEqual([expect.stringContaining('counts retries')]);
  });
});

describe('broken input', () => {
  const blob = readFileSync(join(foreign, 'playwright/blob-report/report-1.zip'));
  const json = readFileSync(join(foreign, 'playwright/report.json'), 'utf8');
  const xml = readFileSync(join(foreign, 'playwright/junit.xml'), 'utf8');
  test.each([
    [
      'cut.json',
      json.slice(0, json.length / 2),
      /^cut\.json is not a Playwright JSON report: expected JSON, found a text that ends in the middle/,
    ],
    [
      'wrong.json',
      json.replace('"suites":[', '"suites":"none","other":['),
      /^wrong\.json is not a Playwright JSON report: at suites: .*expected array/,
    ],
    [
      'cut.xml',
      xml.slice(0, xml.length / 2),
      /^cut\.xml is not a JUnit XML report: expected XML, found an error in line \d+/,
    ],
    [
      'cut.zip',
      blob.subarray(0, blob.length / 2),
      /^cut\.zip is not a Playwright blob report: expected a zip archive, found one that is damaged/,
    ],
    [
      'ctrf.json',
      '{"reportFormat":"CTRF","results":{"tool":{"name":"x"},"tests":[{"name":"a"}]}}',
      /^ctrf\.json is not a CTRF report: at results\.tests\.0\.status: /,
    ],
    ['a-result.json', '{"uuid":"1"', /^a-result\.json is not an Allure result: expected JSON/],
    [
      'lines.jsonl',
      '{"type":"run","format":"millwright/run-lines","version":2}',
      /^lines\.jsonl is not a Millwright JSON Lines export that this version can read: expected millwright\/run-lines 1, found millwright\/run-lines 2/,
    ],
    ['notes.txt', 'hello', /^notes\.txt is no report that can be imported: expected .*JUnit XML.*found none of these/],
    ['empty.json', '', /^empty\.json is no report that can be imported/],
    ['absent.json', undefined, /^There is no file or folder absent\.json/],
  ])('%s', async (name, content, message) => {
    if (content !== undefined) writeFileSync(join(scratch, name), content);
    const whole = join(foreign, 'playwright/report.json');
    const error = await importFrom([whole, name], { root: scratch }).catch((thrown: unknown) => thrown);
    expect(isUserError(error)).toBe(true);
    expect((error as Error).message).toMatch(message);
  });

  test('an unknown format is named with the known ones', async () => {
    await expect(
      importFrom(['report.json'], { root: join(foreign, 'playwright'), format: 'nunit' as 'junit' }),
    ).rejects.toMatchObject({ code: 'unknown-format', hint: expect.stringContaining('junit') });
  });

  test('a folder may hold other files, but not only those', async () => {
    const folder = join(scratch, 'mixed');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{}');
    await expect(importFrom([folder])).rejects.toMatchObject({ code: 'unknown-report' });
    writeFileSync(join(folder, 'junit.xml'), xml);
    expect(await importFrom([folder])).toHaveLength(1);
  });
});

test('a report without times takes the time of its file, so that it is the same run when imported again', async () => {
  const path = join(scratch, 'undated.xml');
  writeFileSync(path, '<testsuite name="a"><testcase name="b" classname="c"/></testsuite>');
  utimesSync(path, 1_700_000_000, 1_700_000_000);
  const [run] = await importFrom([path]);
  expect(run).toMatchObject({ startedAt: '2023-11-14T22:13:20.000Z', status: 'passed' });
  expect((await importFrom([path]))[0]?.runId).toBe(run?.runId);
});

test('more than a thousand entities and colours in attributes are read', async () => {
  const path = join(scratch, 'entities.xml');
  writeFileSync(
    path,
    `<testsuite name="a" timestamp="2026-01-01T00:00:00Z"><testcase name="b" classname="c"><failure message="x">${'&lt;&#10;'.repeat(2000)}end</failure></testcase></testsuite>`,
  );
  const [run] = await importFrom([path]);
  expect(run?.attempts[0]?.failures?.[0]?.message).toContain('<\n<\n<');
});

test('texts are redacted, identities are not', async () => {
  const [run] = await importFrom([join(foreign, 'playwright/report.json')], {
    redact: redactorOf({ env: {}, patterns: ['the shop answers', 'come and go', 'SHOP-12'] }),
  });
  expect(JSON.stringify(run)).not.toContain('the shop answers');
  expect(JSON.stringify(run?.tests)).not.toContain('SHOP-12');
  expect(run?.tests.some((entry) => entry.titlePath.at(-1) === 'come and go')).toBe(true);
});
