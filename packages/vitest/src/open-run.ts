import { availableParallelism } from 'node:os';

import type { RunFacts, RunHeader, RunProject, Shard } from '@millwright/core';
import {
  type RunEnd,
  type RunRecorder,
  createRunId,
  openRunRecorder,
  readFacts,
  readMachineFacts,
  runIdOfShardedBuild,
} from '@millwright/history/recorder';

import { RunRecording } from './run-recording.ts';
import type { VitestInstance, VitestSpecification } from './runner-api.ts';
import { hidesTests, isPartialRun } from './selection.ts';
import type { Settings } from './settings.ts';

/** A run that is being recorded. */
export interface OpenRun {
  readonly recorder: RunRecorder;
  readonly recording: RunRecording;
  /** Settles when the facts about git and CI are in the header. Never rejects. */
  readonly factsAmended: Promise<void>;
  /** By the clock of `performance.now`. */
  readonly startedMs: number;
  /** Coverage is on and has not come yet. */
  coverageDue: boolean;
  /** Set when Vitest has said how the run ended. */
  end?: RunEnd;
}

export interface OpenRunOptions {
  readonly ownSetupFiles: readonly string[];
  readonly say: (line: string) => void;
}

/** Opens the record of a run. The facts are waited for only where the run's id depends on them: on shards of a CI build. */
export async function openRun(
  vitest: VitestInstance,
  settings: Settings,
  specifications: readonly VitestSpecification[],
  options: OpenRunOptions,
): Promise<OpenRun> {
  const startedMs = performance.now();
  const startedAtMs = Date.now();
  const pendingFacts = readFacts({ root: settings.root, env: process.env });
  const shard = shardOf(vitest);
  const facts: RunFacts = shard ? await pendingFacts : { machine: readMachineFacts() };
  const header = headerOf(vitest, settings, { specifications, shard, facts, startedAtMs });
  const recorder = openRunRecorder({
    dir: settings.dir,
    root: settings.root,
    header,
    redact: settings.redact,
    warn: options.say,
  });
  for (const sentence of notesAtStart(vitest, settings)) recorder.addNote(sentence);
  const recording = new RunRecording({
    recorder,
    base: { root: settings.root, cwd: vitest.config.root },
    hidesTests: hidesTests(vitest, specifications),
    ownSetupFiles: options.ownSetupFiles,
    warn: options.say,
  });
  const factsAmended = shard ? Promise.resolve() : pendingFacts.then((facts) => recorder.amendHeader({ facts }));
  return { recorder, recording, factsAmended, startedMs, coverageDue: vitest.config.coverage?.enabled === true };
}

/** What the set-up of this run means for what will be known of it. */
function notesAtStart(vitest: VitestInstance, settings: Settings): string[] {
  const { coverage, mergeReports } = vitest.config;
  const notes: string[] = [];
  if (settings.perTestCoverage === 'istanbul' && !(coverage?.enabled && coverage.provider === 'istanbul')) {
    notes.push(
      '`perTestCoverage: "istanbul"` found nothing out, because coverage was off or not of the istanbul provider; imports were recorded instead.',
    );
  }
  if (mergeReports)
    notes.push(
      'This run was put together from blob reports; where its shards recorded themselves as well, their results count twice.',
    );
  return notes;
}

interface HeaderParts {
  readonly specifications: readonly VitestSpecification[];
  readonly shard: Shard | undefined;
  readonly facts: RunFacts;
  readonly startedAtMs: number;
}

function headerOf(vitest: VitestInstance, settings: Settings, parts: HeaderParts): RunHeader {
  const { facts, shard, startedAtMs } = parts;
  const { executionId, strategyId } = settings;
  const workers = workerCountOf(vitest.config.maxWorkers);
  return {
    runId: runIdOf(facts, shard, startedAtMs),
    ...(shard ? { shard } : {}),
    runner: 'vitest',
    runnerVersion: vitest.version,
    startedAt: new Date(startedAtMs).toISOString(),
    facts,
    projects: vitest.projects.map(projectOf),
    ...(workers === undefined ? {} : { workers }),
    ...(executionId === undefined ? {} : { executionId }),
    ...(strategyId === undefined ? {} : { strategyId }),
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

function projectOf(project: VitestInstance['projects'][number]): RunProject {
  const { browser } = project.config;
  return { name: project.name, ...(browser?.enabled && browser.name ? { browser: browser.name } : {}) };
}

function workerCountOf(told: number | string | undefined): number | undefined {
  if (typeof told === 'number') return told;
  const percent = /^(\d+)%$/.exec(told ?? '')?.[1];
  return percent === undefined ? undefined : Math.max(1, Math.round((Number(percent) / 100) * availableParallelism()));
}
