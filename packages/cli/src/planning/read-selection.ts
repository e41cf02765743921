import { relative } from 'node:path';

import { type PlanSelection, type ProjectManifest, type TestHistory, UserError } from '@millwright/core';
import { type HistoryStore, readFacts } from '@millwright/history';
import { type SourceTree, findChangeImpact, runnerConfigsOf } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { evidenceOf, readSelectionRecords } from '../state/selections.ts';
import { readDifferences } from './read-differences.ts';
import { readRecordedRequests } from './read-recorded-requests.ts';

/** What the user asks of a selection. */
export interface SelectionRequest {
  readonly mode: 'safe' | 'predictive';
  readonly recall?: number | undefined;
  readonly observe: boolean;
}

/** Reads what a plan that selects by a change looks at. Throws a UserError when there is nothing to compare with. */
export async function readSelection(
  context: Context,
  history: HistoryStore,
  {
    request,
    since,
    tree,
    manifest,
    histories,
    seed,
  }: {
    readonly request: SelectionRequest;
    readonly since: string | undefined;
    readonly tree: SourceTree;
    readonly manifest: ProjectManifest;
    readonly histories: readonly TestHistory[];
    readonly seed: string;
  },
): Promise<PlanSelection> {
  const ref = since ?? (await mergeBaseOf(context));
  const differences = await readDifferences(context.root, ref, ownFolderOf(context));
  if (since === undefined && !request.observe && differences.files.length === 0) await refuseOwnBase(context, ref);
  const configs = runnerConfigsOf(tree);
  const asked = new Set([
    ...manifest.testFiles.map(({ file }) => file),
    ...configs.map(({ file }) => file),
    ...manifest.endpoints.map(({ handler }) => handler.file),
  ]);
  const coverage = context.config.learningEnabled
    ? await history.readCoverageMap()
    : { filesByTest: new Map<string, readonly string[]>(), precision: new Map<string, 'executed' | 'imported'>() };
  const recordedRequests = context.config.learningEnabled
    ? await readRecordedRequests(history.dir, histories)
    : new Map<string, readonly string[]>();
  return {
    mode: request.mode,
    ...(since === undefined ? {} : { changedSince: since }),
    base: differences.base,
    changeDigest: differences.digest,
    observe: request.observe,
    ...(request.recall === undefined ? {} : { recall: request.recall }),
    changed: differences.files,
    impact: findChangeImpact(tree, [...asked], differences.texts),
    runnerConfigs: new Map(configs.map(({ file, runner }) => [file, runner])),
    coverage,
    endpoints: manifest.endpoints,
    recordedRequests,
    evidence: evidenceOf(await readSelectionRecords(history), request.mode),
    seed,
  };
}

/**
 * Files that are tests by their name and show none in their text (a rule tester, a suite that is made elsewhere) get one that stands for
 * whatever they hold: a selection must not pass them over.
 */
export function withUnreadTests(manifest: ProjectManifest): ProjectManifest {
  const unread = { titlePath: ['${…}'], dynamicTitle: true, line: 1, column: 1, modifiers: [], tags: [], bodyHash: '' };
  return {
    ...manifest,
    testFiles: manifest.testFiles.map((file) => (file.tests.length > 0 ? file : { ...file, tests: [unread] })),
  };
}

/** The folder of the history, relative to the root: what is written there is no change. */
export function ownFolderOf({ root, dir }: Pick<Context, 'root' | 'dir'>): string {
  return relative(root, dir).replaceAll('\\', '/');
}

async function mergeBaseOf({ root, world }: Context): Promise<string> {
  const base = (await readFacts({ root, env: world.env })).git?.mergeBase;
  if (base !== undefined && base !== '') return base;
  throw new UserError({
    code: 'nothing-to-compare',
    message: 'Selecting tests needs something to compare with, and no base branch was found.',
    hint: 'Name it: `--select safe --changed-since origin/main`. In CI, fetch it first (GitHub Actions: `fetch-depth: 0`).',
  });
}

/** In CI, on the base branch itself, a plan that is empty because nothing differs would let everything pass, push by push. */
async function refuseOwnBase({ root, world }: Context, base: string): Promise<void> {
  const { ci, git } = await readFacts({ root, env: world.env });
  if (ci === undefined || git?.commit !== base) return;
  throw new UserError({
    code: 'nothing-to-compare',
    message: 'Selecting tests needs something to compare with, and this commit is its own base.',
    hint: 'Name what was tested before, such as `--changed-since HEAD~1`, or leave `--select` out on the base branch.',
  });
}
