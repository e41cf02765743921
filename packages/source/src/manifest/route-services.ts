import type { Service } from '@millwright/core';
import { posix as path } from 'node:path';

import type { SourceTree } from '../tree/source-tree.ts';
import type { FoundEndpoint } from './endpoints/endpoint-framework.ts';

/** Folders whose children are parts of the product. */
const CONTAINERS = new Set(['services', 'modules', 'features', 'domains', 'apps']);

/** Folders that hold one file (or folder) of routes per part. */
const ROUTE_FOLDERS = new Set(['routes', 'routers', 'controllers', 'api', 'endpoints', 'handlers', 'resources']);

/** File names that say only that there are routes; the folder then names the part. */
const PLAIN_NAMES = /^(?:index|route|routes|router|routers|controller|api|handler|handlers|plugin|server|app|main)$/iu;

/** Parts of the product by the folders and files that hold their routes. Nothing when they hold fewer than two. */
export function findRouteServices(
  tree: SourceTree,
  sources: readonly string[],
  endpoints: readonly FoundEndpoint[],
): Service[] {
  const groups = new Map<string, { name: string; root: string; files: Set<string> }>();
  for (const endpoint of endpoints) {
    const part = endpoint.framework === 'nextjs' ? nextPart(endpoint) : partOf(endpoint.handler.file);
    if (!part) continue;
    const key = part.wholeFolder ? `${part.root}\0${part.name}` : part.name;
    const group = groups.get(key) ?? { name: part.name, root: part.root, files: new Set<string>() };
    groups.set(key, group);
    if (part.wholeFolder) for (const file of sources) if (file.startsWith(`${part.root}/`)) group.files.add(file);
    group.files.add(endpoint.handler.file);
  }
  const found = [...groups.values()].map((group) => ({
    name: group.name,
    kind: 'routes' as const,
    root: group.root,
    files: [...group.files].sort(),
  }));
  const isNamedByPackage = (one: Service): boolean => tree.packages.some((known) => known.folder === one.root);
  return found.length < 2 &&
    !found.every((one) => one.files.length > 0 && path.basename(path.dirname(one.root)) === 'services')
    ? []
    : found.filter((one) => !isNamedByPackage(one));
}

interface Part {
  readonly name: string;
  readonly root: string;
  readonly wholeFolder: boolean;
}

function partOf(file: string): Part | undefined {
  const segments = file.split('/');
  return containedPart(segments) ?? routeFolderPart(segments) ?? routeFilePart(segments);
}

/** `services/users/…`: the folder below a container. */
function containedPart(segments: readonly string[]): Part | undefined {
  const index = segments.findIndex((segment) => CONTAINERS.has(segment));
  if (index < 0 || index + 2 >= segments.length) return undefined;
  return { name: segments[index + 1] ?? '', root: segments.slice(0, index + 2).join('/'), wholeFolder: true };
}

/** `routes/users.ts` and `routes/users/index.ts`. */
function routeFolderPart(segments: readonly string[]): Part | undefined {
  const last = segments.length - 1;
  const index = segments
    .slice(0, last)
    .findLastIndex((segment) => ROUTE_FOLDERS.has(segment) || CONTAINERS.has(segment));
  if (index < 0) return undefined;
  if (index + 1 < last)
    return { name: segments[index + 1] ?? '', root: segments.slice(0, index + 2).join('/'), wholeFolder: true };
  const stem = stemOf(segments[last] ?? '');
  return stem === '' ? undefined : { name: stem, root: segments.slice(0, last).join('/'), wholeFolder: false };
}

const ROUTE_FILE =
  /[.-](?:routes?|router|controller|resource)\.[cm]?[jt]sx?$|^(?:routes?|router|controller)\.[cm]?[jt]sx?$/iu;

/** `users/users.controller.ts` and `users/routes.ts`: the folder is the part, unless it is the source folder itself. */
function routeFilePart(segments: readonly string[]): Part | undefined {
  const name = segments.at(-1) ?? '';
  if (!ROUTE_FILE.test(name)) return undefined;
  const folder = segments.at(-2);
  const root = segments.slice(0, -1).join('/') || '.';
  if (folder !== undefined && folder !== 'src') return { name: folder, root, wholeFolder: true };
  const stem = stemOf(name);
  return stem === '' ? undefined : { name: stem, root, wholeFolder: false };
}

/** `users.routes.ts`, `usersRouter.ts` and `users-controller.ts` are all `users`; `index.ts` is nothing. */
function stemOf(name: string): string {
  const stem = name
    .replace(/\.[cm]?[jt]sx?$/u, '')
    .replace(/[._-]?(?:routes?|routers?|controllers?|handlers?|resource|api|endpoints?|plugin)$/iu, '');
  return PLAIN_NAMES.test(stem) ? '' : stem;
}

/** The first fixed segment after `api` and a version names the part of a Next.js route. */
function nextPart(endpoint: FoundEndpoint): Part | undefined {
  const segment = endpoint.path.split('/').find((one) => one !== '' && one !== 'api' && !/^v\d+$/u.test(one));
  if (segment === undefined || segment.startsWith(':')) return undefined;
  const segments = endpoint.handler.file.split('/');
  const index = segments.findIndex((one) => one === segment);
  return index < 0 || index === segments.length - 1
    ? { name: segment, root: path.dirname(endpoint.handler.file), wholeFolder: false }
    : { name: segment, root: segments.slice(0, index + 1).join('/'), wholeFolder: true };
}
