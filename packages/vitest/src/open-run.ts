import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';

import type { RunFacts, RunHeader, RunProject, Shard } from '@millwright/core';
import {
  type RunEnd,
  type RunRecorder,
  createRunId,
  openRunRecorder,
  readFacts,
  readFactsAtHand,
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
  /** Asks git in the background, once; later calls do nothing. To be called when the runner has its workers going. */
  readonly askGit: () => void;
  /** Waits until the answers of git are in the header, but not for long. Never rejects. */
  readonly factsAmended: () => Promise<void>;
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
  const lateFacts = shard ? answeredFacts : lateFactsOf(recorder, readAll);
  return { recorder, recording, ...lateFacts, startedMs, coverageDue: vitest.config.coverage?.enabled === true };
}

/** The run is over and its process wants to end: so long it waits for git, in milliseconds. */
const patienceMs = 2000;

const answeredFacts: Pick<OpenRun, 'askGit' | 'factsAmended'> = {
  askGit: () => undefined,
  factsAmended: () => Promise.resolve(),
};

/** Starting a process stops a large runner for some milliseconds, so it is not done while tests wait for the runner. */
function lateFactsOf(recorder: RunRecorder, readAll: () => Promise<RunFacts>): typeof answeredFacts {
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
