export type * from './history-store.ts';
export type * from './recorder/run-recorder.ts';

export { type ChangeFrequency, readGitChangeFrequency } from './facts/change-frequency.ts';
export { type ReadFactsOptions, readFacts } from './facts/read-facts.ts';
export { type Rename, readRenames } from './facts/renames.ts';
export { type RedactorOptions, redactorOf } from './redaction/redactor.ts';
