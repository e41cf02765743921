import { builtinModules } from 'node:module';

import type { ImpactGraph, Node } from './impact-graph.ts';
import { nodes } from './impact-graph.ts';
import type { ForeignName, ModuleFacts } from './module-facts.ts';
import { BODY, tokensOfNodes } from './module-units.ts';

const builtin: ReadonlySet<string> = new Set(builtinModules);

/** A module that was changed: as it was, and as it is. */
export interface ModuleChange {
  readonly file: string;
  readonly before: ModuleFacts | undefined;
  readonly after: ModuleFacts | undefined;
}

/** The nodes that differ. Comments, white space and types make no difference to a test that runs. */
export function changedNodesOf({ file, before, after }: ModuleChange, graph: ImpactGraph): readonly Node[] {
  // Who still loads a module that is gone or broken does not come to its first line.
  if (!after || isBroken(after)) return [nodes.load(file), nodes.whole(file), ...wholeChange(file, before)];
  if (!before || isBroken(before)) return wholeChange(file, after);
  const locals = changedNames(before.imports, after.imports, sameForeign);
  const units = [
    ...changedDeclarations(before, after),
    ...[...after.units.declarations.keys()].filter((name) => usesAny(graph, file, name, locals)),
  ];
  const bodyChanged =
    tokensOfNodes(before.units.body) !== tokensOfNodes(after.units.body) ||
    usesAny(graph, file, BODY, locals) ||
    changesLoading(before, after, file, graph);
  const exports = changedNames(before.exports, after.exports, (a, b) => JSON.stringify(a) === JSON.stringify(b));
  const offersOthers = exports.size > 0 || before.stars.join('\n') !== after.stars.join('\n');
  return [
    ...units.map((name) => nodes.unit(file, name)),
    ...(bodyChanged ? [nodes.unit(file, BODY)] : []),
    ...[...exports].map((name) => nodes.exported(file, name)),
    ...(offersOthers ? [nodes.names(file)] : []),
  ];
}

function wholeChange(file: string, facts: ModuleFacts | undefined): readonly Node[] {
  if (!facts) return [nodes.load(file), nodes.whole(file)];
  const { units, exports } = facts;
  return [
    nodes.names(file),
    ...[...units.declarations.keys()].map((name) => nodes.unit(file, name)),
    ...[...exports.keys()].map((name) => nodes.exported(file, name)),
    ...(units.body.length > 0 || facts.effects.size > 0 ? [nodes.unit(file, BODY)] : []),
  ];
}

function changedDeclarations(before: ModuleFacts, after: ModuleFacts): readonly string[] {
  const [old, now] = [before.units.declarations, after.units.declarations];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    return !was || !is || tokensOfNodes(was) !== tokensOfNodes(is);
  });
}

function changedNames<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  same: (a: T, b: T) => boolean,
): ReadonlySet<string> {
  const names = new Set([...before.keys(), ...after.keys()]);
  for (const name of names) {
    const [was, is] = [before.get(name), after.get(name)];
    if (was !== undefined && is !== undefined && same(was, is)) names.delete(name);
  }
  return names;
}

function sameForeign(a: ForeignName, b: ForeignName): boolean {
  return a.specifier === b.specifier && a.name === b.name;
}

function usesAny(graph: ImpactGraph, file: string, name: string, locals: ReadonlySet<string>): boolean {
  if (locals.size === 0) return false;
  return [...(graph.referencesOf(file, name)?.locals ?? [])].some((local) => locals.has(local));
}

/** Whether other modules are loaded now, or no longer, that do something when they are loaded; also new ones that nobody can look into. */
function changesLoading(before: ModuleFacts, after: ModuleFacts, file: string, graph: ImpactGraph): boolean {
  if ([...before.effects].join('\n') !== [...after.effects].join('\n')) return true;
  const isShared = (specifier: string): boolean => before.loads.has(specifier) && after.loads.has(specifier);
  const others = [...before.loads, ...after.loads].filter((specifier) => !isShared(specifier));
  return others.some((specifier) => {
    const targets = graph.targetsOf(file, specifier);
    if (targets.length > 0) return targets.some((target) => doesSomething(graph, target, new Set()));
    return after.loads.has(specifier) && !isBuiltin(specifier);
  });
}

/** Whether the text is none that a runner can load. */
function isBroken({ source }: ModuleFacts): boolean {
  return ((source as { readonly parseDiagnostics?: readonly unknown[] }).parseDiagnostics ?? []).length > 0;
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtin.has(specifier);
}

/** Whether loading a module runs statements, its own or of what it loads. */
function doesSomething(graph: ImpactGraph, file: string, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const facts = graph.factsOf(file);
  if (!facts) return true;
  if (facts.units.body.length > 0) return true;
  return [...facts.loads].some((specifier) =>
    graph.targetsOf(file, specifier).some((target) => doesSomething(graph, target, seen)),
  );
}
