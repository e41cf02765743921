import type { RunFacts } from '@millwright/core';
import {
  MergedRecorder,
  type RunRecorder,
  ciFactsOf,
  createRunId,
  openRunRecorder,
  readFacts,
  readMachineFacts,
  runIdOfShardedBuild,
} from '@millwright/history/recorder';
import type { FullConfig, FullProject, FullResult, Suite, TestCase } from '@playwright/test/reporter';

import { isFocused } from '../compat.ts';
import type { CaptureChannel } from '../capture/capture-channel.ts';
import { openElementMemory } from '../capture/element-memory.ts';
import type { ElementMemory } from '../capture/record-elements.ts';
import { runHeaderOf, runProjectOf } from '../record/run-header.ts';
import { Recording, runStatusOf } from './recording.ts';
import type { ResolvedOptions } from './reporter-options.ts';
import type { RunPlan } from './run-plan.ts';
import { hasShardWeights, isPartialSelection } from './run-selection.ts';

/** A run that goes on: where its results go, and how it ends. */
export interface OpenRun {
  readonly recording: Recording;
  /** Of the recorder; see there. */
  sealTimeMs(): number;
  /** Writes what is left and seals the document. `lastWords` are added to its notes. */
  finish(result: FullResult, lastWords: readonly string[]): Promise<void>;
}

/** What was prepared before the run began. */
export interface Preparations {
  readonly channel: CaptureChannel | undefined;
  readonly plan: RunPlan | undefined;
  /** Says a line to the user. */
  readonly say: (line: string) => void;
}

/** Starts to record a run that Playwright begins now. */
export function openRun(
  options: ResolvedOptions,
  config: FullConfig,
  suite: Suite,
  preparations: Preparations,
): OpenRun {
  return options.mode === 'merge'
    ? openMergedRun(options, config, suite, preparations.say)
    : openLiveRun(options, config, suite, preparations);
}

function openLiveRun(
  options: ResolvedOptions,
  config: FullConfig,
  suite: Suite,
  { channel, plan }: Preparations,
): OpenRun {
  const partial = isPartialSelection(process.argv) || isFocused(suite) || plan?.isPartial() === true;
  const recorder = openRecorder(options, config, suite, { startedAtMs: Date.now(), partial });
  const recording = new Recording(options.root, recorder);
  if (plan) recordPlan(recorder, plan, config.version);
  const factsRead = amendFacts(recorder, options, channel);
  return {
    recording,
    sealTimeMs: () => recorder.sealTimeMs,
    async finish(result, lastWords) {
      recording.runEnded(suite, { status: result.status, maxFailures: config.maxFailures }, Date.now());
      const memory = await factsRead.catch(() => {
        recorder.addNote('The facts about git could not be read.');
        return undefined;
      });
      if (channel && recorder.recording)
        await recordChannel(channel, { options, config, suite, recording, recorder, memory });
      for (const sentence of lastWords) recorder.addNote(sentence);
      await recorder.finish({ status: runStatusOf(result.status), durationMs: Math.round(result.duration) });
    },
  };
}

/** Adds what the plan did to the run, and could not do. */
function recordPlan(recorder: RunRecorder, plan: RunPlan, version: string): void {
  for (const sentence of plan.notesFor(version)) recorder.addNote(sentence);
  const cut = plan.cut();
  // While the workers start, for of thousands of tests that run side by side it takes some milliseconds.
  if (cut && cut.total > 1) setImmediate(() => recorder.addCut(cut));
  const strategyId = plan.strategyId?.();
  if (strategyId !== undefined) recorder.amendHeader({ strategyId });
}

/** Adds what git says to the record; with it the build of the app is known, and so the elements that are. */
async function amendFacts(
  recorder: RunRecorder,
  options: ResolvedOptions,
  channel: CaptureChannel | undefined,
): Promise<ElementMemory | undefined> {
  const facts = await readFacts({ root: options.root, env: process.env });
  recorder.amendHeader({ facts });
  return channel && options.elements !== false ? openElementMemory(channel.dir, options, facts.git) : undefined;
}

interface EndedRun {
  readonly options: ResolvedOptions;
  readonly config: FullConfig;
  readonly suite: Suite;
  readonly recording: Recording;
  readonly recorder: RunRecorder;
  readonly memory: ElementMemory | undefined;
}

/** Coverage and elements are worth keeping, but never worth the rest of the run. */
async function recordChannel(
  channel: CaptureChannel,
  { options, config, suite, recording, recorder, memory }: EndedRun,
): Promise<void> {
  try {
    if (!channel.hasCaptures()) return;
    const { recordCapture } = await import('../capture/record-capture.ts');
    const tests = new Map(suite.allTests().map((test) => [test.id, test]));
    const testIds = new Map([...tests].map(([id, test]) => [id, recording.entryOf(test).id]));
    const { proofFile, redact } = options;
    if (proofFile !== undefined) {
      const { recordProof } = await import('../capture/record-proof.ts');
      await recordProof({ dir: channel.dir, proofFile, redact, testIds });
    }
    await recordCapture(recorder, {
      dir: channel.dir,
      root: options.root,
      testIds,
      hasPassed: (id, retry) => isGoodAttempt(tests.get(id), retry),
      projects: projectsOf(config, suite).map(runProjectOf),
      elements: memory,
    });
  } catch (error) {
    recorder.addNote(`Coverage could not be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isGoodAttempt(test: TestCase | undefined, retry: number): boolean {
  const result = test?.results.find((one) => one.retry === retry);
  return test?.expectedStatus === 'passed' && result?.status === 'passed';
}

function openMergedRun(options: ResolvedOptions, config: FullConfig, suite: Suite, say: Preparations['say']): OpenRun {
  const beganAtMs = Date.now();
  const recorder = new MergedRecorder({
    dir: options.dir,
    root: options.root,
    runner: 'playwright',
    open: (startedAtMs = beganAtMs) => openRecorder(options, config, suite, { startedAtMs, partial: false }),
    say,
  });
  const recording = new Recording(options.root, recorder);
  return {
    recording,
    sealTimeMs: () => recorder.sealTimeMs,
    async finish(result, lastWords) {
      recording.runEnded(suite, { status: result.status, maxFailures: config.maxFailures }, Date.now());
      recorder.amendHeader({ facts: await readFacts({ root: options.root, env: process.env }) });
      for (const sentence of lastWords) recorder.addNote(sentence);
      await recorder.finish({ status: runStatusOf(result.status), durationMs: Math.round(result.duration) });
    },
  };
}

function openRecorder(
  options: ResolvedOptions,
  config: FullConfig,
  suite: Suite,
  { startedAtMs, partial }: { readonly startedAtMs: number; readonly partial: boolean },
): RunRecorder {
  const { env } = process;
  const facts = factsAtHand();
  const shardedRunId = config.shard
    ? runIdOfShardedBuild({ ...(facts.ci ? { ci: facts.ci } : {}), shard: config.shard, runner: 'playwright' })
    : undefined;
  return openRunRecorder({
    dir: options.dir,
    root: options.root,
    header: runHeaderOf(config, projectsOf(config, suite), {
      runId: shardedRunId ?? createRunId({ nowMs: startedAtMs, random: Math.random }),
      startedAtMs,
      facts,
      env,
      partial,
      merged: options.mode === 'merge',
      isCutByCount: options.mode !== 'merge' && !hasShardWeights(process.argv, env),
    }),
    redact: options.redact,
    env,
  });
}

/** A merge on 1.50 tells no projects in its config; the suites below the root are one for each. */
function projectsOf(config: FullConfig, suite: Suite): readonly FullProject[] {
  const projects = suite.suites.flatMap((child) => child.project() ?? []);
  return projects.length > 0 ? projects : config.projects;
}

/** Facts that cost nothing to read; git is asked in the background. */
function factsAtHand(): RunFacts {
  const machine = readMachineFacts();
  const found = ciFactsOf(process.env);
  if (!found) return { machine };
  const { branch: _branch, ...ci } = found;
  return { ci, machine };
}
