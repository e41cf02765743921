import { posix as path } from 'node:path';

import type { UnitReferences } from './unit-references.ts';

/** Where texts are looked for. */
interface NamingModule {
  readonly file: string;
  /** What it imports. */
  readonly loads: ReadonlySet<string>;
  /** All modules, also those that are gone. */
  readonly files: ReadonlySet<string>;
  /** Files that are no modules, as far as they matter. */
  readonly others: ReadonlySet<string>;
  /** Changed files that may be read as data. */
  readonly data: readonly string[];
  readonly changedModules: readonly string[];
}

interface NamedFiles {
  readonly named: readonly string[];
  /** Changed files that a text may mean; that they are known to be nobody else's business does not follow. */
  readonly hinted: readonly string[];
}

const FILE_READER = /^(?:node:)?fs(?:\/promises)?$|^(?:fs-extra|graceful-fs|glob|globby|tinyglobby|fast-glob)$/u;

/** Words that name all sources, and more often something else. */
const ALL_SOURCES = /^(?:src|source|sources|lib|app|apps|packages|test|tests)$/u;

/**
 * Files that texts in a module name: beside the module, below its package or the root, or all with a beginning. Hinted at are those that
 * end like a piece of a path; a module that reads files may mean the sources of a folder, too.
 */
export function filesNamedBy({ paths, hints, prefixes }: UnitReferences, where: NamingModule): NamedFiles {
  // A configuration names source folders for other reasons than to read them.
  const readsFiles =
    !/\.config\.[cm]?[jt]s$/u.test(where.file) && [...where.loads].some((specifier) => FILE_READER.test(specifier));
  const isModuleNamed = (one: string): boolean => /\.\w+$/u.test(one) && where.files.has(one);
  const named = [...paths].flatMap((text) => {
    const candidates = candidatesOf(text, where.file);
    return [...candidates.filter(isModuleNamed), ...where.data.filter((one) => isAtOrBelow(one, candidates))];
  });
  const inCommands = [...hints].flatMap((text) => candidatesOf(text, where.file).filter(isModuleNamed));
  return {
    named: [...named, ...inCommands, ...filesBegunBy(prefixes, where)],
    hinted: [...paths, ...hints].flatMap((text) => filesHintedBy(text, readsFiles, where)),
  };
}

function candidatesOf(text: string, file: string): readonly string[] {
  return [path.join(path.dirname(file), text), path.normalize(text.replace(/^\//u, ''))].map((one) =>
    one.replace(/\/$/u, ''),
  );
}

function isAtOrBelow(file: string, places: readonly string[]): boolean {
  return places.some((place) => file === place || file.startsWith(`${place}/`));
}

function filesHintedBy(text: string, readsFiles: boolean, where: NamingModule): readonly string[] {
  const candidates = candidatesOf(text, where.file);
  const piece = text.replace(/^(?:\.{0,2}\/)+/u, '').replace(/\/$/u, '');
  const isPiece = (one: string): boolean =>
    (/\.\w+$/u.test(piece) && `/${one}`.endsWith(`/${piece}`)) ||
    (readsFiles && piece !== '' && `/${one}`.includes(`/${piece}/`));
  return [
    ...where.data.filter((one) => isAtOrBelow(one, candidates) || isPiece(one)),
    ...(readsFiles && !ALL_SOURCES.test(text)
      ? where.changedModules.filter((one) => isAtOrBelow(one, candidates))
      : []),
  ];
}

function filesBegunBy(prefixes: ReadonlySet<string>, { file, files, others }: NamingModule): readonly string[] {
  if (prefixes.size === 0) return [];
  const starts = [...prefixes].map((prefix) => {
    // What an alias stands for is not known here: any folder that goes on like that.
    const alias = /^[@~#$][\w-]*(?=\/)/u.exec(prefix)?.[0];
    if (alias !== undefined) return { text: prefix.slice(alias.length), anywhere: true };
    // The root of a bundler is the folder of its configuration, wherever that is.
    if (prefix.startsWith('/')) return { text: prefix, anywhere: true };
    const begun = path.join(path.dirname(file), prefix).replace(/^\.\/?$/u, '');
    return { text: `/${begun}`, anywhere: false };
  });
  return [...files, ...others].filter((one) =>
    starts.some(({ text, anywhere }) => (anywhere ? `/${one}`.includes(text) : `/${one}`.startsWith(text))),
  );
}
