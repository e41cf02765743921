import type { Endpoint, ProjectManifest, Service } from '@millwright/core';
import { posix as path } from 'node:path';

import { fileComplexityOf } from '../syntax/complexity.ts';
import { findTestFiles, isTestName } from '../tests/find-test-files.ts';
import { TEST_FOLDER } from '../tests/test-folder.ts';
import { openSourceTree, type SourceTree } from '../tree/source-tree.ts';
import { ENDPOINT_FRAMEWORKS } from './endpoints/index.ts';
import { type ConfiguredService, findServices, rootService, serviceOf } from './services.ts';

/** What to read, and what the user's configuration says of it. */
export interface ManifestOptions {
  /** The project root, absolute or relative to the working directory. */
  readonly root: string;
  readonly config?: { readonly services?: readonly ConfiguredService[] };
  /** Globs, relative to the root, of files to leave out besides dependencies and build output. */
  readonly ignore?: readonly string[];
}

const RUNNER_CONFIG =
  /(?:^|\/)(?:playwright|vitest|vite|jest)(?:[-.][\w-]+)*\.(?:config|workspace)(?:\.[\w-]+)*\.[cm]?[jt]s$/u;

/** Reads a whole project into its map. Never throws for what the project contains: what cannot be read is told in `lacked`. */
export async function readProjectManifest(options: ManifestOptions): Promise<ProjectManifest> {
  const tree = openSourceTree({ root: options.root, ...(options.ignore && { ignore: options.ignore }) });
  return manifestOf(tree, options.config?.services ?? []);
}

/** The map of the sources in a tree. */
export function manifestOf(tree: SourceTree, configured: readonly ConfiguredService[]): ProjectManifest {
  const testFiles = findTestFiles(tree);
  const tests = new Set(testFiles.map((one) => one.file));
  const sources = tree.files.filter((file) => !tests.has(file) && !isTestName(file) && !RUNNER_CONFIG.test(file));
  const product = sources.filter((file) => !TEST_FOLDER.test(file));
  const found = ENDPOINT_FRAMEWORKS.flatMap((framework) => framework.find(tree, product));
  const services = findServices(tree, product, found, configured);
  const whole = rootService(tree, product);
  const endpoints = distinctEndpoints(
    found.map((one) => Object.assign(one, { service: (serviceOf(services, one.handler.file) ?? whole).name })),
  );
  const needsWhole =
    services.length === 0 ||
    endpoints.some((one) => one.service === whole.name && !services.some((known) => known.name === whole.name));
  return {
    format: 'millwright/manifest',
    version: 1,
    services: [...services, ...(needsWhole && product.length > 0 ? [whole] : [])] satisfies Service[],
    endpoints,
    testFiles: testFiles.map(({ file, runner, tests: list, reaches }) => ({ file, runner, tests: list, reaches })),
    complexity: complexities(tree, sources),
    lacked: lackedOf(tree, testFiles.length, endpoints.length),
  };
}

/** One entry per method, path and handler; a route that two declarations give in the same service is kept once. */
function distinctEndpoints(endpoints: readonly Endpoint[]): Endpoint[] {
  const kept = new Map<string, Endpoint>();
  for (const one of endpoints) {
    const key = `${one.service}\0${one.id}`;
    if (!kept.has(key)) kept.set(key, one);
  }
  return [...kept.values()].sort(
    (a, b) => compare(a.path, b.path) || compare(a.method, b.method) || compare(a.service, b.service),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function complexities(tree: SourceTree, sources: readonly string[]): Record<string, number> {
  const entries = sources.flatMap((file) => {
    const source = tree.source(file);
    return source ? [[file, fileComplexityOf(source)] as const] : [];
  });
  return Object.fromEntries(entries);
}

function lackedOf(tree: SourceTree, testFileCount: number, endpointCount: number): string[] {
  const lacked = [...new Set(tree.lacked)];
  if (tree.files.length === 0)
    lacked.push(`No JavaScript or TypeScript source was found below ${path.basename(tree.root)}.`);
  else if (testFileCount === 0)
    lacked.push(
      'No test file was found: name them `*.test.*` or `*.spec.*`, or import from `@playwright/test` or `vitest`.',
    );
  if (tree.files.length > 0 && endpointCount === 0)
    lacked.push('No HTTP endpoint was found; Express, Fastify, Hono, Koa, NestJS and Next.js are understood.');
  return lacked;
}
