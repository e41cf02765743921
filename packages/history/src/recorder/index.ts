export type * from './run-recorder.ts';
export { openRunRecorder } from './open-run-recorder.ts';
export { createRunId } from '../run-id/create-run-id.ts';
export { type ShardedBuild, runIdOfShardedBuild } from '../run-id/run-id-of-sharded-build.ts';
export { type ReadFactsOptions, readFacts, readFactsAtHand } from '../facts/read-facts.ts';
export { type RedactorOptions, redactorOf } from '../redaction/redactor.ts';
export { ciFactsOf } from '../facts/ci-providers.ts';
export { sha1Of } from '../format/content-hash.ts';
export { readMachineFacts } from '../facts/machine-facts.ts';
