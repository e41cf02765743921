import { appendFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type HistoryStore, openHistory } from '@millwright/history';
import { describe, expect, test } from 'vitest';

import { temporaryFolder } from './support/files.ts';
import { makeRun } from './support/make-run.ts';

const month = 'history/runs/2026/11';

async function historyOfThree(
  dir: string,
): Promise<{ readonly ids: readonly string[]; readonly open: () => HistoryStore }> {
  const open = () => openHistory({ dir, root: dir });
  const runs = [1, 2, 3].map((seed) => makeRun(seed));
  for (const run of runs) await open().appendRun(run);
  return { ids: runs.map((run) => run.runId), open };
}

async function idsOf(history: HistoryStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const run of history.readRuns()) ids.push(run.runId);
  return ids;
}

const damages: readonly {
  readonly name: string;
  readonly change: (text: string) => string;
  readonly says: RegExp;
  readonly setAside: boolean;
}[] = [
  {
    name: 'was cut off',
    change: (text) => text.slice(0, 700),
    says: /not JSON.*set aside as .*\.unreadable/,
    setAside: true,
  },
  { name: 'is empty', change: () => '', says: /not JSON.*set aside/, setAside: true },
  {
    name: 'belongs to something else',
    change: () => '{"name":"package"}',
    says: /format is not told.*set aside/,
    setAside: true,
  },
  {
    name: 'was edited by hand',
    change: (text) => text.replace('"duration":[', '"duration":[1,'),
    says: /columns have different lengths.*set aside/,
    setAside: true,
  },
  {
    name: 'lost its header',
    change: (text) => text.replace('"startedAt"', '"beganAt"'),
    says: /header is damaged.*set aside/,
    setAside: true,
  },
  {
    name: 'has a newer version',
    change: (text) => text.replace('"version":1', '"version":9'),
    says: /version 9.*reads up to version 1.*Update Millwright/,
    setAside: false,
  },
];

describe('a run document that', () => {
  test.each(damages)('$name is told in a sentence, and the others are used', async ({ change, says, setAside }) => {
    using folder = temporaryFolder();
    const { ids, open } = await historyOfThree(folder.path);
    const path = join(folder.path, month, `${ids[1]}.json`);
    const text = change(readFileSync(path, 'utf8'));
    writeFileSync(path, text);

    const history = open();
    expect(await idsOf(history)).toEqual([ids[0], ids[2]]);
    expect((await history.readTestHistories()).every((entry) => entry.observations.length === 2)).toBe(true);
    expect(history.warnings.map((warning) => warning.path)).toEqual([`${month}/${ids[1]}.json`]);
    expect(history.warnings[0]?.message).toMatch(says);
    expect(readdirSync(join(folder.path, month)).filter((name) => name.endsWith('.unreadable'))).toEqual(
      setAside ? [`${ids[1]}.json.unreadable`] : [],
    );
    expect(readFileSync(setAside ? `${path}.unreadable` : path, 'utf8')).toBe(text);
    expect((await open().verify()).problems).not.toEqual([]);
  });
});

test('a missing failure text leaves a gap that is told, in the run and in the warnings', async () => {
  using folder = temporaryFolder();
  const { open } = await historyOfThree(folder.path);
  rmSync(join(folder.path, 'history/failures'), { recursive: true });
  const history = open();
  const messages: string[] = [];
  for await (const run of history.readRuns()) {
    for (const attempt of run.attempts) messages.push(...(attempt.failures ?? []).map((failure) => failure.message));
  }
  expect(new Set(messages)).toEqual(new Set(['The evidence of this failure is missing from the history.']));
  expect(history.warnings[0]?.message).toMatch(/evidence is missing: failure [0-9a-f]{16}/);
  expect((await history.verify()).problems[0]?.message).toMatch(/refers to what is not there: history\/failures\//);
});

test('a missing catalog leaves out the runs that need it', async () => {
  using folder = temporaryFolder();
  const { open } = await historyOfThree(folder.path);
  rmSync(join(folder.path, 'history/catalog'), { recursive: true });
  const history = open();
  expect(await idsOf(history)).toEqual([]);
});

test.each([
  ['cut off', '{"format":"millwright/index","version":1,"summ'],
  ['of another version', '{"format":"millwright/index","version":7}'],
  ['without its parts', '{"format":"millwright/index","version":1}'],
])('an index that is %s is made anew without a word', async (_, text) => {
  using folder = temporaryFolder();
  const { open } = await historyOfThree(folder.path);
  const before = await open().readTestHistories();
  writeFileSync(join(folder.path, 'cache/index.json'), text);
  const history = open();
  expect(await history.readTestHistories()).toEqual(before);
  expect(history.warnings).toEqual([]);
});

test('a damaged state document is set aside, a newer one is never overwritten', async () => {
  using folder = temporaryFolder();
  const open = () => openHistory({ dir: folder.path, root: folder.path });
  await open().updateState('heals', [1], (list) => [...list, 2]);
  const path = join(folder.path, 'state/heals.json');
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 20));
  const history = open();
  expect(await history.readState('heals', [] as number[])).toEqual([]);
  expect(history.warnings[0]?.message).toMatch(/set aside as state\/heals\.json\.unreadable/);

  const newer = '{"format":"millwright/state","version":2,"name":"heals","value":{"shape":"unknown"}}';
  writeFileSync(path, newer);
  expect(await open().readState('heals', [] as number[])).toEqual([]);
  await expect(open().updateState('heals', [] as number[], (list) => list)).rejects.toMatchObject({
    code: 'STATE_NEWER',
  });
  expect(readFileSync(path, 'utf8')).toBe(newer);
});

test('a segment with damaged lines gives what can be read of it', async () => {
  using folder = temporaryFolder();
  const machine = { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 };
  const run = makeRun(4);
  const header = {
    runId: run.runId,
    runner: 'playwright',
    runnerVersion: '1',
    startedAt: run.startedAt,
    facts: { machine },
    projects: [],
  };
  const history = openHistory({ dir: folder.path, root: folder.path, now: () => Date.now() + 7 * 3_600_000 });
  await history.appendRun(makeRun(5));
  const path = join(folder.path, month, `${run.runId}.1-abcdef00.open`);
  const head = {
    format: 'millwright/segment',
    version: 1,
    process: { pid: 1, host: 'another-host' },
    root: '/',
    header,
  };
  appendFileSync(path, `${JSON.stringify(head)}\n`);
  for (const entry of run.tests) appendFileSync(path, `${JSON.stringify({ test: entry })}\n`);
  appendFileSync(path, 'this is no JSON\n');
  appendFileSync(path, `${JSON.stringify({ attempt: run.attempts[0] })}\n`);
  appendFileSync(path, JSON.stringify({ attempt: run.attempts[1] }).slice(0, 40));
  expect(await history.recoverOpenSegments()).toEqual([run.runId]);
  const recovered = (await history.listRuns({ runIds: [run.runId] }))[0];
  expect(recovered).toMatchObject({ status: 'crashed', attemptCount: 1 });
  for await (const read of history.readRuns({ runIds: [run.runId] }))
    expect(read.notes).toEqual(['1 damaged lines of the recording were left out.']);
});
