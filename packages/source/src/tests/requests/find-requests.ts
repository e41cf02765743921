import type { StaticRequest } from '@millwright/core';

import type { ts } from 'ts-morph';

import type { FunctionNode } from '../../syntax/functions.ts';
import { importedSpecifiers } from '../../tree/import-graph.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import type { FoundTest } from '../static-tests.ts';
import { TEST_FOLDER } from '../test-folder.ts';
import { methodIndexOf } from './called-function.ts';
import { FunctionRequestFinder } from './function-requests.ts';
import { hooksAround } from './hooks.ts';
import { fixtureClassesOf, fixturesOf, type TestFixture, wantedFixtures } from './test-fixtures.ts';

/** A file of tests, and what it loads. */
export interface RequestingFile {
  readonly file: string;
  /** Project files that it reaches by imports, test files among them. */
  readonly reaches: readonly string[];
}

/** Packages and calls that answer requests in place of a server. */
const STUB_PACKAGE = /^(?:msw|nock|fetch-mock|vitest-fetch-mock|jest-fetch-mock|axios-mock-adapter|pretender)(?:\/|$)/u;
const STUB_CALL =
  /\b(?:vi|jest)\s*\.\s*(?:stubGlobal\(\s*['"]fetch['"]|spyOn\(\s*(?:globalThis|global|window)\s*,\s*['"]fetch['"]|(?:do)?[mM]ock\(\s*['"](?:axios|ky|got|node-fetch|undici)['"])|\b(?:globalThis|global|window)\.fetch\s*=[^=]/u;

/**
 * Finds the HTTP calls of each test of a file: its own, those of the functions it calls, of its fixtures and hooks.
 * A file that puts stubs in place of the network makes none.
 */
export function findRequests(
  tree: SourceTree,
  { file, reaches }: RequestingFile,
  tests: readonly FoundTest[],
): readonly (readonly StaticRequest[])[] {
  const source = tree.source(file);
  if (!source || ![file, ...reaches].some((one) => writesPaths(tree, one))) return tests.map(() => []);
  if (STUB_CALL.test(source.text) || importedSpecifiers(source).some((one) => STUB_PACKAGE.test(one)))
    return tests.map(() => []);
  const isSupport = (one: string): boolean => one === file || TEST_FOLDER.test(one);
  const methods = methodIndexOf(tree, [file, ...reaches.filter(isSupport)]);
  const fixtureClasses = fixtureClassesOf(tree, new Set(tests.flatMap(({ call }) => fixturesOf(tree, call))));
  const finder = new FunctionRequestFinder(tree, { methods, fixtureClasses }, (one) => !isSupport(one));
  return tests.map((test) => requestsOfTest(tree, finder, test));
}

/** A text that begins with a slash or names an address: without one there is nothing to ask for. */
const PATH_TEXT = /['"`}]\/[\w$]|['"`]\/['"`]|https?:\/\//u;
const writesPathsBySource = new WeakMap<ts.SourceFile, boolean>();

function writesPaths(tree: SourceTree, file: string): boolean {
  const source = tree.source(file);
  if (!source) return false;
  let known = writesPathsBySource.get(source);
  if (known === undefined) writesPathsBySource.set(source, (known = PATH_TEXT.test(source.text)));
  return known;
}

function requestsOfTest(tree: SourceTree, finder: FunctionRequestFinder, test: FoundTest): readonly StaticRequest[] {
  const hooks = hooksAround(tree, test.call);
  const bodies = [...hooks, ...(test.body ? [test.body] : [])];
  const fixtures = neededFixtures(fixturesOf(tree, test.call), bodies);
  return distinctRequests([
    ...fixtures.flatMap(({ body }) => finder.requestsOf(body).map((one) => requestFrom(one, 'fixture'))),
    ...hooks.flatMap((body) => finder.requestsOf(body).map((one) => requestFrom(one, 'hook'))),
    ...(test.body ? finder.requestsOf(test.body) : []).map((one) => requestFrom(one, one.direct ? 'test' : 'helper')),
  ]);
}

function requestFrom(
  { method, path }: { readonly method?: string; readonly path: string },
  from: StaticRequest['from'],
): StaticRequest {
  return { ...(method === undefined ? {} : { method }), path, from };
}

/** The fixtures that functions ask for, those that these ask for, and those that always run. */
function neededFixtures(fixtures: readonly TestFixture[], bodies: readonly FunctionNode[]): readonly TestFixture[] {
  if (fixtures.length === 0) return [];
  const needed = new Set(fixtures.filter(({ auto }) => auto));
  const queue = [...bodies, ...[...needed].map(({ body }) => body)].flatMap(wantedFixtures);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const fixture of fixtures) {
      if (fixture.name !== name || needed.has(fixture)) continue;
      needed.add(fixture);
      queue.push(...wantedFixtures(fixture.body));
    }
  }
  return fixtures.filter((fixture) => needed.has(fixture));
}

/** Each request once per origin, at its last place; what the test itself asks for is not told again of a helper or fixture. */
function distinctRequests(requests: readonly StaticRequest[]): readonly StaticRequest[] {
  const last = new Map<string, StaticRequest>();
  const rank = { fixture: 0, hook: 1, helper: 2, test: 3 } as const;
  for (const request of requests) {
    const key = `${request.method ?? ''} ${request.path}`;
    const known = last.get(key);
    last.delete(key);
    last.set(key, known && rank[known.from] > rank[request.from] ? known : request);
  }
  return [...last.values()];
}
