import { posix as path } from 'node:path';
import { ts } from 'ts-morph';

import { propertyOf } from '../syntax/call.ts';
import { staticTextOf } from '../syntax/static-text.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { runnerConfigsOf } from '../tests/runner-configs.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { valueNodeOf } from '../tree/values.ts';
import { readPackageManifest } from '../tree/workspace-packages.ts';

/** A server that Playwright starts before a run. */
export interface WebServer {
  readonly name: string;
  /** Folder it runs in, relative to the project root. */
  readonly root: string;
}

/** The `webServer` entries of the Playwright configs, read without running them. */
export function findWebServers(tree: SourceTree): WebServer[] {
  return runnerConfigsOf(tree)
    .filter((config) => config.runner === 'playwright')
    .flatMap((config) => {
      const source = tree.source(config.file);
      const entries: ts.ObjectLiteralExpression[] = [];
      if (source) {
        walk(source, (node) => {
          if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'webServer') return;
          entries.push(...objectsIn(tree, node.initializer));
        });
      }
      return entries.map((entry, index) => serverOf(tree, entry, config.folder, index));
    });
}

function objectsIn(tree: SourceTree, expression: ts.Expression): ts.ObjectLiteralExpression[] {
  const node = unwrapped(expression);
  if (ts.isObjectLiteralExpression(node)) return [node];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => objectsIn(tree, element));
  if (ts.isConditionalExpression(node)) return [...objectsIn(tree, node.whenTrue), ...objectsIn(tree, node.whenFalse)];
  const value = ts.isIdentifier(node) ? valueNodeOf(tree, node) : undefined;
  return value && value !== node && ts.isExpression(value) ? objectsIn(tree, value) : [];
}

function serverOf(tree: SourceTree, entry: ts.ObjectLiteralExpression, folder: string, index: number): WebServer {
  const read = (name: string): string | undefined => {
    const value = propertyOf(entry, name);
    const text = value && !ts.isMethodDeclaration(value) ? staticTextOf(value) : undefined;
    return text && !text.dynamic ? text.text : undefined;
  };
  const cwd = read('cwd');
  const root = cwd === undefined || path.isAbsolute(cwd) ? folder : path.join(folder, cwd).replace(/\/$/u, '');
  // `npm run start:api` and `pnpm --filter api dev` name what they start.
  const started =
    /(?:--filter|--workspace|-w|-F)[= ]+(?:@[\w-]+\/)?([\w-]+)/u.exec(read('command') ?? '')?.[1] ??
    /\b(?:start|dev|serve):([\w-]+)/u.exec(read('command') ?? '')?.[1];
  const named = read('name')?.trim();
  return { name: named || started || packageName(tree, root) || `web-server-${index + 1}`, root };
}

function packageName(tree: SourceTree, folder: string): string | undefined {
  return readPackageManifest(path.join(tree.root, folder))?.name?.replace(/^@[^/]+\//u, '');
}
