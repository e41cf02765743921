import type { RunnerName, StaticRequest, StaticTest, StaticTestFile } from '@millwright/core';
import { posix as path } from 'node:path';

import { importGraphOf, importedSpecifiers } from '../tree/import-graph.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { readPackageManifest } from '../tree/workspace-packages.ts';
import { findRequests } from './requests/find-requests.ts';
import { type RunnerConfig, runnerConfigsOf, runnerFor } from './runner-configs.ts';
import { findTests, type FoundTest } from './static-tests.ts';

/** File names that all runners take for tests. */
const TEST_NAME = /(?:^|\/|\.)(?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)__tests__\/.+\.[cm]?[jt]sx?$/u;

const TEST_MODULES: readonly (readonly [RegExp, RunnerName])[] = [
  [/^(?:@playwright\/test|playwright\/test|@playwright\/experimental-ct-.+|@millwright\/playwright)$/u, 'playwright'],
  [/^vitest(?:\/|$)/u, 'vitest'],
  [/^@jest\/globals$/u, 'jest'],
  [/^(?:node:)?test$/u, 'node:test'],
  [/^bun:test$/u, 'bun'],
];

/** A test file with the nodes of its tests. */
export interface FoundTestFile extends StaticTestFile {
  readonly found: readonly FoundTest[];
}

/** Finds the test files of a project, their tests, and what each reaches by imports. */
export function findTestFiles(tree: SourceTree): FoundTestFile[] {
  const configs = runnerConfigsOf(tree);
  const graph = importGraphOf(tree);
  const mentions = /\b(?:test|it|describe|suite|setup|base|teardown)\b/u;
  const files = tree.files.flatMap((file) => {
    const source = tree.source(file);
    const named = TEST_NAME.test(file);
    if (!source || (!named && !mentions.test(source.text))) return [];
    if (!named && !importsTests(tree, file)) return [];
    const { tests, modules } = findTests(tree, file);
    // Without a telling name only a file that registers tests with a runner's own function counts.
    const external = [...modules].some((module) => module !== undefined);
    if (tests.length === 0 ? !named : !named && !external) return [];
    const runner = runnerOf(tree, file, modules, configs);
    return runner === undefined ? [] : [{ file, runner, found: tests }];
  });
  const testNames = new Set(files.map((one) => one.file));
  return files.map(({ file, runner, found }) => {
    const reached = graph.reachedFrom(file);
    const requests = findRequests(tree, { file, reaches: reached }, found);
    return {
      file,
      runner,
      tests: found.map((test, index) => staticTestOf(test, requests[index] ?? [])),
      reaches: reached.filter((one) => !testNames.has(one)),
      found,
    };
  });
}

/** Whether a file is one by its name; for analyses that leave tests out. */
export function isTestName(file: string): boolean {
  return TEST_NAME.test(file);
}

function staticTestOf(test: FoundTest, requests: readonly StaticRequest[]): StaticTest {
  const { titlePath, dynamicTitle, line, column, modifiers, tags, bodyHash } = test;
  const known = { titlePath, dynamicTitle, line, column, modifiers, tags, bodyHash };
  return requests.length === 0 ? known : { ...known, requests };
}

/** Only files that import something can register tests without a telling name: `auth.setup.ts`. */
function importsTests(tree: SourceTree, file: string): boolean {
  const source = tree.source(file);
  return (
    source !== undefined &&
    /(?:^|[\s;])(?:test|it|setup|teardown|describe)\b[\w.]*\s*\(/mu.test(source.text) &&
    importedSpecifiers(source).length > 0
  );
}

function runnerOf(
  tree: SourceTree,
  file: string,
  modules: ReadonlySet<string | undefined>,
  configs: readonly RunnerConfig[],
): RunnerName | undefined {
  const source = tree.source(file);
  const imported = [...modules, ...(source ? importedSpecifiers(source) : [])];
  for (const module of imported) {
    const known = TEST_MODULES.find(([pattern]) => module !== undefined && pattern.test(module));
    if (known) return known[1];
  }
  return runnerFor(configs, file) ?? runnerOfPackage(tree, file) ?? (modules.has(undefined) ? 'vitest' : undefined);
}

function runnerOfPackage(tree: SourceTree, file: string): RunnerName | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const manifest = readPackageManifest(path.join(tree.root, folder));
    const names = { ...manifest?.dependencies, ...manifest?.devDependencies };
    for (const [name, runner] of [
      ['vitest', 'vitest'],
      ['jest', 'jest'],
      ['@playwright/test', 'playwright'],
    ] as const)
      if (name in names) return runner;
    if (folder === '.') return undefined;
  }
}
