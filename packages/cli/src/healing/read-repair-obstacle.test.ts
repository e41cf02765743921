import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Heal, patchTraceOf } from '@millwright/core';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { readRepairObstacle } from './read-repair-obstacle.ts';

const file = 'pay.spec.ts';
const committed = "page.getByText('Pay');\npage.getByText('Back');\n";
const once = committed.replace('Pay', 'Pay now');
const twice = once.replace('Back', 'Go back');

let root: string;
const write = (text: string): void => writeFileSync(join(root, file), text);
const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: root, stdio: 'ignore' });

function heal(before: string, after: string, outcome: Heal['outcome'] = 'accepted'): Heal {
  const patch = {
    file,
    edits: [{ start: 0, end: before.length, newText: after }],
    summary: '',
    safety: 'safe' as const,
  };
  return {
    id: after,
    testId: 't',
    kind: 'locator',
    proposedAt: '',
    file,
    before,
    after,
    probability: 1,
    outcome,
    trace: patchTraceOf({ before, after }, patch),
  };
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-obstacle-'));
  git('init', '-q');
  git('config', 'user.email', 'a@b.c');
  git('config', 'user.name', 'A');
  write(committed);
  git('add', '.');
  git('commit', '-qm', 'a');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const both = [heal(committed, once), heal(once, twice)];

test.each<[string, string, readonly Heal[], string | undefined]>([
  ['nothing is in the way of a file that is committed', committed, [], undefined],
  ['nor of one with a repair in it', once, both.slice(0, 1), undefined],
  ['nor of one with two', twice, both, undefined],
  ['a person edited it', once, [], 'has uncommitted changes'],
  ['a person edited it beside a repair', `${once}// mine\n`, both.slice(0, 1), 'has uncommitted changes'],
  ['the repair in it was never accepted', once, [heal(committed, once, 'rejected')], 'has uncommitted changes'],
])('%s', async (_name, text, heals, expected) => {
  write(text);
  expect(await readRepairObstacle(root, file, heals)).toBe(expected);
});
