import {
  type ObjectiveName,
  type PlanInput,
  type ProjectManifest,
  type TestStrategy,
  UserError,
  environmentOf,
  planStrategy,
  workersOfAll,
} from '@millwright/core';
import {
  type HistoryStore,
  createRunId,
  readCodeState,
  readFacts,
  readFileDigests,
  readGitChangeFrequency,
} from '@millwright/history';
import { type SourceTree, manifestOf, openSourceTree } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { readWorkerClaims } from '../workers/read-worker-claims.ts';
import { readChangedFiles } from './read-changed-files.ts';
import { readNeverStarted } from './read-never-started.ts';
import { type SelectionRequest, readSelection, withUnreadTests } from './read-selection.ts';

/** What the user asks of a plan. */
export interface PlanRequest {
  readonly name: string;
  readonly description?: string | undefined;
  readonly services?: readonly string[] | undefined;
  readonly budgetMs?: number | undefined;
  readonly changedSince?: string | undefined;
  readonly workers?: number | undefined;
  readonly objective?: ObjectiveName | undefined;
  /** Where durations count before those of other places; this machine when absent. */
  readonly environment?: string | undefined;
  /** Only the tests that the change needs. */
  readonly selection?: SelectionRequest | undefined;
}

/** Days of git history that count for how often a file changes. */
const changeWindowDays = 180;

/** Reads everything that planning may use, and plans. Throws a UserError when a named service or ref is unknown. */
export async function makeStrategy(
  context: Context,
  history: HistoryStore,
  request: PlanRequest,
): Promise<TestStrategy> {
  const { root, config, world } = context;
  const tree = openSourceTree({ root });
  const manifest = manifestIn(tree, config, request);
  refuseUnknownServices(
    request.services,
    manifest.services.map((service) => service.name),
  );
  const { changedFiles, environment } = await readSurroundings(context, request);
  const nowMs = world.nowMs();
  const changeFrequency = await readGitChangeFrequency({ root, sinceDays: changeWindowDays, nowMs });
  const id = `${slugOf(request.name)}-${createRunId({ nowMs, random: world.random }).toLowerCase()}`;
  // Without learning, a plan is made from the code alone.
  const histories = config.learningEnabled ? await history.readTestHistories() : [];
  const selection =
    request.selection &&
    (await readSelection(context, history, {
      request: request.selection,
      since: request.changedSince,
      tree,
      manifest,
      histories,
      seed: id,
    }));
  const input: PlanInput = {
    manifest,
    histories,
    ...(config.learningEnabled ? { neverStarted: await readNeverStarted(history) } : {}),
    ...(changeFrequency === undefined ? {} : { changeFrequency: fileChangesOf(changeFrequency) }),
    ...(changedFiles === undefined ? {} : { changedFiles }),
    ...(config.learningEnabled ? { coverage: await history.readCoverageMap() } : {}),
    ...(selection === undefined ? {} : { selection }),
    options: {
      ...planOptionsOf(context, request, { id, nowMs, environment }),
      workers: await readWorkersOfPlan(context, request.workers),
    },
    nowMs,
  };
  return withOrigin(root, planStrategy(input));
}

function planOptionsOf(
  { config }: Context,
  { name, description, services, budgetMs, objective }: PlanRequest,
  { id, nowMs, environment }: { readonly id: string; readonly nowMs: number; readonly environment: string },
): Omit<PlanInput['options'], 'workers'> {
  return {
    id,
    name,
    ...(description === undefined ? {} : { description }),
    createdAt: new Date(nowMs).toISOString(),
    ...(services === undefined ? {} : { services }),
    ...(budgetMs === undefined ? {} : { budgetMs }),
    environment,
    criticalWords: config.criticalWords,
    coverageTargetRatio: config.coverageTargetRatio,
    prioritize: config.enableRiskPrioritization,
    ...(objective === undefined ? {} : { objective }),
  };
}

/** How many workers a plan is made for: tests of both runners run one after the other, so the smaller number counts. */
async function readWorkersOfPlan(
  context: Context,
  count: number | undefined,
): Promise<PlanInput['options']['workers']> {
  const claims = await readWorkerClaims(context, { flag: { name: '--workers', count } });
  return (tests) =>
    workersOfAll(
      claims,
      tests.map(({ runner }) => runner),
      tests,
    );
}

/** The plan with what it was made for, so that a runner that follows it can tell whether it still holds. */
async function withOrigin(root: string, strategy: TestStrategy): Promise<TestStrategy> {
  const codeState = await readCodeState(root);
  const files = [...strategy.testCases, ...(strategy.leftOutTests ?? [])].map(({ file }) => file);
  const testFiles = readFileDigests(root, files);
  return { ...strategy, madeFor: { ...(codeState === undefined ? {} : { codeState }), testFiles } };
}

function manifestIn(tree: SourceTree, config: Context['config'], { selection }: PlanRequest): ProjectManifest {
  const manifest = manifestOf(tree, config.services);
  return selection ? withUnreadTests(manifest) : manifest;
}

/** What changed, and where durations count. */
async function readSurroundings(
  { root, world }: Context,
  { changedSince, environment }: PlanRequest,
): Promise<{ readonly changedFiles: readonly string[] | undefined; readonly environment: string }> {
  const facts = await readFacts({ root, env: world.env });
  return {
    changedFiles: changedSince === undefined ? facts.git?.changedFiles : await readChangedFiles(root, changedSince),
    environment: environment ?? environmentOf(facts),
  };
}

function fileChangesOf(
  frequency: NonNullable<Awaited<ReturnType<typeof readGitChangeFrequency>>>,
): NonNullable<PlanInput['changeFrequency']> {
  return new Map(
    [...frequency].map(([file, changes]) => [file, { ...changes, lastChangedAt: Date.parse(changes.lastChangedAt) }]),
  );
}

function refuseUnknownServices(wanted: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UserError({
    code: 'unknown-service',
    message: `Expected \`--services\` to name services of this project, got "${unknown}".`,
    hint:
      known.length === 0
        ? 'No service was found: name them under `services` in millwright.config.ts.'
        : `Known services: ${known.join(', ')}.`,
  });
}

/** The part of a strategy's id that people recognise: letters, digits and dashes of its name. */
function slugOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 40) || 'strategy'
  );
}
