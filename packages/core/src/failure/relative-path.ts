/** The folders that paths are resolved against. Both absolute, in the form of the machine. */
export interface PathBase {
  /** The project root, that is the folder of the runner's config. */
  readonly root: string;
  /** What relative paths are relative to; `root` when absent. */
  readonly cwd?: string;
}

/**
 * A path as it is remembered: posix, relative to the root, the same on every machine. `file:` URLs, Vite's `/@fs/` and query
 * strings are understood. A file outside the root begins with `../`; what is no path (`node:internal/…`, `http://…`) or lies
 * on another drive is returned as it came.
 */
export function relativeToRoot(file: string, base: PathBase): string {
  return plainlyInside(file, base.root) ?? relativeByParts(file, base);
}

/** The answer for nearly every file of nearly every run, which modules of a large suite ask for a hundred thousand times. */
function plainlyInside(file: string, root: string): string | undefined {
  if (!file.startsWith('/') || !file.startsWith(root) || file[root.length] !== '/' || root.endsWith('/'))
    return undefined;
  const rest = file.slice(root.length + 1);
  return unusual.test(rest) || unusual.test(root.slice(1)) ? undefined : rest;
}

/** Folders named by dots, doubled slashes, and queries. */
const unusual = /(?:^|\/)\.{0,2}(?:\/|$)|\?/;

function relativeByParts(file: string, base: PathBase): string {
  const path = plainPathOf(file);
  if (path === undefined) return file;
  const root = segmentsOf(posixOf(base.root));
  const cwd = base.cwd === undefined ? root : segmentsOf(posixOf(base.cwd));
  const target = isAbsolutePath(path) ? segmentsOf(path) : segmentsOf(path, cwd);
  if (isDrive(root[0]) !== isDrive(target[0]) || (isDrive(root[0]) && !sameSegment(root[0], target[0]))) return path;
  let common = 0;
  while (common < root.length && common < target.length && sameSegment(root[common], target[common])) common += 1;
  return [...Array.from({ length: root.length - common }, () => '..'), ...target.slice(common)].join('/') || '.';
}

/** Whether a posix-spelled path begins at the top of a file system. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:\//i.test(path);
}

/** The path with forward slashes. Backslashes are left alone on absolute posix paths, where they are ordinary characters. */
function posixOf(path: string): string {
  return path.startsWith('/') ? path : path.replaceAll('\\', '/');
}

function plainPathOf(file: string): string | undefined {
  let path = file;
  if (path.startsWith('file://')) path = decoded(path.slice('file://'.length)).replace(/^\/(?=[a-z]:)/i, '');
  else if (path.startsWith('/@fs/')) path = path.slice('/@fs'.length).replace(/^\/(?=[a-z]:)/i, '');
  else if (/^[a-z][a-z\d+.-]+:/i.test(path) || path.startsWith('<')) return undefined;
  return posixOf(path.replace(/\?.*$/, ''));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function segmentsOf(path: string, start: readonly string[] = []): string[] {
  const segments = [...start];
  for (const part of path.split('/')) {
    if (part === '..') segments.pop();
    else if (part !== '' && part !== '.') segments.push(part);
  }
  return segments;
}

function isDrive(segment: string | undefined): boolean {
  return segment !== undefined && /^[a-z]:$/i.test(segment);
}

/** Drive letters are the one part whose case is known not to matter. */
function sameSegment(left: string | undefined, right: string | undefined): boolean {
  return left === right || (isDrive(left) && left?.toLowerCase() === right?.toLowerCase());
}
