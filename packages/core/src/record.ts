/**
 * The part of core that recording a run needs, and nothing else. Reporters import it in place of the whole package, because
 * every module that a reporter loads is paid by every run of the user's tests.
 */
export { type TestIdentity, type TextHash, hashOf, testIdOf } from './identity/test-id.ts';
export { type BodyHasher, bodyHashOf, bodyHasherOf } from './identity/body-hash.ts';
export { type FailureTemplate, failureOf, failureTemplateOf } from './signature/failure-template.ts';
export { headOf, maxMessageLength, maxOutputLength, maxSnapshotLength, tailOf } from './failure/bound-text.ts';
export { type LoggedMessage, splitCallLog } from './failure/call-log.ts';
export { type NamedMessage, splitErrorName } from './failure/error-name.ts';
export { type ExpectedActual, expectedActualOf } from './failure/expected-actual.ts';
export { locatorOf } from './failure/locator-of.ts';
export { frameOriginOf, parseStack } from './failure/parse-stack.ts';
export { type PathBase, isAbsolutePath, relativeToRoot } from './failure/relative-path.ts';
export { stripAnsi } from './failure/strip-ansi.ts';
export { withPendingCall } from './failure/with-pending-call.ts';
export { type PlanOrder, type RankedTest, fileRanksOf, parsePlanOrder, planRankOf } from './plan/plan-order.ts';
export { type CutUnit, type ShardCut, shardCutOf } from './split/shard-cut.ts';
export { type SplitPart, shardsOfItems } from './split/shard-units.ts';
export { timedDurationsOf } from './split/timed-durations.ts';
export { type ParsedTimings, type Timings, parseTimings, timedTitleOf, timingsFile } from './split/timings.ts';
export {
  type FollowedPlan,
  isLeftOutNote,
  leftOutLineOf,
  leftOutNoteOf,
  parseFollowedPlan,
  staleLineOf,
  staleReasonOf,
} from './plan/followed-plan.ts';
export { type Ruling, leavingOutReasonOf, rulingsOf, titleGlue } from './plan/rulings.ts';
export { isRead } from './healing/is-read.ts';
