import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { HistoryStore } from '@millwright/history';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Context } from '../../context/context.ts';
import { createContext } from '../../context/create-context.ts';
import { type FakeWorld, createFakeWorld } from '../../frame/fixtures/fake-world.ts';
import { rememberUnprovedPatch, restoreUnprovedPatches } from '../unproved-patches.ts';
import { type EditSession, openEditSession } from './edit-session.ts';

const file = 'pay.spec.ts';
const original = "page.getByText('Pay');\n";
const repaired = "page.getByText('Pay now');\n";
const repairedTwice = "page.getByText('Pay at once');\n";

let root: string;
let world: FakeWorld;
let context: Context;
let history: HistoryStore;
const read = (): string => readFileSync(join(root, file), 'utf8');
const write = (text: string | Uint8Array): void => writeFileSync(join(root, file), text);
const session = (isForGood = false): EditSession => openEditSession(context, history, { isForGood });

/** The id of a process that is over. */
const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'millwright-session-'));
  writeFileSync(join(root, 'package.json'), '{}\n');
  write(original);
  world = createFakeWorld(root);
  context = await createContext(world, { root });
  history = await context.openHistory();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a session that only looks', () => {
  test('leaves the file as it was, also when it was edited before', async () => {
    const edits = session();
    expect(await edits.put(file, { from: original, to: repaired })).toBe(true);
    expect(read()).toBe(repaired);
    await edits.end(false);
    expect(read()).toBe(original);
  });

  test('does not write over what somebody wrote since the repair was made', async () => {
    const edits = session();
    write('// mine\n');
    expect(await edits.put(file, { from: original, to: repaired })).toBe(false);
    await edits.end(false);
    expect(read()).toBe('// mine\n');
  });

  test('leaves alone what is edited during the proof', async () => {
    const edits = session();
    await edits.put(file, { from: original, to: repaired });
    expect(edits.isIntact()).toBe(true);
    write('// mine\n');
    expect(edits.isIntact()).toBe(false);
    expect(await edits.backTo(new Map())).toBe(false);
    await edits.end(false);
    expect(read()).toBe('// mine\n');
    expect(world.printed().stderr).toContain(
      'pay.spec.ts was edited during the proof and is left as it is; the repair that was tried may still be in it.',
    );
  });

  test('does not touch a file whose letters it would lose', async () => {
    const latin1 = Buffer.from("// caf\u00e9\npage.getByText('Pay');\n", 'latin1');
    write(latin1);
    expect(await session().obstacleOf(file)).toBe('is not written in UTF-8');
  });
});

describe('two processes', () => {
  test('what another one proves is not taken for the original', async () => {
    await rememberUnprovedPatch(history, { file, before: original, texts: [repaired], pid: process.ppid });
    write(repaired);
    const edits = session();
    expect(await edits.obstacleOf(file)).toBe(`is edited by another proof (process ${process.ppid})`);
    expect(await edits.put(file, { from: repaired, to: repairedTwice })).toBe(false);
    await edits.end(false);
    expect(read()).toBe(repaired);
    expect(await session().obstacleOf(file)).toBeDefined();
  });

  test.each([
    ['the repair that was remembered last', repairedTwice],
    ['the repair before it, which it was killed with', repaired],
  ])('a file of a process that was killed is put back: %s', async (_name, text) => {
    await rememberUnprovedPatch(history, { file, before: original, texts: [repaired, repairedTwice], pid: dead });
    write(text);
    await restoreUnprovedPatches(context, history);
    expect(read()).toBe(original);
  });

  test('killed between two repairs of a file, it remembered what the file holds', async () => {
    const edits = session();
    await edits.put(file, { from: original, to: repaired });
    await edits.put(file, { from: repaired, to: repairedTwice });
    const state = await history.readState<{ readonly patches: readonly { readonly texts: readonly string[] }[] }>(
      'unproved-patches',
      { patches: [] },
    );
    expect(state.patches.map(({ texts }) => texts)).toEqual([[repaired, repairedTwice]]);
    await edits.end(false);
  });

  test('a process that has the id of the dead one is not taken for it', async () => {
    await rememberUnprovedPatch(history, { file, before: original, texts: [repaired], pid: process.pid });
    write(repaired);
    await restoreUnprovedPatches(context, history);
    expect(read()).toBe(original);
  });
});
