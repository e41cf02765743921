import type { StaticTest } from '@millwright/core';

import { openSourceTree } from '../tree/source-tree.ts';
import { findTests } from './static-tests.ts';

/** The tests that these files hold (relative to the root), as their source shows them now. Files that do not exist hold none. */
export function readStaticTests(root: string, files: readonly string[]): ReadonlyMap<string, readonly StaticTest[]> {
  const tree = openSourceTree({ root, files });
  return new Map(files.map((file) => [file, findTests(tree, file).tests]));
}
