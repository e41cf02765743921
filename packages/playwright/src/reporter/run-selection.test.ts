import { expect, test } from 'vitest';

import { isPartialSelection, namesTests } from './run-selection.ts';

test.each([
  ['', false],
  ['--workers 4 --retries=2', false],
  ['--shard 1/3 --reporter list', false],
  ['-c other.config.ts -u all', false],
  ['-u', false],
  ['--headed --trace on', false],
  ['a.spec.ts', true],
  ['--workers 4 a.spec.ts:3', true],
  ['-u a.spec.ts', true],
  ['-g login', true],
  ['--grep=login', true],
  ['--grep-invert slow', true],
  ['--project web', true],
  ['--last-failed', true],
  ['--only-changed=main', true],
  ['--test-list list.txt', true],
])('`playwright test %s` is partial: %s', (args, partial) => {
  expect(isPartialSelection(['node', 'cli.js', 'test', ...args.split(' ').filter((arg) => arg !== '')])).toBe(partial);
});

test.each([
  ['', false],
  ['--project web', false],
  ['--project web mobile --workers 2', false],
  ['--project=web', false],
  ['--project=web a.spec.ts', true],
  ['a.spec.ts --project web', true],
  ['--project web -g login', true],
  ['--shard 1/3', false],
])('`playwright test %s` names tests: %s', (args, names) => {
  expect(namesTests(['node', 'cli.js', 'test', ...args.split(' ').filter((arg) => arg !== '')])).toBe(names);
});
