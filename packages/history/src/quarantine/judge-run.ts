import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  type FailedTest,
  type Quarantine,
  type QuarantineJudgement,
  type TestHistory,
  judgeFailures,
  renderJudgement,
} from '@millwright/core';

import { openHistory } from '../store/open-history.ts';
import { readQuarantine } from './quarantine-file.ts';

/** Runs that quarantine looks back on: enough for the longest quarantine of a busy suite. */
const lookBackRuns = 1000;

/** A run that has ended, as its reporter saw it. */
export interface EndedRun {
  /** The project root and the history folder, absolute. */
  readonly root: string;
  readonly dir: string;
  /** Every test that made the run fail; empty when it passed. */
  readonly failed: readonly FailedTest[];
  /** What else keeps it red, in sentences. */
  readonly obstacles: readonly string[];
  readonly nowMs: number;
  /** Recorded runs that are part of what is judged, and so no past of it. */
  readonly ownRunIds?: ReadonlySet<string>;
}

/** Whether the run is forgiven, and what to say of it, line by line. */
export interface RunForgiveness {
  readonly forgiven: boolean;
  readonly lines: readonly string[];
}

/**
 * Judges a run that has ended by `quarantine.json`. A file that cannot be read forgives nothing and costs one line. The history is
 * only read when a quarantined test failed.
 */
export async function judgeRun(run: EndedRun): Promise<RunForgiveness> {
  const read = await readQuarantine(run.root);
  if (read.kind === 'unreadable')
    return { forgiven: false, lines: [`quarantine.json forgives nothing, for it is unreadable: ${read.fault}`] };
  const judgement = await judgeByHistory(run, read.quarantine);
  return { forgiven: judgement?.forgiven ?? false, lines: judgement ? renderJudgement(judgement) : [] };
}

/** The same with the judgement itself; undefined when no quarantined test failed. */
export async function judgeByHistory(run: EndedRun, quarantine: Quarantine): Promise<QuarantineJudgement | undefined> {
  const ids = new Set(quarantine.entries.map(({ id }) => id));
  const quarantined = run.failed.filter(({ test }) => ids.has(test.id));
  if (quarantined.length === 0) return undefined;
  return judgeFailures({
    quarantine,
    failed: run.failed,
    obstacles: run.obstacles,
    histories: withoutRuns(await readQuarantineHistories(openHistory({ dir: run.dir, root: run.root })), run.ownRunIds),
    sources: await readSources(run.root, new Set(quarantined.map(({ test }) => test.file))),
    nowMs: run.nowMs,
  });
}

function withoutRuns(
  histories: readonly TestHistory[],
  runIds: ReadonlySet<string> = new Set(),
): readonly TestHistory[] {
  if (runIds.size === 0) return histories;
  return histories.map(({ test, observations }) => ({
    test,
    observations: observations.filter(({ run }) => !runIds.has(run.runId)),
  }));
}

/**
 * What quarantine looks back on: the newest runs of each test, outages among them. What was forgiven must be counted, and what fails
 * always is broken, whatever failed beside it.
 */
export async function readQuarantineHistories(
  history: Pick<ReturnType<typeof openHistory>, 'readTestHistories'>,
): Promise<readonly TestHistory[]> {
  return history.readTestHistories({ last: lookBackRuns });
}

async function readSources(root: string, files: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const file of files) {
    try {
      texts.set(file, await readFile(join(root, file), 'utf8'));
    } catch {
      // Without its text a failure is not seen to come from the test's body, and is not forgiven.
    }
  }
  return texts;
}
