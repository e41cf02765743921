import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Heal, patchTraceOf } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Context } from '../context/context.ts';
import { createContext } from '../context/create-context.ts';
import { createFakeWorld } from '../frame/fixtures/fake-world.ts';
import { readHeals, writeHeals } from '../state/heals.ts';
import { readStandingHeals } from './read-standing-heals.ts';
import { type RevertRequest, type RevertedHeal, revertHeal } from './revert-heal.ts';

const file = 'pay.spec.ts';
const original = "test('pays', async ({ page }) => {\n\tawait page.getByText('Pay').click();  \n});\n";
const repaired = original.replace("'Pay'", "'Pay now'");
const repairedTwice = repaired.replace("'pays'", "'pays at once'");

/** An accepted repair that put one text for another. */
function healOf(id: string, before: string, [old, newText]: readonly [string, string]): Heal {
  const start = before.indexOf(old);
  const after = before.replace(old, newText);
  const edits = [{ start, end: start + old.length, newText }];
  return {
    id,
    testId: 'aaaaaaaaaaaaaaaa',
    kind: 'locator',
    proposedAt: `2026-10-31T12:00:0${id.length}.000Z`,
    decidedAt: '2026-10-31T12:05:00.000Z',
    file,
    before: old,
    after: newText,
    probability: 0.9,
    outcome: 'accepted',
    trace: patchTraceOf({ before, after }, { file, edits, summary: '', safety: 'safe' }),
  };
}
const first = healOf('FIRST', original, ["'Pay'", "'Pay now'"]);
const second = healOf('SECOND', repaired, ["'pays'", "'pays at once'"]);

let root: string;
let context: Context;
let history: HistoryStore;
const write = (text: string): void => writeFileSync(join(root, file), text);
const read = (): string => readFileSync(join(root, file), 'utf8');
const git = (...args: string[]): void =>
  void execFileSync('git', ['-c', 'user.name=m', '-c', 'user.email=m@example.com', ...args], {
    cwd: root,
    stdio: 'ignore',
  });
const commit = (): void => {
  git('add', file);
  git('commit', '--quiet', '-m', 'one');
};

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'millwright-revert-'));
  writeFileSync(join(root, 'package.json'), '{}');
  git('init', '--quiet');
  write(original);
  commit();
  context = await createContext(createFakeWorld(root), { root });
  history = await context.openHistory();
  await writeHeals(history, [first]);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function revert(id: string, over: Partial<RevertRequest> = {}): Promise<RevertedHeal> {
  const heals = await readStandingHeals(context, history);
  return revertHeal(context, history, heals, id, { wasFalse: false, apply: true, ...over });
}

describe('a repair is taken out of its file', () => {
  test('shown first: nothing is written', async () => {
    write(repaired);
    commit();
    const { heal, diff } = await revert('first', { apply: false });
    expect(heal).toEqual(first);
    expect(diff).toContain(
      "-\tawait page.getByText('Pay now').click();  \n+\tawait page.getByText('Pay').click();  \n",
    );
    expect(read()).toBe(repaired);
    expect(await readHeals(history)).toEqual([first]);
  });

  test('applied: the text is as it was, and it is remembered', async () => {
    write(repaired);
    commit();
    const { heal } = await revert('FIRST', { wasFalse: true });
    expect(read()).toBe(original);
    expect(heal).toEqual({
      ...first,
      outcome: 'reverted',
      takenBack: { at: '2026-11-01T12:00:00.000Z', wasFalse: true },
    });
    // Reading the file afterwards finds nothing new.
    expect(await readStandingHeals(context, history)).toEqual([heal]);
  });

  test('one that was never committed, beside another in the same file', async () => {
    write(repairedTwice);
    await writeHeals(history, [second]);
    await revert('FIRST');
    expect(read()).toBe(original.replace("'pays'", "'pays at once'"));
    expect((await readHeals(history)).map(({ outcome }) => outcome)).toEqual(['reverted', 'accepted']);
    await revert('SECOND');
    expect(read()).toBe(original);
  });

  test('the file has grown since', async () => {
    write(`// new\n${repaired}`);
    commit();
    await revert('FIRST');
    expect(read()).toBe(`// new\n${original}`);
  });
});

describe('nothing is written', () => {
  test.each<[string, () => void, string, string]>([
    ['the id is unknown', () => write(repaired), 'OTHER', 'Expected the id of an applied repair, got "OTHER".'],
    [
      'its line was rewritten',
      () => write(repaired.replace('now', 'later')),
      'FIRST',
      `The repair FIRST is not in ${file} as it was made: the code has moved on.`,
    ],
    [
      'it was taken back by hand',
      () => write(original),
      'FIRST',
      `The repair FIRST is not in ${file} as it was made: it was taken back already.`,
    ],
    [
      'the file is gone',
      () => rmSync(join(root, file)),
      'FIRST',
      `The repair FIRST is not in ${file} as it was made: the file is gone.`,
    ],
    [
      'somebody is at work in the file',
      () => write(`${repaired}// mine\n`),
      'FIRST',
      `${file} has uncommitted changes, so the repair FIRST is not taken back.`,
    ],
  ])('when %s', async (_name, change, id, message) => {
    change();
    await expect(revert(id)).rejects.toMatchObject({ name: 'UserError', message });
    expect((await readHeals(history))[0]?.takenBack).toBeUndefined();
  });

  test('an unknown id: told which can be taken back', async () => {
    write(repaired);
    await expect(revert('OTHER')).rejects.toMatchObject({ hint: expect.stringContaining(`FIRST (${file})`) });
  });

  test('one that was only proposed', async () => {
    await writeHeals(history, [{ ...first, outcome: 'proposed' }]);
    await expect(revert('FIRST', { wasFalse: true })).rejects.toMatchObject({ code: 'heal-not-applied' });
  });

  test('one that was committed to a branch', async () => {
    await writeHeals(history, [{ ...first, branch: 'repairs' }]);
    await expect(revert('FIRST')).rejects.toMatchObject({
      message: `The repair FIRST is not in ${file} as it was made: it was committed to the branch repairs.`,
    });
  });
});

test('one that is not in its file any more can be called wrong', async () => {
  write(`${repaired.replace('now', 'later')}// mine\n`);
  const { heal, diff } = await revert('FIRST', { wasFalse: true });
  expect(diff).toBe('');
  expect(heal).toMatchObject({ outcome: 'reverted', takenBack: { wasFalse: true } });
  expect((await readStandingHeals(context, history))[0]).toMatchObject({ outcome: 'reverted' });
  expect(read()).toContain('// mine');
});
