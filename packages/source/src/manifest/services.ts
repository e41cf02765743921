import type { Service } from '@millwright/core';
import { posix as path } from 'node:path';

import type { SourceTree } from '../tree/source-tree.ts';
import { readPackageManifest } from '../tree/workspace-packages.ts';
import type { FoundEndpoint } from './endpoints/endpoint-framework.ts';
import { findRouteServices } from './route-services.ts';
import { findWebServers } from './web-servers.ts';

/** A service that the user's configuration names. */
export interface ConfiguredService {
  readonly name: string;
  /** Folder relative to the project root. */
  readonly root: string;
}

/**
 * The parts of the product, most telling first: what the configuration names (then only those), else workspace
 * packages, folders of routes, and the servers that Playwright starts. `sources` leaves tests out.
 */
export function findServices(
  tree: SourceTree,
  sources: readonly string[],
  endpoints: readonly FoundEndpoint[],
  configured: readonly ConfiguredService[],
): Service[] {
  if (configured.length > 0)
    return configured.map((one) => service(one.name, 'configured', cleanFolder(one.root), sources));
  const found = [
    ...tree.packages.map((one) => service(shortName(one.name), 'workspace', one.folder, sources)),
    ...findRouteServices(tree, sources, endpoints),
    ...findWebServers(tree).map((one) => service(one.name, 'webServer', one.root, sources)),
  ];
  return distinct(found.filter((one) => one.files.length > 0));
}

/** The most specific service that an endpoint belongs to; `undefined` when none holds its file. */
export function serviceOf(services: readonly Service[], file: string): Service | undefined {
  const order: readonly Service['kind'][] = ['configured', 'routes', 'workspace', 'webServer'];
  for (const kind of order) {
    const holding = services.filter((one) => one.kind === kind && one.files.includes(file));
    if (holding.length > 0) return holding.reduce((best, one) => (one.files.length < best.files.length ? one : best));
  }
  return undefined;
}

/** The service that stands for the whole project when nothing more special does. */
export function rootService(tree: SourceTree, sources: readonly string[]): Service {
  const name = readPackageManifest(tree.root)?.name;
  return service(name === undefined ? 'app' : shortName(name), 'routes', '.', sources);
}

function service(name: string, kind: Service['kind'], root: string, sources: readonly string[]): Service {
  return {
    name,
    kind,
    root,
    files: root === '.' ? [...sources] : sources.filter((file) => file.startsWith(`${root}/`)),
  };
}

function shortName(name: string): string {
  return name.replace(/^@[^/]+\//u, '');
}

function cleanFolder(folder: string): string {
  return path.normalize(folder.replaceAll('\\', '/')).replace(/\/$/u, '');
}

/** Names are told apart by their folder; the same folder under the same name is one service. */
function distinct(services: readonly Service[]): Service[] {
  const kept: Service[] = [];
  for (const one of services) {
    const same = kept.find((other) => other.name === one.name);
    if (!same) kept.push(one);
    else if (same.root !== one.root) kept.push({ ...one, name: `${one.name} (${one.root})` });
  }
  return kept;
}
