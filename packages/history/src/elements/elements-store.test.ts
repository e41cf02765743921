import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FailingPage, RecordedFailingPage, RememberedElement, TestId } from '@millwright/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { updateAliases } from '../aliases/aliases.ts';
import { redactorOf } from '../redaction/redactor.ts';
import { openHistory } from '../store/open-history.ts';
import { elementPicturePathOf, keepElementPictures } from './element-pictures.ts';
import { readFailingPages, recordFailingPages } from './failing-pages.ts';
import { readTestElements } from './read-elements.ts';
import { recordTestElements } from './record-elements.ts';

const a = 'aaaaaaaaaaaaaaaa' as TestId;
const b = 'bbbbbbbbbbbbbbbb' as TestId;
const redact = redactorOf({ env: { API_TOKEN: 'top-secret-1' } });

let top = '';
let dir = '';
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'millwright-elements-'));
  dir = join(top, '.millwright');
});
afterEach(() => rmSync(top, { recursive: true }));

function elementOf(line: number, seenAt = '2026-11-01T10:00:00.000Z'): RememberedElement {
  return {
    place: { file: 'a.spec.ts', line, column: 5 },
    locator: `locator('#s${line}')`,
    selector: `#s${line}`,
    action: 'click',
    ordinal: 0,
    url: '/orders/:id',
    fingerprint: { tag: 'button', xpath: '/html[1]/body[1]/button[1]', text: 'Save', classes: ['btn'] },
    twins: 1,
    seenAt,
  };
}

function pageOf(testId: TestId, runId: string, recordedAt: string): RecordedFailingPage {
  const { fingerprint, twins: _twins, seenAt: _seenAt, ...call } = elementOf(4);
  const page: FailingPage = { ...call, title: 'Shop', matches: 0, status: 200, elements: [fingerprint] };
  return { runId, testId, retry: 0, recordedAt, page };
}

const history = () => openHistory({ dir, root: top });
const filesOf = (): string[] =>
  readdirSync(join(dir, 'history'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));

describe('elements of tests', () => {
  test('are read as they were recorded, one document each', async () => {
    await recordTestElements(
      [
        { testId: a, elements: [elementOf(1), elementOf(2)] },
        { testId: b, elements: [elementOf(3)] },
      ],
      { dir, redact },
    );
    expect(await readTestElements(dir, a)).toEqual({ testId: a, elements: [elementOf(1), elementOf(2)] });
    expect((await readTestElements(dir, b))?.elements).toEqual([elementOf(3)]);
    expect(await readTestElements(dir, 'cccccccccccccccc')).toBeUndefined();
    expect((await history().verify()).problems).toEqual([]);
  });

  test('are told as changed when they are other elements, and not when a link leads elsewhere', async () => {
    const seenAs = (text: string, href: string): RememberedElement => ({
      ...elementOf(1),
      fingerprint: { tag: 'a', xpath: '/html[1]/body[1]/a[1]', text, href },
    });
    const record = (element: RememberedElement) =>
      recordTestElements([{ testId: a, elements: [element] }], { dir, redact });
    await record(seenAs('Cart', '/cart'));
    expect(await record(seenAs('Cart', '/basket'))).toEqual([]);
    const helped = seenAs('Help', '/help');
    expect(await record(helped)).toMatchObject([{ testId: a, element: helped }]);
  });

  test('lose secrets before they are written', async () => {
    const [element] = [elementOf(1)];
    const secret = {
      ...element,
      selector: '#top-secret-1',
      contract: { requests: ['GET /k/top-secret-1 2xx'], urlAfter: '/k/top-secret-1' },
      fingerprint: {
        ...element.fingerprint,
        id: 'top-secret-1',
        rowText: 'key top-secret-1',
        classes: ['top-secret-1'],
        options: [{ value: 'top-secret-1', label: 'key top-secret-1' }],
      },
    };
    await recordTestElements([{ testId: a, elements: [secret] }], { dir, redact });
    await recordFailingPages(
      [
        {
          ...pageOf(a, 'r1', '2026-11-01T10:00:00.000Z'),
          page: { ...pageOf(a, 'r1', '').page, title: 'top-secret-1', elements: [secret.fingerprint] },
        },
      ],
      { dir, redact },
    );
    const texts = filesOf().map((name) => readFileSync(join(dir, 'history', name), 'utf8'));
    expect(texts).toHaveLength(2);
    expect(texts.join()).toContain('[redacted]');
    expect(texts.join()).not.toContain('top-secret-1');
  });

  test('follow a test that was renamed', async () => {
    await recordTestElements([{ testId: a, elements: [elementOf(1)] }], { dir, redact });
    await updateAliases(dir, [{ from: a, to: b, reason: 'renamed', at: '2026-11-02T00:00:00.000Z' }]);
    expect(await readTestElements(dir, b)).toEqual({ testId: b, elements: [elementOf(1)] });
  });

  test('a damaged document is set aside and learnt again', async () => {
    await recordTestElements([{ testId: a, elements: [elementOf(1)] }], { dir, redact });
    writeFileSync(join(dir, `history/elements/${a}.json`), '{"format":"millwright/el');
    expect(await readTestElements(dir, a)).toBeUndefined();
    await recordTestElements([{ testId: a, elements: [elementOf(2)] }], { dir, redact });
    expect((await readTestElements(dir, a))?.elements).toEqual([elementOf(2)]);
  });
});

describe('failing pages', () => {
  test('are read by run and by test, the newest first', async () => {
    const pages = [
      pageOf(a, 'r1', '2026-11-01T10:00:00.000Z'),
      pageOf(a, 'r2', '2026-11-02T10:00:00.000Z'),
      pageOf(b, 'r2', '2026-11-02T10:00:01.000Z'),
    ];
    await recordFailingPages(pages, { dir, redact });
    expect(await readFailingPages(dir, { testId: a })).toEqual([pages[1], pages[0]]);
    expect(await readFailingPages(dir, { runId: 'r2' })).toEqual([pages[2], pages[1]]);
    expect(await readFailingPages(dir, { runId: 'r1', testId: b })).toEqual([]);
    expect(await readFailingPages(dir)).toHaveLength(3);
    expect((await history().verify()).problems).toEqual([]);
  });
});

test('prune forgets tests that did not pass and pages that failed before the retention', async () => {
  await recordTestElements(
    [
      { testId: a, elements: [elementOf(1)] },
      { testId: b, elements: [elementOf(1), elementOf(2, '2026-11-27T10:00:00.000Z')] },
    ],
    { dir, redact },
  );
  await recordFailingPages([pageOf(a, 'r1', '2026-10-01T10:00:00.000Z'), pageOf(a, 'r2', '2026-11-27T10:00:00.000Z')], {
    dir,
    redact,
  });
  const options = { retentionDays: 10, nowMs: Date.parse('2026-11-28T10:00:00.000Z') };
  expect((await history().prune({ ...options, dryRun: true })).removedFiles).toBe(2);
  expect((await history().prune(options)).removedFiles).toBe(2);
  expect(await readTestElements(dir, a)).toBeUndefined();
  expect((await readTestElements(dir, b))?.elements).toHaveLength(2);
  expect((await readFailingPages(dir)).map(({ runId }) => runId)).toEqual(['r2']);
});

describe('pictures of elements', () => {
  /** An element of a test in that history, with a picture that holds the text. */
  const pictured = async (dir: string, line: number, text: string, seenAt?: string): Promise<string> => {
    const element = elementOf(line, seenAt);
    const picture = elementPicturePathOf(element);
    const from = join(top, 'taken.png');
    writeFileSync(from, text);
    await keepElementPictures(dir, [{ from, path: picture }]);
    await recordTestElements([{ testId: line === 1 ? a : b, elements: [{ ...element, picture }] }], { dir, redact });
    return picture;
  };
  const isThere = (picture: string): boolean => existsSync(join(dir, picture));
  const old = new Date('2026-10-01T10:00:00.000Z');

  test('go with the elements that name them', async () => {
    const [gone, kept] = [await pictured(dir, 1, 'one'), await pictured(dir, 2, 'two', '2026-11-27T10:00:00.000Z')];
    for (const picture of [gone, kept]) utimesSync(join(dir, picture), old, old);
    const { removedFiles } = await history().prune({
      retentionDays: 10,
      nowMs: Date.parse('2026-11-28T10:00:00.000Z'),
    });
    expect(removedFiles).toBe(2);
    expect([gone, kept].map(isThere)).toEqual([false, true]);
    expect((await history().verify()).problems).toEqual([]);
  });

  test('are bounded: the oldest go', async () => {
    const from = join(top, 'taken.png');
    writeFileSync(from, 'one');
    const [first, second, third] = [1, 2, 3].map((line) => elementPicturePathOf(elementOf(line))) as [
      string,
      string,
      string,
    ];
    await keepElementPictures(dir, [{ from, path: first }, { from, path: second }]); // prettier-ignore
    utimesSync(join(dir, second), old, old);
    await keepElementPictures(dir, [{ from, path: third }], 2);
    expect([first, second, third].map(isThere)).toEqual([true, false, true]);
  });

  test('come along with a merge where the element is the newer one', async () => {
    const other = join(top, 'other/.millwright');
    const newer = '2026-11-05T10:00:00.000Z';
    const [mine, theirs] = [await pictured(dir, 1, 'mine', newer), await pictured(dir, 2, 'mine')];
    await pictured(other, 1, 'theirs');
    await pictured(other, 2, 'theirs', newer);
    await history().mergeFrom([other]);
    expect([mine, theirs].map((picture) => readFileSync(join(dir, picture), 'utf8'))).toEqual(['mine', 'theirs']);
  });
});

test('merge keeps the newest of each record, whatever the order', async () => {
  const other = join(top, 'other/.millwright');
  const newer = elementOf(1, '2026-11-05T10:00:00.000Z');
  await recordTestElements([{ testId: a, elements: [elementOf(1), elementOf(2)] }], { dir, redact });
  await recordTestElements(
    [
      { testId: a, elements: [newer] },
      { testId: b, elements: [elementOf(3)] },
    ],
    { dir: other, redact },
  );
  await recordFailingPages([pageOf(a, 'r1', '2026-11-01T10:00:00.000Z')], { dir: other, redact });
  const both = join(top, 'both/.millwright');
  await openHistory({ dir: both, root: top }).mergeFrom([other, dir]);
  expect(await history().mergeFrom([other])).toMatchObject({ addedRuns: 0, addedFiles: 2 });
  expect(await history().mergeFrom([other])).toMatchObject({ addedRuns: 0, addedFiles: 0 });
  for (const folder of [dir, both]) {
    expect((await readTestElements(folder, a))?.elements).toEqual([newer, elementOf(2)]);
    expect((await readTestElements(folder, b))?.elements).toEqual([elementOf(3)]);
    expect(await readFailingPages(folder, { runId: 'r1' })).toHaveLength(1);
  }
  expect((await history().verify()).problems).toEqual([]);
});
