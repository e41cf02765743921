import { posix as path } from 'node:path';
import { ts } from 'ts-morph';

import { dottedName, nameText } from '../syntax/call.ts';
import { stringsIn } from '../syntax/static-text.ts';
import { walk } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import type { PatternContext } from './pattern-context.ts';

/** What the runner's configuration above a test file does between tests, as far as it can be read from it. */
export interface RunnerSettings {
  /** Names of options set to `true`: `restoreMocks`, `mockReset`, `unstubGlobals`, `unstubEnvs` … */
  readonly enabled: ReadonlySet<string>;
  /** Dotted names of what the config and its setup files call: `vi.restoreAllMocks`, `cleanup`. */
  readonly called: ReadonlySet<string>;
  /** Whether the config or a setup file fixes the time zone. */
  readonly fixesTimeZone: boolean;
}

const CONFIGS = ['vitest.config', 'vite.config', 'jest.config'].flatMap((name) =>
  ['ts', 'mts', 'js', 'mjs', 'cjs'].map((extension) => `${name}.${extension}`),
);
const settings = new WeakMap<SourceTree, Map<string, RunnerSettings>>();

/** Reads the configs in the folders above a file, and the setup files that they name. */
export function runnerSettingsOf(context: PatternContext): RunnerSettings {
  const folder = path.dirname(context.file);
  const known = settings.get(context.tree) ?? new Map<string, RunnerSettings>();
  settings.set(context.tree, known);
  const found = known.get(folder) ?? readSettings(context.tree, folder);
  known.set(folder, found);
  return found;
}

function readSettings(tree: SourceTree, folder: string): RunnerSettings {
  const enabled = new Set<string>();
  const called = new Set<string>();
  const texts: string[] = [];
  for (const config of configsAbove(tree, folder)) {
    texts.push(config.text);
    for (const setup of readConfig(tree, config, enabled)) {
      texts.push(setup.text);
      walk(setup, (node) => {
        if (ts.isCallExpression(node)) called.add(dottedName(node.expression).join('.'));
      });
    }
  }
  return { enabled, called, fixesTimeZone: texts.some((text) => /\bTZ\b/u.test(text)) };
}

function configsAbove(tree: SourceTree, folder: string): ts.SourceFile[] {
  const found: ts.SourceFile[] = [];
  for (let current = folder; ; current = path.dirname(current)) {
    for (const name of CONFIGS) {
      const source = tree.source(path.join(current, name));
      if (source) found.push(source);
    }
    if (current === '.' || current === '/' || current.startsWith('..')) return found;
  }
}

/** Notes the options that are on; gives the setup files. */
function readConfig(tree: SourceTree, config: ts.SourceFile, enabled: Set<string>): ts.SourceFile[] {
  const folder = path.dirname(tree.fileOf(config));
  const setups: ts.SourceFile[] = [];
  walk(config, (node) => {
    if (!ts.isPropertyAssignment(node)) return;
    const name = nameText(node.name);
    if (name === undefined) return;
    if (node.initializer.kind === ts.SyntaxKind.TrueKeyword) enabled.add(name);
    if (!/^setupFiles(?:AfterEnv)?$/u.test(name)) return;
    for (const file of stringsIn(node.initializer)) {
      const source = tree.source(path.join(folder, file.replace('<rootDir>/', '')));
      if (source) setups.push(source);
    }
  });
  return setups;
}
