import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Run } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { agentFolderOf } from './agent-tasks.ts';
import { cause, other } from './fixtures/causes.ts';
import { writeAgentFolder } from './write-agent-folder.ts';

const run = {
  runId: '01K',
  runner: 'playwright',
  tests: [{ id: 't0' }],
  facts: { git: { changedFiles: ['src/tax.ts'] } },
} as unknown as Run;
const material = { runs: [run], filesByTest: new Map([['t0', ['src/menu.ts', 'src/tax.ts']]]) };
const report = { runIds: ['01K'], failedTests: 8, flakyTests: 1, causes: [cause, other] };

describe('tasks', () => {
  test('files to look at: the failing one, then what was changed and is reached, then the tests and the rest', () => {
    const [task] = agentFolderOf(report, material).manifest.tasks;
    expect(task?.files).toEqual(['src/tax.spec.ts', 'src/tax.ts', 'a.spec.ts', 'src/menu.ts']);
  });

  test('the same cause has the same file, whatever else failed', () => {
    const [, second] = agentFolderOf(report, material).manifest.tasks;
    const [alone] = agentFolderOf({ ...report, causes: [other] }, material).manifest.tasks;
    expect(alone?.file).toBe(second?.file);
  });

  test('the text holds the whole failure, and what is long is bounded', () => {
    const example = {
      message: `expected\n${'line\n'.repeat(50)}end of it`,
      frames: [],
      callLog: Array.from({ length: 500 }, (_, index) => `entry ${index}`),
      page: { ariaSnapshot: '- text\n'.repeat(5000) },
    };
    const { texts } = agentFolderOf({ ...report, causes: [{ ...cause, example }] }, material);
    const [text = ''] = texts.values();
    expect(text).toContain('end of it');
    expect(text).toContain('entry 39\n');
    expect(text).not.toContain('entry 40\n');
    expect(text.length).toBeLessThan(20_000);
  });
});

describe('the folder', () => {
  let folder = '';
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const tasks = agentFolderOf(report, material);

  test('a manifest that leads out of the folder deletes nothing there', () => {
    folder = mkdtempSync(join(tmpdir(), 'millwright-tasks-'));
    const inner = join(folder, 'inner');
    writeFileSync(join(folder, 'kept.md'), '');
    writeAgentFolder(inner, 'inner', tasks);
    const evil = { ...tasks.manifest, tasks: [{ file: '../kept.md' }, { file: 'old-1.md' }] };
    writeFileSync(join(inner, 'manifest.json'), JSON.stringify(evil));
    writeFileSync(join(inner, 'old-1.md'), '');
    writeAgentFolder(inner, 'inner', tasks);
    expect(readdirSync(folder).toSorted()).toEqual(['inner', 'kept.md']);
    expect(readdirSync(inner).toSorted()).toEqual(['manifest.json', ...tasks.texts.keys()].toSorted());
  });

  test('a file is no folder', () => {
    folder = mkdtempSync(join(tmpdir(), 'millwright-tasks-'));
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => writeAgentFolder(file, 'file', tasks)).toThrow('file is a file');
  });
});
