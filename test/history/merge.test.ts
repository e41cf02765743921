import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openHistory, updateAliases } from '@millwright/history';
import { openRunRecorder } from '@millwright/history/recorder';
import { expect, test } from 'vitest';

import { temporaryFolder, treeOf } from './support/files.ts';
import { makeAttempts, makeHeader, makeRun, makeTest, randomOf } from './support/make-run.ts';

const open = (dir: string) => openHistory({ dir, root: dir });

async function recordShard(dir: string, current: number, total: number): Promise<void> {
  const header = { ...makeHeader(40), shard: { current, total } };
  const recorder = openRunRecorder({ dir, root: dir, header, env: {} });
  for (let index = 0; index < 12; index += 1) {
    if (index % total !== current - 1) continue;
    const entry = makeTest(index);
    for (const attempt of makeAttempts(entry, Date.parse(header.startedAt) + index * 1000, randomOf(index)))
      recorder.addAttempt(entry, attempt);
    recorder.addCoverage({ testId: entry.id, files: [`src/${index}.ts`], precision: 'executed' });
  }
  await recorder.finish({ status: 'passed', durationMs: 4_000 });
}

/** Four histories: shards of one run, runs of their own, one run that both have, one name with two texts, aliases that differ. */
async function makeSources(dir: string): Promise<string[]> {
  const names = ['a', 'b', 'c', 'd'].map((name) => join(dir, name));
  for (const [index, name] of names.entries()) {
    await recordShard(name, index + 1, 4);
    await open(name).appendRun(makeRun(index));
    await open(name).appendRun(makeRun(30));
    await open(name).appendRun({ ...makeRun(31), durationMs: 5_000 + (index % 3) });
    await updateAliases(name, [
      { from: 'old', to: `new-${index}`, reason: 'renamed', at: `2026-11-0${1 + (index % 3)}T00:00:00.000Z` },
    ]);
    await open(name).updateState('heals', index, (value) => value);
    await open(name).readTestHistories();
  }
  return names;
}

const orders = [
  [0, 1, 2, 3],
  [3, 2, 1, 0],
  [1, 3, 0, 2],
  [2, 0, 3, 1, 2, 0],
];

test('merging in any order, once or twice, gives the same bytes', async () => {
  using folder = temporaryFolder();
  const sources = await makeSources(folder.path);
  const trees: string[] = [];
  for (const [index, order] of orders.entries()) {
    const target = join(folder.path, `target-${index}`);
    const history = open(target);
    if (index % 2 === 0) await history.mergeFrom(order.map((source) => sources[source] as string));
    else for (const source of order) await history.mergeFrom([sources[source] as string]);
    const once = JSON.stringify(treeOf(target));
    expect(await history.mergeFrom(sources)).toMatchObject({ addedRuns: 0, addedFiles: 0 });
    trees.push(once, JSON.stringify(treeOf(target)));
    expect((await history.verify()).problems).toEqual([]);
    expect(history.warnings).toEqual([]);
  }
  expect(new Set(trees).size).toBe(1);
  const tree = JSON.parse(trees[0] as string) as Record<string, string>;
  expect(Object.keys(tree).some((path) => path.startsWith('state/') || path.startsWith('cache/'))).toBe(false);
  expect(tree['aliases.json']).toContain('"to":"new-2"');
});

test('nothing is lost: every run of every source is there, and the shards are one run', async () => {
  using folder = temporaryFolder();
  const sources = await makeSources(folder.path);
  const history = open(join(folder.path, 'target'));
  const result = await history.mergeFrom(sources);
  // 4 shards, 4 runs of their own, 1 run that all have, 3 texts of one name.
  expect(result.addedRuns).toBe(12);
  expect(await history.listRuns()).toHaveLength(12);
  const runIds = new Set((await history.listRuns()).map((run) => run.runId));
  expect(runIds.size).toBe(7);
  // Those that the sources hold, also when nothing of them is new.
  const all = [...runIds].toSorted();
  expect([result.runIds, (await history.mergeFrom(sources)).runIds]).toEqual([all, all]);
  const shardRun = makeHeader(40).runId;
  const observed = (await history.readTestHistories()).filter((entry) =>
    entry.observations.some(({ run }) => run.runId === shardRun),
  );
  expect(observed).toHaveLength(12);
  expect((await history.readCoverageMap()).filesByTest.size).toBe(12);
});

test('the shards of a run in one folder give the same statistics as the run in one piece', async () => {
  using folder = temporaryFolder();
  const whole = join(folder.path, 'whole');
  await recordShard(whole, 1, 1);
  const parts = join(folder.path, 'parts');
  for (const current of [1, 2, 3, 4]) await recordShard(parts, current, 4);
  expect(await open(parts).readTestHistories()).toEqual(await open(whole).readTestHistories());
});

test('the project folder and the history folder may be named instead; a damaged source file is told and left out', async () => {
  using folder = temporaryFolder();
  const source = join(folder.path, 'project', '.millwright');
  await open(source).appendRun(makeRun(1));
  await open(source).appendRun(makeRun(2));
  writeFileSync(join(source, 'history/runs/2026/11', `${makeRun(2).runId}.json`), '{"format":"mill');
  for (const given of [join(folder.path, 'project'), join(source, 'history'), source]) {
    const target = open(join(folder.path, `target-${given.length}`));
    expect(await target.mergeFrom([given])).toMatchObject({ addedRuns: 1 });
    expect(target.warnings[0]?.message).toMatch(/not JSON.*not merged/);
  }
  const target = open(join(folder.path, 'nowhere'));
  mkdirSync(join(folder.path, 'empty'));
  expect(await target.mergeFrom([join(folder.path, 'empty')])).toEqual({ addedRuns: 0, addedFiles: 0, runIds: [] });
  expect(target.warnings[0]?.message).toMatch(/no `history` folder/);
});

test('the open segment of a machine that went away comes along as a crashed run', async () => {
  using folder = temporaryFolder();
  const source = join(folder.path, 'source');
  const recorder = openRunRecorder({ dir: source, root: source, header: makeHeader(50), env: {} });
  const entry = makeTest(1);
  for (const attempt of makeAttempts(entry, Date.parse(makeHeader(50).startedAt), randomOf(3)))
    recorder.addAttempt(entry, attempt);
  const copy = join(folder.path, 'copy');
  cpSync(source, copy, { recursive: true });
  const name = Object.keys(treeOf(copy)).find((path) => path.endsWith('.open'));
  const path = join(copy, name as string);
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"host":"[^"]*"/, '"host":"a-ci-machine"'));

  const target = open(join(folder.path, 'target'));
  expect(await target.mergeFrom([source, copy])).toMatchObject({ addedRuns: 1 });
  expect(await target.listRuns()).toMatchObject([{ status: 'crashed', testCount: 1 }]);
  expect(await target.mergeFrom([copy])).toMatchObject({ addedRuns: 0, addedFiles: 0 });
  await recorder.finish({ status: 'passed', durationMs: 1 });
});

test('files of a newer version come along as they are, in any order; one name with two contents keeps both', async () => {
  using folder = temporaryFolder();
  const write = (name: string, path: string, bytes: string | Uint8Array) => {
    mkdirSync(join(folder.path, name, path, '..'), { recursive: true });
    writeFileSync(join(folder.path, name, path), bytes);
  };
  const picture = Uint8Array.from([0, 255, 254, 128, 10]);
  for (const name of ['a', 'b']) {
    await open(join(folder.path, name)).appendRun(makeRun(1));
    write(name, 'history/novelties/one.json', `{"format":"millwright/element","version":1,"of":"${name}"}`);
    write(name, `history/novelties/${name}.bin`, picture);
    write(name, 'history/notes', name);
    write(name, 'history/novelties/x.json.0a1b2c-1-0123456789ab.tmp', 'half');
  }
  const trees = [];
  for (const order of [
    ['a', 'b'],
    ['b', 'a', 'b'],
  ]) {
    const target = join(folder.path, order.join(''));
    const sources = order.map((name) => join(folder.path, name));
    await open(target).mergeFrom(sources);
    expect(await open(target).mergeFrom(sources)).toMatchObject({ addedRuns: 0, addedFiles: 0 });
    expect((await open(target).verify()).problems).toEqual([]);
    expect(readFileSync(join(target, 'history/novelties/b.bin'))).toEqual(Buffer.from(picture));
    trees.push(treeOf(target));
  }
  expect(trees[0]).toEqual(trees[1]);
  const names = Object.keys(trees[0] as object).filter((path) => /novelties|notes/.test(path));
  expect(names.map((path) => path.replace(/~[0-9a-f]{8}/, '~'))).toEqual(
    expect.arrayContaining([
      'history/novelties/one.json',
      'history/novelties/one~.json',
      'history/notes',
      'history/notes~',
    ]),
  );
  expect(names).toHaveLength(6);
});

test('digests of pruned runs are merged, in any order', async () => {
  using folder = temporaryFolder();
  const sources = await makeSources(folder.path);
  const before = join(folder.path, 'before');
  await open(before).mergeFrom(sources);
  const histories = await open(before).readTestHistories();
  const nowMs = Date.parse('2027-11-01T00:00:00.000Z');
  for (const source of sources.slice(0, 2)) await open(source).prune({ retentionDays: 0, nowMs });
  const trees = [];
  for (const order of orders) {
    const target = join(folder.path, `digests-${order.join('')}`);
    for (const source of order) await open(target).mergeFrom([sources[source] as string]);
    expect((await open(target).verify()).problems).toEqual([]);
    trees.push(JSON.stringify(treeOf(target)));
    expect((await open(target).readTestHistories()).length).toBe(histories.length);
  }
  expect(new Set(trees).size).toBe(1);
});
