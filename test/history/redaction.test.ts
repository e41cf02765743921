import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Attempt, Failure, TestEntry } from '@millwright/core';
import { openHistory } from '@millwright/history';
import { openRunRecorder } from '@millwright/history/recorder';
import { describe, expect, test } from 'vitest';

import { temporaryFolder, treeOf } from './support/files.ts';
import { makeHeader, makeTest } from './support/make-run.ts';

const secrets = [
  'S3cr3t-of-the-env-5b1c',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLXBhcnQ',
  'cust-778899-internal',
];
const everything = `password ${secrets[0]}\nAuthorization: Bearer ${secrets[1]}\ncustomer ${secrets[2]}`;

const failure: Failure = {
  name: everything,
  message: everything,
  frames: [{ file: `http://localhost/?token=${secrets[0]}`, line: 1, column: 1, function: everything, origin: 'user' }],
  snippet: everything,
  expected: everything,
  actual: everything,
  diff: everything,
  step: everything,
  locator: everything,
  callLog: [everything],
  page: { url: `http://localhost/?key=${secrets[0]}`, ariaSnapshot: everything },
  causes: [{ message: everything, frames: [] }],
};
const entry: TestEntry = {
  ...makeTest(1),
  titlePath: ['group', everything],
  tags: [everything],
  annotations: [{ type: 'issue', description: everything }],
};
const attempt: Attempt = {
  testId: entry.id,
  retry: 0,
  repeat: 0,
  status: 'failed',
  startedAtMs: Date.parse(makeHeader(1).startedAt),
  durationMs: 3,
  workerIndex: 0,
  parallelIndex: 0,
  failures: [failure],
  steps: [{ title: everything, category: 'pw:api', durationMs: 1, depth: 0 }],
  attachments: [{ name: everything, contentType: 'text/plain', path: `out/${secrets[2]}.txt` }],
  stdoutTail: everything,
  stderrTail: everything,
};

function record(dir: string, end: boolean): Promise<string | undefined> {
  const recorder = openRunRecorder({
    dir,
    root: dir,
    header: makeHeader(1),
    env: { API_TOKEN: secrets[0] },
    redact: [/cust-\d+-internal/],
  });
  recorder.amendHeader({
    facts: { ...makeHeader(1).facts, git: { commit: 'c', commitSubject: everything, dirty: false, rootPrefix: '' } },
  });
  recorder.addAttempt(entry, attempt);
  recorder.addNotRun(makeTest(2), everything);
  recorder.addError(failure);
  recorder.addNote(everything);
  return end ? recorder.finish({ status: 'failed', durationMs: 5 }) : Promise.resolve(undefined);
}

function leaksIn(dir: string): string[] {
  return Object.entries(treeOf(dir)).flatMap(([path, bytes]) =>
    secrets.filter((secret) => bytes.includes(secret)).map((secret) => `${secret} in ${path}`),
  );
}

describe('a planted secret appears in no file', () => {
  test('of a finished run', async () => {
    using folder = temporaryFolder();
    expect(await record(folder.path, true)).toBeDefined();
    const history = openHistory({ dir: folder.path, root: folder.path });
    await history.readTestHistories();
    expect(Object.keys(treeOf(folder.path)).length).toBeGreaterThan(4);
    expect(leaksIn(folder.path)).toEqual([]);
    for await (const run of history.readRuns()) expect(run.attempts[0]?.failures?.[0]?.message).toContain('[redacted]');
  });

  test('of a run that goes on', async () => {
    using folder = temporaryFolder();
    await record(folder.path, false);
    expect(Object.keys(treeOf(folder.path))[0]).toMatch(/\.open$/);
    expect(leaksIn(folder.path)).toEqual([]);
  });

  test('and the search for it would find one', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'planted.txt'), `before ${secrets[0]} after`);
    expect(leaksIn(folder.path)).toHaveLength(1);
  });
});
