import { existsSync, readFileSync } from 'node:fs';
import { join, posix as path } from 'node:path';

import type { ts } from 'ts-morph';

import { readPackageManifest } from '../tree/workspace-packages.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { type ImpliedModules, createImpliedModules } from './implied-modules.ts';
import { type ImportTargets, createImportTargets } from './import-targets.ts';
import { type PackageReach, createPackageReach } from './package-reach.ts';
import { type ForeignName, type ModuleFacts, moduleFactsOf } from './module-facts.ts';
import { BODY } from './module-units.ts';
import { filesNamedBy } from './named-files.ts';
import { type UnitReferences, referencesOf } from './unit-references.ts';

/** A point that can change or be reached; see the makers below. */
export type Node = string;

const node = (kind: string, file: string, name = ''): Node => `${kind}\0${file}\0${name}`;

/** The nodes of the graph. */
export const nodes = {
  /** Loading a module: its body, and the modules it imports. */
  load: (file: string): Node => node('load', file),
  /** A declaration, or the body. */
  unit: (file: string, name: string): Node => node('unit', file, name),
  /** What a module exports under a name. */
  exported: (file: string, name: string): Node => node('export', file, name),
  /** Which names a module exports, and `export *`. */
  names: (file: string): Node => node('names', file),
  /** Everything of a module. */
  whole: (file: string): Node => node('whole', file),
  /** A file that is no module: data, a style sheet, a component. */
  data: (file: string): Node => node('data', file),
  /** The text of a file that some module may read, by a name that is put together. */
  text: (file: string): Node => node('text', file),
  /** Imports of what only run time knows. */
  computed: node('computed', ''),
  /** An import whose target nobody finds among the sources: built output, an alias of the bundler, a virtual module. */
  unclear: (specifier: string): Node => node('unclear', '', specifier),
} as const;

/** The parts of a node. */
export function partsOfNode(of: Node): { readonly kind: string; readonly file: string; readonly name: string } {
  const [kind = '', file = '', name = ''] = of.split('\0');
  return { kind, file, name };
}

/** Single-file components, which import modules in their text. */
const COMPONENT = /\.(?:vue|svelte|astro|mdx)$/u;

/** What a graph is made of beside the sources. */
export interface GraphFiles {
  /** Modules that are gone, as they were. */
  readonly deleted: ReadonlyMap<string, ts.SourceFile>;
  /** Changed files that are no modules and may be named by some. */
  readonly others: readonly string[];
  readonly components: readonly string[];
  readonly changedModules: readonly string[];
}

/** Folders whose modules tests may read as data. */
const FIXTURE_FOLDER =
  /(?:^|\/)(?:__)?(?:fixtures?|testdata|test-data|templates?|examples?|samples?|playground)(?:__)?\//u;

/** Which node makes use of which, found on demand. */
export class ImpactGraph {
  readonly #tree: SourceTree;
  readonly #deleted: ReadonlyMap<string, ts.SourceFile>;
  readonly #others: ReadonlySet<string>;
  readonly #changed: readonly string[];
  readonly #changedModules: readonly string[];
  readonly #facts = new Map<string, ModuleFacts | undefined>();
  readonly #references = new Map<Node, UnitReferences>();
  readonly #lazy = new Map<string, boolean>();
  readonly #reach: PackageReach;
  readonly #targets: ImportTargets;
  readonly #implied: ImpliedModules;

  constructor(tree: SourceTree, given: GraphFiles) {
    this.#tree = tree;
    this.#deleted = given.deleted;
    this.#others = new Set([...given.others, ...given.components]);
    this.#changed = [...given.others, ...given.changedModules.filter((file) => FIXTURE_FOLDER.test(file))];
    this.#changedModules = given.changedModules;
    this.#reach = createPackageReach(tree);
    this.#targets = createImportTargets(tree, {
      deleted: new Set(given.deleted.keys()),
      others: this.#others,
      changedModules: given.changedModules,
    });
    this.#implied = createImpliedModules(tree, this.#targets, () => this.#files());
  }

  factsOf(file: string): ModuleFacts | undefined {
    if (this.#facts.has(file)) return this.#facts.get(file);
    const source = this.#tree.source(file) ?? this.#deleted.get(file);
    const facts = source && moduleFactsOf(source, { lazy: this.isLazy(file) });
    this.#facts.set(file, facts);
    return facts;
  }

  /** Whether the package of a file says that loading its modules does nothing. */
  isLazy(file: string): boolean {
    const folder = path.dirname(file);
    const known = this.#lazy.get(folder);
    if (known !== undefined) return known;
    const manifest = readPackageManifest(join(this.#tree.root, folder)) as { sideEffects?: unknown } | undefined;
    const above = folder === '.' ? undefined : folder;
    const lazy = manifest ? manifest.sideEffects === false : above !== undefined && this.isLazy(folder);
    this.#lazy.set(folder, lazy);
    return lazy;
  }

  /** What a piece of a module uses. */
  referencesOf(file: string, name: string): UnitReferences | undefined {
    const key = nodes.unit(file, name);
    const known = this.#references.get(key);
    if (known) return known;
    const facts = this.factsOf(file);
    const parts = name === BODY ? facts?.units.body : facts?.units.declarations.get(name);
    if (!facts || !parts) return undefined;
    const references = referencesOf(facts, parts);
    this.#references.set(key, references);
    return references;
  }

  /** The project files that a specifier may mean; also those that are gone or no modules. */
  targetsOf(from: string, specifier: string): readonly string[] {
    return this.#targets(from, specifier);
  }

  /** What a node makes use of directly. */
  dependenciesOf(of: Node): readonly Node[] {
    const { kind, file, name } = partsOfNode(of);
    if (kind === 'data') return this.#dataDependencies(file);
    const facts = kind === 'computed' || kind === 'names' || kind === 'text' ? undefined : this.factsOf(file);
    if (!facts) return [];
    if (kind === 'load')
      return [
        nodes.unit(file, BODY),
        ...this.#loadsOf(file, facts.loads),
        ...[...facts.effects].flatMap((specifier) => this.#effectsOf(file, specifier)),
      ];
    if (kind === 'unit') return this.#unitDependencies(file, name);
    if (kind === 'export') return this.#exportDependencies(file, name, facts);
    return this.#wholeDependencies(file, facts);
  }

  #loadsOf(file: string, specifiers: Iterable<string>): readonly Node[] {
    return [...specifiers].flatMap((specifier) => {
      const targets = this.targetsOf(file, specifier);
      if (targets.length === 0) return this.#unclear(file, specifier);
      return targets.map((target) => (this.#isModule(target) ? nodes.load(target) : nodes.data(target)));
    });
  }

  /** Who imports a module for its effects alone has made all that it makes. */
  #effectsOf(file: string, specifier: string): readonly Node[] {
    return this.targetsOf(file, specifier).map((target) => this.#wholeOf(target));
  }

  #unclear(file: string, specifier: string): readonly Node[] {
    return this.#reach(file, specifier) ? [] : [nodes.unclear(specifier)];
  }

  #isModule(file: string): boolean {
    return !this.#others.has(file);
  }

  #wholeOf(file: string): Node {
    return this.#isModule(file) ? nodes.whole(file) : nodes.data(file);
  }

  #unitDependencies(file: string, name: string): readonly Node[] {
    const references = this.referencesOf(file, name);
    if (!references) return this.factsOf(file)?.units.bodyNames.has(name) ? [nodes.unit(file, BODY)] : [];
    const wholes = [...references.whole].flatMap((specifier) => this.targetsOf(file, specifier));
    const implied = this.#implied.impliedBy(file, references);
    return [
      ...[...references.own].map((own) => nodes.unit(file, own)),
      ...references.foreign.flatMap((foreign) => this.#foreignDependencies(file, foreign)),
      ...[...wholes, ...implied].map((target) => this.#wholeOf(target)),
      ...this.#filesNamed(file, references),
      ...(references.computed ? [nodes.computed] : []),
    ];
  }

  #foreignDependencies(file: string, { specifier, name }: ForeignName): readonly Node[] {
    // `./page.html?raw`, `./worker?worker`: what comes in is made of all of it.
    if (specifier.includes('?'))
      return this.targetsOf(file, specifier).flatMap((target) => [this.#wholeOf(target), nodes.text(target)]);
    return this.targetsOf(file, specifier).map((target) =>
      name === '*' || !this.#isModule(target) ? this.#wholeOf(target) : nodes.exported(target, name),
    );
  }

  #filesNamed(file: string, references: UnitReferences): readonly Node[] {
    const { named, hinted } = filesNamedBy(references, {
      file,
      loads: this.factsOf(file)?.loads ?? new Set(),
      files: this.#files(),
      others: this.#others,
      data: this.#changed,
      changedModules: this.#changedModules,
    });
    return [...named.map((target) => this.#wholeOf(target)), ...hinted.map((target) => nodes.text(target))];
  }

  #fileSet: ReadonlySet<string> | undefined;

  #files(): ReadonlySet<string> {
    return (this.#fileSet ??= new Set([...this.#tree.files, ...this.#deleted.keys()]));
  }

  #exportDependencies(file: string, name: string, facts: ModuleFacts): readonly Node[] {
    const entry = facts.exports.get(name);
    if (entry && 'local' in entry) {
      const imported = facts.imports.get(entry.local);
      return imported ? this.#foreignDependencies(file, imported) : [nodes.unit(file, entry.local)];
    }
    if (entry) return this.#foreignDependencies(file, entry);
    const targets = facts.stars.flatMap((specifier) => this.targetsOf(file, specifier));
    const offering = targets.filter((target) => this.#offers(target, name, new Set([file])));
    // A name that nobody offers is one of CommonJS, or one that was taken away.
    return offering.length > 0
      ? offering.map((target) => nodes.exported(target, name))
      : [nodes.names(file), nodes.unit(file, BODY), nodes.unit(file, name)];
  }

  #offers(file: string, name: string, seen: Set<string>): boolean {
    if (seen.has(file)) return false;
    seen.add(file);
    const facts = this.factsOf(file);
    if (!facts) return false;
    if (facts.exports.has(name)) return true;
    return facts.stars.some((specifier) =>
      this.targetsOf(file, specifier).some((target) => this.#offers(target, name, seen)),
    );
  }

  #wholeDependencies(file: string, { units, exports, stars }: ModuleFacts): readonly Node[] {
    return [
      nodes.load(file),
      nodes.names(file),
      ...[...units.declarations.keys()].map((name) => nodes.unit(file, name)),
      ...[...exports.keys()].map((name) => nodes.exported(file, name)),
      ...stars.flatMap((specifier) => this.targetsOf(file, specifier)).map((target) => this.#wholeOf(target)),
    ];
  }

  #dataDependencies(file: string): readonly Node[] {
    const absolute = join(this.#tree.root, file);
    if (!COMPONENT.test(file) || !existsSync(absolute)) return [];
    const text = readFileSync(absolute, 'utf8');
    const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/gu)].map(
      (match) => match[1] ?? '',
    );
    return specifiers.flatMap((specifier) => this.targetsOf(file, specifier)).map((target) => this.#wholeOf(target));
  }
}
