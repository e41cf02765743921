import {
  type CodeChange,
  type DebugCause,
  type DebugReport,
  type Run,
  type RunSurroundings,
  type TestHistory,
  debugReportOf,
  joinRuns,
  recalibrationOf,
  shownSuspects,
  suspectCommitsOf,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { localTimeZone } from '../frame/local-time-zone.ts';
import { readForecasts } from '../state/forecasts.ts';
import { readLineAuthors } from './read-line-authors.ts';
import { readSurroundings } from './read-surroundings.ts';
import { recordForecasts } from './record-forecasts.ts';

/**
 * Why runs failed, with all that git, coverage and the history say of it, and records what was said for `--calibration`. The runs are
 * those of one execution, or one run, as they were recorded: a retry of an execution is a run of its own, and judged together a test that
 * passed then is flaky and not failed.
 */
export async function explainRuns(
  context: Context,
  history: HistoryStore,
  { runs, histories }: { readonly runs: readonly Run[]; readonly histories: readonly TestHistory[] },
): Promise<DebugReport> {
  const joined = joinRuns(runs);
  const { learningEnabled } = context.config;
  const calibrate = learningEnabled ? recalibrationOf(await readForecasts(history)) : undefined;
  const surroundings: RunSurroundings = {
    ...(await readSurroundings(context, history, joined, histories)),
    runIds: runs.map(({ runId }) => runId),
    ...(calibrate === undefined ? {} : { calibrate }),
  };
  const report = debugReportOf({ runs: joined, histories, surroundings, timeZone: localTimeZone() });
  if (learningEnabled) await recordForecasts(context, history, { report, runs, histories });
  const causes: DebugCause[] = [];
  for (const cause of report.causes) causes.push(await withCommits(context.root, cause, joined, surroundings));
  return { ...report, causes };
}

/** Adds who changed what the suspects say. */
async function withCommits(
  root: string,
  cause: DebugCause,
  runs: readonly Run[],
  surroundings: RunSurroundings,
): Promise<DebugCause> {
  const { suspects } = cause;
  const change = suspects && changeSince(suspects.since, surroundings);
  const git = runs[0]?.facts.git;
  if (suspects === undefined || change === undefined || git === undefined) return cause;
  const blame = await readLineAuthors(root, suspects.files, { commit: git.commit, dirty: git.dirty });
  const commits = suspectCommitsOf(suspects.files, change, blame).slice(0, shownSuspects);
  return { ...cause, suspects: { ...suspects, commits } };
}

function changeSince(from: string | undefined, { changes, branchChange }: RunSurroundings): CodeChange | undefined {
  return (from === undefined ? undefined : changes?.get(from)) ?? branchChange;
}
