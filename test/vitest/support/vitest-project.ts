import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { Attempt, Run, TestEntry } from '@millwright/core';
import { type HistoryStore, openHistory } from '@millwright/history';

import { type ProcessOptions, type ProcessResult, runNode } from '../../support/run-process.ts';
import { repositoryRoot } from '../../support/scratch-project.ts';

/** A small project in a temporary folder. */
export interface VitestProject {
  readonly root: string;
  /** Runs its Vitest once (`vitest run …`) and returns how that ended. */
  readonly run: (args?: readonly string[], options?: Omit<ProcessOptions, 'cwd'>) => Promise<ProcessResult>;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly history: () => HistoryStore;
  /** The recorded runs, oldest first. */
  readonly runs: () => Promise<readonly Run[]>;
  /** The only recorded run. */
  readonly onlyRun: () => Promise<Run>;
  readonly remove: () => void;
}

export const defaultConfig = `
  import { defineConfig } from 'vitest/config';
  export default defineConfig({ test: { reporters: ['default', '@millwright/vitest'] } });
`;

/** Writes the files, a config with our reporter unless the files bring their own, and links the packages of `nodeModules`. */
export function createVitestProject(
  files: Readonly<Record<string, string>>,
  nodeModules: string = join(repositoryRoot, 'node_modules'),
): VitestProject {
  const root = mkdtempSync(join(tmpdir(), 'millwright-vitest-'));
  const write = (texts: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  write({ 'package.json': '{ "type": "module", "private": true }', 'vitest.config.ts': defaultConfig, ...files });
  symlinkSync(nodeModules, join(root, 'node_modules'), 'junction');
  const history = (): HistoryStore => openHistory({ dir: join(root, '.millwright'), root });
  const runs = async (): Promise<readonly Run[]> => {
    const all: Run[] = [];
    for await (const run of history().readRuns()) all.push(run);
    return all;
  };
  return {
    root,
    write,
    run: (args = [], options = {}) =>
      runNode([join(nodeModules, 'vitest/vitest.mjs'), 'run', ...args], { ...options, cwd: root }),
    history,
    runs,
    async onlyRun() {
      const all = await runs();
      if (all.length !== 1 || !all[0]) throw new Error(`Expected one recorded run, got ${all.length}.`);
      return all[0];
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What a run remembers of one test, found by its own title. */
export function testOf(run: Run, title: string): { readonly entry: TestEntry; readonly attempts: readonly Attempt[] } {
  const entry = run.tests.find((candidate) => candidate.titlePath.at(-1) === title);
  if (!entry)
    throw new Error(
      `Expected the run to know the test "${title}", it knows ${run.tests.map((test) => test.titlePath.join(' > ')).join(', ')}.`,
    );
  return { entry, attempts: attemptsOf(run, entry) };
}

/** The attempts of one test, by repetition and try. */
export function attemptsOf(run: Run, entry: TestEntry): readonly Attempt[] {
  return run.attempts
    .filter((attempt) => attempt.testId === entry.id)
    .toSorted((a, b) => a.repeat - b.repeat || a.retry - b.retry);
}
