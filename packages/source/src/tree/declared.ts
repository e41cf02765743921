import type { ts } from 'ts-morph';

import { type Binding, bindingOf, type ExternalBinding, exportOf } from './binding.ts';
import type { SourceTree } from './source-tree.ts';

const MOST_PACKAGES = 5;
const known = new WeakMap<ExternalBinding, Binding>();

/**
 * What a package declares under the name that was imported, followed through packages that pass it on. The import itself
 * when its declarations are not read (see `SourceTree.resolveDeclaration`) or do not have it.
 */
export function declaredBinding(tree: SourceTree, binding: ExternalBinding, depth = 0): Binding {
  const remembered = known.get(binding);
  if (remembered) return remembered;
  const file = tree.resolveDeclaration(binding.from, binding.module);
  const declared = file === undefined ? undefined : exportOf(tree, file, binding.name);
  const found =
    declared?.kind === 'external' && depth < MOST_PACKAGES ? declaredBinding(tree, declared, depth + 1) : declared;
  known.set(binding, found ?? binding);
  return found ?? binding;
}

/** What an identifier means, followed into the declarations of packages where those are read. `undefined` for a global. */
export function declaredBindingOf(tree: SourceTree, identifier: ts.Identifier): Binding | undefined {
  const named = bindingOf(tree, identifier);
  return named?.kind === 'external' ? declaredBinding(tree, named) : named;
}
