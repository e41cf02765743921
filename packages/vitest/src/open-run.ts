import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';

import type { RunFacts, RunHeader, RunProject, Shard } from '@millwright/core';
import {
  MergedRecorder,
  type RunEnd,
  type RunRecorder,
  createRunId,
  openRunRecorder,
  readFacts,
  readFactsAtHand,
  runIdOfShardedBuild,
} from '@millwright/history/recorder';

import { cutsOwnShards, sequencerOf } from './compat.ts';
import { type Recorder, RunRecording } from './run-recording.ts';
import type { VitestInstance, VitestSpecification } from './runner-api.ts';
import { hidesTests, isPartialRun } from './selection.ts';
import type { Settings } from './settings.ts';

/** A run that is being recorded. */
export interface OpenRun {
  readonly recorder: Recorder;
  readonly recording: RunRecording;
  /** Asks git in the background, once; later calls do nothing. To be called when the runner has its workers going. */
  readonly askGit: () => void;
  /** Waits until the answers of git are in the header, but not for long. Never rejects. */
  readonly factsAmended: () => Promise<void>;
  /** How long the run has lasted, in whole milliseconds; of a merged one, how long it lasted when it ran. */
  readonly durationMs: () => number;
  /** Coverage is on and has not come yet. */
  coverageDue: boolean;
  /** Set when Vitest has said how the run ended. */
  end?: RunEnd;
}

export interface OpenRunOptions {
  readonly ownSetupFiles: readonly string[];
  readonly say: (line: string) => void;
}

/** Opens the record of a run. Git is waited for only where the run's id depends on it: on shards of a CI build. */
export async function openRun(
  vitest: VitestInstance,
  settings: Settings,
  specifications: readonly VitestSpecification[],
  options: OpenRunOptions,
): Promise<OpenRun> {
  const startedMs = performance.now();
  const startedAtMs = Date.now();
  const shard = shardOf(vitest);
  const readAll = (): Promise<RunFacts> => readFacts({ root: settings.root, env: process.env });
  const facts = shard ? await readAll() : readFactsAtHand(process.env);
  const parts = { specifications, shard, facts };
  const open = (atMs: number): RunRecorder =>
    openRunRecorder({
      dir: settings.dir,
      root: settings.root,
      header: headerOf(vitest, settings, { ...parts, startedAtMs: atMs }),
      redact: settings.redact,
      warn: options.say,
    });
  const merged = vitest.config.mergeReports ? mergedRecorderOf(settings, options.say, open) : undefined;
  const recorder = merged ?? open(startedAtMs);
  const recording = new RunRecording({
    recorder,
    base: { root: settings.root, cwd: vitest.config.root },
    hidesTests: hidesTests(vitest, specifications),
    readsImports: settings.capture,
    ownSetupFiles: options.ownSetupFiles,
    warn: options.say,
  });
  return {
    recorder,
    recording,
    ...(shard ? answeredFacts : lateFactsOf(recorder, readAll)),
    durationMs: () => merged?.spanMs ?? Math.round(performance.now() - startedMs),
    coverageDue: vitest.config.coverage?.enabled === true,
  };
}

/** In a replay of blob reports, what shards recorded themselves must not be recorded again. */
function mergedRecorderOf(
  { dir, root }: Settings,
  say: (line: string) => void,
  open: (startedAtMs: number) => RunRecorder,
): MergedRecorder {
  const nowMs = Date.now();
  return new MergedRecorder({ dir, root, runner: 'vitest', open: (startedAtMs = nowMs) => open(startedAtMs), say });
}

/** The run is over and its process wants to end: so long it waits for git, in milliseconds. */
const patienceMs = 2000;

const answeredFacts: Pick<OpenRun, 'askGit' | 'factsAmended'> = {
  askGit: () => undefined,
  factsAmended: () => Promise.resolve(),
};

/** Starting a process stops a large runner for some milliseconds, so it is not done while tests wait for the runner. */
function lateFactsOf(recorder: Recorder, readAll: () => Promise<RunFacts>): typeof answeredFacts {
  let pending: Promise<'answered'> | undefined;
  const ask = (): Promise<'answered'> => {
    pending ??= readAll().then((facts) => {
      recorder.amendHeader({ facts });
      return 'answered';
    });
    return pending;
  };
  return {
    askGit: () => void ask(),
    async factsAmended() {
      const stop = new AbortController();
      const tooLate = setTimeout(patienceMs, 'late', { signal: stop.signal }).catch(() => 'stopped');
      const outcome = await Promise.race([ask(), tooLate]);
      stop.abort();
      if (outcome === 'late') recorder.addNote('Git did not answer in time, so the commit of this run is not known.');
    },
  };
}

interface HeaderParts {
  readonly specifications: readonly VitestSpecification[];
  readonly shard: Shard | undefined;
  readonly facts: RunFacts;
  readonly startedAtMs: number;
}

function headerOf(vitest: VitestInstance, settings: Settings, parts: HeaderParts): RunHeader {
  const { facts, shard, startedAtMs } = parts;
  const workers = workerCountOf(vitest.config.maxWorkers);
  return {
    runId: runIdOf(facts, shard, startedAtMs),
    ...(shard ? { shard } : {}),
    ...(shard && !vitest.config.mergeReports && isCutByCount(vitest) ? { cut: { by: 'count' as const } } : {}),
    runner: 'vitest',
    runnerVersion: vitest.version,
    startedAt: new Date(startedAtMs).toISOString(),
    facts,
    projects: vitest.projects.map(projectOf),
    ...(workers === undefined ? {} : { workers }),
    ...settings.commission,
    ...(vitest.config.mergeReports ? { importedFrom: 'vitest --merge-reports' } : {}),
    ...(isPartialRun(vitest, parts.specifications) ? { partial: true } : {}),
  };
}

function runIdOf(facts: RunFacts, shard: Shard | undefined, nowMs: number): string {
  const committedAtMs = Date.parse(facts.git?.committedAt ?? '');
  const shared = runIdOfShardedBuild({
    runner: 'vitest',
    ...(facts.ci ? { ci: facts.ci } : {}),
    ...(shard ? { shard } : {}),
    ...(Number.isNaN(committedAtMs) ? {} : { sharedTimeMs: committedAtMs }),
  });
  return shared ?? createRunId({ nowMs, random: Math.random });
}

function shardOf(vitest: VitestInstance): Shard | undefined {
  const shard = vitest.config.shard;
  return shard && shard.count > 1 ? { current: shard.index, total: shard.count } : undefined;
}

/** Whether Vitest cuts the shard by its own rule; where we do, the cut itself says so later. */
function isCutByCount(vitest: VitestInstance): boolean {
  const Sequencer = sequencerOf(vitest);
  return Sequencer !== undefined && !cutsOwnShards(Sequencer);
}

function projectOf(project: VitestInstance['projects'][number]): RunProject {
  const { browser } = project.config;
  return { name: project.name, ...(browser?.enabled && browser.name ? { browser: browser.name } : {}) };
}

function workerCountOf(told: number | string | undefined): number | undefined {
  if (typeof told === 'number') return told;
  const percent = /^(\d+)%$/.exec(told ?? '')?.[1];
  return percent === undefined ? undefined : Math.max(1, Math.round((Number(percent) / 100) * availableParallelism()));
}
