import type { PathBase } from '@millwright/core';
import { relativeToRoot } from '@millwright/core/record';

import type { ViteModuleGraph, ViteModuleNode } from './runner-api.ts';

/**
 * The source files that modules import, directly or not, themselves included: posix, relative to the root, sorted. Packages
 * under `node_modules`, virtual modules and the runner's own files are left out.
 */
export function dependencyFilesOf(
  graph: ViteModuleGraph,
  moduleIds: readonly string[],
  base: PathBase,
): readonly string[] {
  const seen = new Set<ViteModuleNode>();
  const pending = moduleIds.map((id) => graph.getModuleById(id)).filter((node) => node !== undefined);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node) || !isSource(node)) continue;
    seen.add(node);
    pending.push(...node.importedModules);
  }
  const files = [...seen].map((node) => relativeToRoot(node.file ?? '', base));
  return [...new Set(files)].sort();
}

function isSource(node: ViteModuleNode): boolean {
  const { id, file } = node;
  if (!file || id === null || id.startsWith('\0') || id.startsWith('virtual:')) return false;
  return !file.includes('/node_modules/') && (file.startsWith('/') || /^[a-z]:/i.test(file));
}
