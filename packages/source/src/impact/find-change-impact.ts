import { ts } from 'ts-morph';
import { globSync } from 'tinyglobby';

import { type SourceTree, posix } from '../tree/source-tree.ts';
import { changedNodesOf } from './changed-nodes.ts';
import { ImpactGraph, type Node, nodes, partsOfNode } from './impact-graph.ts';
import { moduleFactsOf } from './module-facts.ts';
import { BODY } from './module-units.ts';
import { startsProcesses } from './starts-processes.ts';

/** A file that differs from how it was. */
export interface ChangedText {
  /** Posix, relative to the root. */
  readonly file: string;
  /** How it was; undefined for a new file. */
  readonly before: string | undefined;
  readonly deleted: boolean;
}

/** Which files a change reaches. */
export interface ChangeImpact {
  /** Asked file → changed file → how the change gets there, as the end of a sentence: `uses \`total\` of src/cart.ts, which changed`. */
  readonly reached: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Changed files that were looked into, down to their declarations. */
  readonly understood: ReadonlySet<string>;
  /** Changed files of no code that some asked file names, or a module that it reaches. */
  readonly named: ReadonlySet<string>;
  /** Asked file → an import that it reaches and whose target is not found among the sources. */
  readonly unclear: ReadonlyMap<string, string>;
  /** Asked files that start programs whose sources no import shows. */
  readonly startsProcesses: ReadonlySet<string>;
}

const MODULE = /\.[cm]?[jt]sx?$/u;

/**
 * Which of the asked files (tests, configurations of runners, handlers of routes) a change reaches, told by declarations: a test that
 * imports a changed module and uses none of what changed in it is not reached, through barrels as well. What a module does when
 * it is loaded reaches all that load it.
 */
export function findChangeImpact(
  tree: SourceTree,
  asked: readonly string[],
  changes: readonly ChangedText[],
): ChangeImpact {
  const isRead = ({ file, deleted }: ChangedText): boolean =>
    MODULE.test(file) && !/\.d\.[cm]?ts$/u.test(file) && (deleted || tree.source(file) !== undefined);
  const modules = changes.filter(isRead);
  const others = changes.filter((change) => !isRead(change)).map(({ file }) => file);
  const parsed = new Map(
    modules.flatMap(({ file, before }) => (before === undefined ? [] : [[file, parse(file, before)]])),
  );
  const deleted = new Map(modules.flatMap(({ file, deleted: gone }) => (gone ? sourceOf(parsed, file) : [])));
  const graph = new ImpactGraph(tree, {
    deleted,
    others,
    components: componentsOf(tree),
    changedModules: modules.map(({ file }) => file),
  });
  const users = usersFrom(graph, asked);
  const reached = new Map<string, Map<string, string>>();
  const noteAll = (file: string, changed: readonly Node[]): void => {
    for (const [root, node] of rootsReaching(users, changed, asked)) {
      const ways = reached.get(root) ?? new Map<string, string>();
      if (!ways.has(file)) ways.set(file, wayOf(file, node));
      reached.set(root, ways);
    }
  };
  for (const { file, deleted: gone } of modules) {
    const before = sourceOf(parsed, file)[0]?.[1];
    const lazy = graph.isLazy(file);
    const changed = changedNodesOf(
      { file, before: before && moduleFactsOf(before, { lazy }), after: gone ? undefined : graph.factsOf(file) },
      graph,
    );
    const isImported = users.has(nodes.load(file)) || users.has(nodes.whole(file));
    noteAll(file, isImported || changed.length === 0 || asked.includes(file) ? changed : [...changed, nodes.computed]);
    noteAll(file, [nodes.text(file)]);
  }
  for (const file of others) noteAll(file, [nodes.data(file), nodes.text(file)]);
  return {
    reached,
    understood: new Set(modules.map(({ file }) => file)),
    named: new Set(others.filter((file) => users.has(nodes.data(file)))),
    unclear: unclearOf(users, asked),
    startsProcesses: new Set(asked.filter((file) => startsProcesses(graph, file))),
  };
}

function parse(file: string, text: string): ts.SourceFile {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(`/before/${file}`, text.replace(/^\uFEFF/u, ''), ts.ScriptTarget.Latest, true, kind);
}

function sourceOf(
  parsed: ReadonlyMap<string, ts.SourceFile>,
  file: string,
): readonly (readonly [string, ts.SourceFile])[] {
  const source = parsed.get(file);
  return source ? [[file, source]] : [];
}

/** Single-file components that the modules of the tree may import. */
function componentsOf(tree: SourceTree): readonly string[] {
  return globSync('**/*.{vue,svelte,astro,mdx}', { cwd: tree.root, ignore: ['**/node_modules/**', '**/dist/**'] }).map(
    posix,
  );
}

/** Node → the nodes that make direct use of it, of all that the asked files reach. */
function usersFrom(graph: ImpactGraph, asked: readonly string[]): ReadonlyMap<Node, readonly Node[]> {
  const users = new Map<Node, Node[]>();
  const queue = asked.map((file) => nodes.whole(file));
  const seen = new Set(queue);
  for (const start of queue) users.set(start, []);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const used of graph.dependenciesOf(next)) {
      const known = users.get(used);
      if (known) known.push(next);
      else users.set(used, [next]);
      if (seen.has(used)) continue;
      seen.add(used);
      queue.push(used);
    }
  }
  return users;
}

/** Asked file → the changed node that it reaches. */
function rootsReaching(
  users: ReadonlyMap<Node, readonly Node[]>,
  changed: readonly Node[],
  asked: readonly string[],
): ReadonlyMap<string, Node> {
  const origin = new Map<Node, Node>(changed.map((node) => [node, node]));
  const queue = [...changed];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const user of users.get(next) ?? []) {
      if (origin.has(user)) continue;
      origin.set(user, origin.get(next) ?? next);
      queue.push(user);
    }
  }
  return new Map(
    asked.flatMap((file) => {
      const node = origin.get(nodes.whole(file));
      return node === undefined ? [] : [[file, node] as const];
    }),
  );
}

function unclearOf(users: ReadonlyMap<Node, readonly Node[]>, asked: readonly string[]): ReadonlyMap<string, string> {
  const found = [...users.keys()].filter((node) => partsOfNode(node).kind === 'unclear');
  return new Map([...rootsReaching(users, found, asked)].map(([file, node]) => [file, partsOfNode(node).name]));
}

function wayOf(changed: string, node: Node): string {
  const { kind, file, name } = partsOfNode(node);
  if (kind === 'computed')
    return `imports what only run time knows, and nothing else imports ${changed}, which changed`;
  if (kind === 'text') return `may read ${file}, which changed`;
  if (kind === 'data') return `names ${file}, which changed`;
  if (kind === 'load' || name === BODY) return `loads ${file}, and what that does when it is loaded changed`;
  return kind === 'names' || kind === 'whole'
    ? `uses all of ${file}, which changed`
    : `uses \`${name}\` of ${file}, which changed`;
}
