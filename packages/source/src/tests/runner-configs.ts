import type { RunnerName } from '@millwright/core';
import { posix as path } from 'node:path';
import { ts } from 'ts-morph';

import { propertyOf } from '../syntax/call.ts';
import { stringsIn } from '../syntax/static-text.ts';
import { walk } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';

/** A runner's configuration file. */
export interface RunnerConfig {
  readonly runner: RunnerName;
  readonly file: string;
  readonly folder: string;
  /** Playwright's `testDir`s, relative to the project root. */
  readonly testFolders: readonly string[];
}

const CONFIG = /^(playwright(?:[-.][\w-]+)*|vitest|vite|jest)\.(?:config|workspace)(?:\.[\w-]+)*\.[cm]?[jt]s$/u;

/** The configuration files of the runners in a project. A Vite config without a `test` section is none. */
export function runnerConfigsOf(tree: SourceTree): RunnerConfig[] {
  return tree.files.flatMap((file) => {
    const match = CONFIG.exec(path.basename(file));
    if (!match) return [];
    const source = tree.source(file);
    if (!source) return [];
    const tool = match[1]?.split(/[-.]/u)[0] ?? '';
    if (tool === 'vite' && !/\btest\s*:/u.test(source.text)) return [];
    const folder = path.dirname(file);
    return [
      {
        runner: tool === 'vite' ? 'vitest' : tool,
        file,
        folder,
        testFolders: tool === 'playwright' ? testFolders(source, folder) : [],
      },
    ];
  });
}

function testFolders(source: ts.SourceFile, folder: string): string[] {
  const found: string[] = [];
  walk(source, (node) => {
    if (!ts.isObjectLiteralExpression(node)) return;
    const value = propertyOf(node, 'testDir');
    if (value && !ts.isMethodDeclaration(value)) found.push(...stringsIn(value).map((text) => path.join(folder, text)));
  });
  return found;
}

/** The runner of a file that says nothing itself: the config whose test folder or own folder is nearest above it. */
export function runnerFor(configs: readonly RunnerConfig[], file: string): RunnerName | undefined {
  let best: { runner: RunnerName; length: number } | undefined;
  const consider = (runner: RunnerName, folder: string, bonus: number): void => {
    const inside = folder === '.' || file.startsWith(`${folder}/`);
    const length = (folder === '.' ? 0 : folder.length) + bonus;
    if (inside && (!best || length > best.length)) best = { runner, length };
  };
  for (const config of configs) {
    // A Playwright config without a `testDir` takes its whole folder, but a runner that knows the file by name wins there.
    consider(config.runner, config.folder, config.runner === 'playwright' ? 0 : 0.5);
    for (const folder of config.testFolders) if (folder !== '.') consider(config.runner, folder, 0.75);
  }
  return best?.runner;
}
