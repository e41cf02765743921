import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { plannedTest, strategyOf } from '../execution/fixtures/planned.ts';
import { readPointer, readStrategy, strategyFolderOf, writePointer, writeStrategy } from './strategy-files.ts';

const strategy = strategyOf([plannedTest()]);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millwright-strategies-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what is written is read by id, by file and as the latest, and no temporary file stays', () => {
  const path = writeStrategy(folder, strategy);
  expect(readStrategy(folder, { id: strategy.id })).toEqual(strategy);
  expect(readStrategy(folder, { file: path })).toEqual(strategy);
  expect(readStrategy(folder, {})).toEqual(strategy);
  expect(readdirSync(folder).toSorted()).toEqual(['latest.txt', 'nightly-1.json']);
});

test('when nothing was planned, there is no latest', () => {
  expect(readStrategy(folder, {})).toBeUndefined();
  expect(readPointer(folder, 'latest.txt')).toBeUndefined();
});

test('a pointer is one line', () => {
  writePointer(folder, 'latest_exec.txt', 'exec-1');
  expect(readPointer(folder, 'latest_exec.txt')).toBe('exec-1');
});

describe('what cannot be used is told with its path', () => {
  test.each([
    ['missing', undefined, 'no-such-strategy'],
    ['cut off', JSON.stringify(strategy).slice(0, 100), 'unreadable-strategy'],
    ['empty', '', 'unreadable-strategy'],
    ['null', 'null', 'not-a-strategy'],
    ['another document', '{ "format": "millwright/run", "version": 1 }', 'not-a-strategy'],
    ['a newer version', JSON.stringify({ ...strategy, version: 2 }), 'newer-strategy'],
    ['no version', JSON.stringify({ ...strategy, version: undefined }), 'newer-strategy'],
    ['no id', JSON.stringify({ ...strategy, id: '' }), 'not-a-strategy'],
    ['no order', JSON.stringify({ ...strategy, executionOrder: undefined }), 'not-a-strategy'],
    [
      'a test without a file',
      JSON.stringify({ ...strategy, testCases: [{ ...plannedTest(), file: undefined }] }),
      'not-a-strategy',
    ],
    ['null among the tests', JSON.stringify({ ...strategy, testCases: [null] }), 'not-a-strategy'],
  ])('%s: %#', (_name, text, code) => {
    const path = join(folder, 'plan.json');
    if (text !== undefined) writeFileSync(path, text);
    expect(() => readStrategy(folder, { file: path })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(path) }),
    );
  });

  test('a pointer to a strategy that was removed', () => {
    writePointer(folder, 'latest.txt', 'gone-1');
    expect(() => readStrategy(folder, {})).toThrow(/gone-1\.json/);
  });

  test('a folder that is a file', () => {
    const path = join(folder, 'file');
    writeFileSync(path, '');
    expect(() => writeStrategy(path, strategy)).toThrow(expect.objectContaining({ code: 'unwritable-strategy' }));
  });
});

test('the folder is in .millwright, or where --output says', () => {
  expect(strategyFolderOf('/p/.millwright', '/p', undefined)).toBe(join('/p/.millwright', 'strategies'));
  expect(strategyFolderOf('/p/.millwright', '/p', 'plans')).toBe(resolve('/p', 'plans'));
});
