import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { findRoot } from './find-root.ts';

let top = '';
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'millwright-root-')));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function write(path: string): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), '');
}

test.each([
  ['the folder itself', ['app/playwright.config.ts'], 'app', 'app'],
  ['upwards', ['app/vitest.config.mts', 'app/tests/deep/a.test.ts'], 'app/tests/deep', 'app'],
  ['the nearest of two', ['playwright.config.ts', 'app/millwright.config.json'], 'app', 'app'],
  ['a history alone', ['app/.millwright/state/x.json', 'app/src/a.ts'], 'app/src', 'app'],
  ['a config above a nearer package.json', ['playwright.config.js', 'app/package.json'], 'app', ''],
  ['package.json when there is no config', ['package.json', 'src/a.ts'], 'src', ''],
  ['a file with a similar name is none', ['package.json', 'src/my-playwright.config.ts'], 'src', ''],
])('%s', (_name, files, from, expected) => {
  files.forEach(write);
  mkdirSync(join(top, from), { recursive: true });
  expect(findRoot(join(top, from))).toBe(join(top, expected));
});
