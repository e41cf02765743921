import { type PathBase, isAbsolutePath, relativeToRoot } from '@millwright/core';

/** What the paths of one report mean in this project. */
export interface ReportPaths {
  /** The file of a test, posix and relative to the project root. */
  fileOf(path: string): string;
  /** Where the project lay when the report was written: what stack traces are relative to. */
  readonly base: PathBase;
}

/**
 * Finds out what the paths of test files in a report mean. A report from another machine has absolute paths of that
 * machine; others are relative to a folder of tests. Both are matched against the files that are known to lie here:
 * one part is taken off, or put in front, of all paths alike, so that as many as possible are known.
 */
export function reportPathsOf(
  paths: readonly string[],
  context: { readonly root: string; readonly knownFiles: ReadonlySet<string> },
): ReportPaths {
  const plain = [...new Set(paths)].map(plainPathOf);
  const outside = plain.filter((path) => isAbsolutePath(path) && isOutside(relativeToRoot(path, context)));
  const foreignRoot = outside.length > 0 ? foreignRootOf(outside, context.knownFiles) : undefined;
  const base = { root: foreignRoot ?? context.root };
  const prefix = prefixOf(
    plain.filter((path) => !isAbsolutePath(path)),
    context.knownFiles,
  );
  return {
    base,
    fileOf(path) {
      const file = plainPathOf(path);
      if (!isAbsolutePath(file)) return prefix + file;
      const here = relativeToRoot(file, context);
      return isOutside(here) ? relativeToRoot(file, base) : here;
    },
  };
}

/** Paths of a report that tells the folder of its config: nothing has to be guessed. */
export function pathsBelow(root: string): ReportPaths {
  const base = { root };
  return { base, fileOf: (path) => relativeToRoot(path, base) };
}

/** Where the project lay: the absolute path before a file's own path in a stack trace. */
export function rootInTrace(text: string, file: string): string | undefined {
  for (const line of text.replaceAll('\\', '/').split('\n')) {
    const end = line.indexOf(`/${file}:`);
    if (end < 0) continue;
    const start = /(?:file:\/\/)?((?:[A-Za-z]:)?\/[^\s()'"]*)$/.exec(line.slice(0, end))?.[1];
    if (start !== undefined) return start;
  }
  return undefined;
}

/** On another drive a path stays absolute. */
function isOutside(path: string): boolean {
  return path.startsWith('../') || isAbsolutePath(path);
}

function plainPathOf(path: string): string {
  const slashed = /^[A-Za-z]:\\|\\/.test(path) && !path.startsWith('/') ? path.replaceAll('\\', '/') : path;
  return slashed.replace(/^file:\/\/(?=\/)/, '').replace(/^\.\//, '');
}

/** What all absolute paths have in front of files that are known here; the shortest such part that fits most of them. */
function foreignRootOf(paths: readonly string[], known: ReadonlySet<string>): string | undefined {
  const depth = Math.min(...paths.map((path) => path.split('/').length - 1));
  const sample = (paths[0] as string).split('/');
  let best: { root: string; matches: number } | undefined;
  for (let length = 1; length <= depth; length += 1) {
    const root = sample.slice(0, length).join('/');
    const matches = paths.filter(
      (path) => path.startsWith(`${root}/`) && known.has(path.slice(root.length + 1)),
    ).length;
    if (matches > (best?.matches ?? 0)) best = { root, matches };
  }
  return best?.root;
}

/** What has to be put in front of relative paths; the shortest that makes most of them known. */
function prefixOf(paths: readonly string[], known: ReadonlySet<string>): string {
  const candidates = new Set(['']);
  for (const path of paths.slice(0, 20)) {
    for (const file of known) if (file.endsWith(`/${path}`)) candidates.add(file.slice(0, -path.length));
  }
  let best = { prefix: '', matches: 0 };
  for (const prefix of [...candidates].sort((a, b) => a.length - b.length || a.localeCompare(b))) {
    const matches = paths.filter((path) => known.has(prefix + path)).length;
    if (matches > best.matches) best = { prefix, matches };
  }
  return best.prefix;
}
