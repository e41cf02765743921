import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { appBuildOf, readKnownElements, tellWorkers, writeKnownElements } from './known-elements.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millwright-known-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('the build of the app', () => {
  const clean = { commit: 'c1', dirty: false, rootPrefix: '' };

  test('is what the user says, else the commit, else not known', () => {
    expect(appBuildOf(dir, clean, { MILLWRIGHT_APP_BUILD: '7' })).toBe('7');
    expect(appBuildOf(dir, clean, {})).toBe('c1');
    expect(appBuildOf(dir, undefined, {})).toBeUndefined();
  });

  test('is another one after each edit of a file that is not committed', () => {
    const dirty = { ...clean, dirty: true, changedFiles: ['a.ts', 'gone.ts'] };
    writeFileSync(join(dir, 'a.ts'), 'one');
    const first = appBuildOf(dir, dirty, {});
    expect(first).not.toBe('c1');
    expect(appBuildOf(dir, dirty, {})).toBe(first);
    writeFileSync(join(dir, 'a.ts'), 'two and more');
    expect(appBuildOf(dir, dirty, {})).not.toBe(first);
  });
});

describe('what is known', () => {
  const nowMs = Date.parse('2026-11-28T10:00:00.000Z');
  const known = { at: '2026-11-28T09:00:00.000Z', tests: { t: ['k1', 'k2'] } };

  test('holds for the build that it was learnt in, for a day', () => {
    writeKnownElements(dir, 'b1', known);
    expect(readKnownElements(dir, 'b1', nowMs)).toEqual(known);
    expect(readKnownElements(dir, 'b2', nowMs).tests).toEqual({});
    expect(readKnownElements(dir, 'b1', nowMs + 86_400_000).tests).toEqual({});
  });

  test.each(['{', '[]', '{"version":3,"build":"b1","at":"2026-11-28T09:00:00.000Z","tests":{"t":["k"]}}'])(
    'is nothing when the file says %s',
    (text) => {
      mkdirSync(join(dir, 'cache'));
      writeFileSync(join(dir, 'cache/known-elements.json'), text);
      expect(readKnownElements(dir, 'b1', nowMs).tests).toEqual({});
    },
  );

  test('goes to the workers', () => {
    tellWorkers(dir, known.tests);
    expect(JSON.parse(readFileSync(join(dir, 'known.json'), 'utf8'))).toEqual(known.tests);
  });
});
