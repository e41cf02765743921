export type * from './history-store.ts';
export type * from './recorder/run-recorder.ts';

export {
  type ChangeFrequency,
  type GitCommit,
  changeFrequencyOf,
  readGitChangeFrequency,
  readGitCommits,
} from './facts/change-frequency.ts';
export { isFix } from './facts/is-fix.ts';
export { readCodeState, readFileDigests } from './facts/code-state.ts';
export { type ReadFactsOptions, readFacts } from './facts/read-facts.ts';
export { type Rename, readRenames } from './facts/renames.ts';
export { redactionPatternsOf } from './redaction/handed-on-patterns.ts';
export { type RedactorOptions, redactorOf } from './redaction/redactor.ts';
export { type FailingPageQuery, readFailingPages } from './elements/failing-pages.ts';
export { readTestElements } from './elements/read-elements.ts';
export { createRunId } from './run-id/create-run-id.ts';
export { type ShardedBuild, runIdOfShardedBuild } from './run-id/run-id-of-sharded-build.ts';
export { buildOfRun } from './run-id/build-of-run.ts';
export { makeFolder } from './files/make-folder.ts';
export { openRunRecorder } from './recorder/open-run-recorder.ts';
export { type OpenHistoryOptions, openHistory } from './store/open-history.ts';
export { type RecordAliasesOptions, recordAliases } from './aliases/record-aliases.ts';
export { type TestAlias, aliasResolverOf, readAliases, updateAliases } from './aliases/aliases.ts';
export { type ExportFormat, type ExportedDocument, exportRuns } from './exchange/exporters.ts';
export { type ImportFilesOptions, type ImportFormat, importFiles } from './exchange/import-files.ts';
export { readTimings } from './timings/read-timings.ts';
export { writeTimings } from './timings/write-timings.ts';
export { readQuarantine, updateQuarantine } from './quarantine/quarantine-file.ts';
export {
  type EndedRun,
  judgeByHistory,
  judgeRun,
  readQuarantineHistories,
  type RunForgiveness,
} from './quarantine/judge-run.ts';
