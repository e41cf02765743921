export type * from './model/attempt.ts';
export type * from './model/execution.ts';
export type * from './model/failure.ts';
export type * from './model/finding.ts';
export type * from './model/heal.ts';
export type * from './model/manifest.ts';
export type * from './model/proof.ts';
export type * from './model/remembered-element.ts';
export type * from './model/run.ts';
export type * from './model/strategy.ts';
export type * from './model/suggested-fix.ts';
export type * from './model/test.ts';
export type * from './model/test-history.ts';
export { isExpected, outcomeOf } from './model/outcome.ts';
export { isOwnRunner, nameOfRunner } from './model/own-runner.ts';
export { joinRuns } from './model/join-runs.ts';
export { UserError, isUserError } from './model/user-error.ts';
export { type TestIdentity, type TextHash, hashOf, testIdOf } from './identity/test-id.ts';
export { type FailureTemplate, failureOf, failureTemplateOf } from './signature/failure-template.ts';
export { type AliasInput, type TestAlias, findAliases } from './identity/find-aliases.ts';
export { titleSimilarityOf } from './identity/title-similarity.ts';
export { type BodyHasher, bodyHashOf, bodyHasherOf } from './identity/body-hash.ts';
export { headOf, maxMessageLength, maxOutputLength, maxSnapshotLength, tailOf } from './failure/bound-text.ts';
export { type LoggedMessage, splitCallLog } from './failure/call-log.ts';
export { type NamedMessage, splitErrorName } from './failure/error-name.ts';
export { type ExpectedActual, expectedActualOf } from './failure/expected-actual.ts';
export { locatorOf } from './failure/locator-of.ts';
export { frameOriginOf, parseStack } from './failure/parse-stack.ts';
export { type PathBase, isAbsolutePath, relativeToRoot } from './failure/relative-path.ts';
export { stripAnsi } from './failure/strip-ansi.ts';
export { withPendingCall } from './failure/with-pending-call.ts';
export { type Cause, type CauseClass, type CauseEvidence, type Classification, type RetryKind } from './cause/cause.ts';
export { nearestNameOf } from './config/nearest-name.ts';
export { classifyFailure, probabilitiesOf, scoreCauses, type ScoredCause } from './cause/classify.ts';
export { type Calibration, causeCalibration } from './cause/calibration.ts';
export { type ClassifyContext, type FailureFeatures, featuresOf, type SplitFrames } from './cause/features.ts';
export { causeOf, causes } from './cause/registry.ts';
export { signatureOf } from './cause/signature.ts';
export { isHttpStatus } from './failure/http-statuses.ts';
export { defaultFlakePolicy, type FlakePolicy } from './flake/flake-policy.ts';
export { type EnvironmentStats, flakeStatsOf, type FlakeState, type FlakeStats } from './flake/flake-stats.ts';
export { type CoFailureCluster, findCoFailures, type SharedTrait } from './flake/co-failures.ts';
export { type FlakeCost, flakeCostOf } from './flake/flake-cost.ts';
export { defaultFactorPolicy, type FactorFinding, type FactorPolicy, findFlakeFactors } from './flake/flake-factors.ts';
export { hasFlaked, type PatternWorth, patternWorthOf } from './flake/pattern-worth.ts';
export { betaCdf, betaQuantile, type RatioEstimate, ratioEstimateOf } from './flake/incomplete-beta.ts';
export { excludeOutages, type Outage, type OutageGuard } from './flake/outages.ts';
export type { StateProbabilities } from './flake/state-filter.ts';
export {
  defaultTightTimeoutPolicy,
  findTightTimeout,
  type TightTimeout,
  type TightTimeoutPolicy,
  tightTimeoutWordsOf,
} from './flake/tight-timeout.ts';
export { percentOf, sentenceOf, wordsOf } from './flake/words.ts';
export { evaluateGate, gateRules } from './gate/evaluate-gate.ts';
export type { GateFacts, GateInput, GateOptions, GateRule, GateVerdict } from './gate/gate.ts';
export { doubtsLeft } from './healing/answered-doubts.ts';
export { cleanRunsToProve } from './healing/clean-runs.ts';
export { type ShownByContract, shownByContract } from './healing/shown-by-contract.ts';
export { sentDifferenceOf } from './healing/sent-difference.ts';
export { type ContractedStep, contractBreachOf } from './healing/contract-breach.ts';
export { type ProofEvidence, keepsOwnName, proofEvidenceOf } from './healing/proof-evidence.ts';
export { disprovedProbabilityOf, provedProbabilityOf } from './healing/proved-probability.ts';
export { calibratedProbabilityOf, type HealConfidenceInput } from './healing/heal-confidence.ts';
export { healRefusalOf, type HealCandidate, type HealRefusal } from './healing/heal-refusal.ts';
export { proposeStepRepair } from './healing/step-repairs/propose-step-repair.ts';
export type { OptionRename, StepEdit, StepRepair, StepRepairInput } from './healing/step-repairs/step-repair.ts';
export { standingHealOf } from './healing/heal-standing.ts';
export type { FalseHeals, HealCalibration, SavedTime, TimeToHeal } from './healing/healing-figures.ts';
export {
  healingSummaryOf,
  type HealingCounts,
  type HealingSummary,
  type HealingSummaryOptions,
  type RefusalCount,
} from './healing/healing-summary.ts';
export {
  judgeTrial,
  screeningRunsOf,
  type TrialBlock,
  type TrialJudgement,
  type TrialTerms,
} from './healing/paired-trial.ts';
export { patchTraceOf } from './healing/patch-trace.ts';
export { textWithoutPatch } from './healing/reverse-trace.ts';
export {
  answersFor,
  type LaterFailure,
  laterFailuresOf,
  mayRebreak,
  rebrokenHealsOf,
} from './healing/rebroken-heals.ts';
export { type FailureOdds, failureOddsOf } from './retry/flake-chance.ts';
export { type RetryAfter, remainingWaitOf, retryAfterOf } from './retry/retry-after.ts';
export { type RetryBudget, type RetryCandidate, retryLimitOf, withinBudget } from './retry/retry-budget.ts';
export { retryDecisionOf, type RetryDecision, type RetryQuestion } from './retry/retry-decision.ts';
export { learnRetries, type RetryChance, type RetryModel, type RetrySubject } from './retry/retry-model.ts';
export { type RetryOutlook, retryOutlookOf } from './retry/retry-outlook.ts';
export { defaultRetryPolicy, type RetryPolicy } from './retry/retry-policy.ts';
export { type RetryTrial, retryTrialsOf } from './retry/retry-trials.ts';
export { findFreshTests, type FreshTest, type FreshTestInput } from './stress/find-fresh-tests.ts';
export {
  type KnownCount,
  planStress,
  type StressPlan,
  type StressRound,
  type StressTarget,
  stressTimesOf,
} from './stress/plan-stress.ts';
export { clusterFailures, type FailureCluster, type FailureItem } from './cause/clusters.ts';
export type { ServerOutage } from './cause/outage-sentence.ts';
export type { OutageWindow } from './cause/outage.ts';
export {
  type AffectedTest,
  type DebugCause,
  type DebugInput,
  type DebugReport,
  debugReportOf,
  failureItemsOf,
  type FirstSeen,
  type RunItem,
} from './cause/debug-report.ts';
export {
  findIncidents,
  findPastFailures,
  type Incident,
  type IncidentQuery,
  type KnownFailure,
  type PastFailure,
  type Resolution,
} from './cause/incidents.ts';
export type { FailureOrigin, OriginCalibration, OriginShares, OriginStanding } from './origin/failure-origin.ts';
export type { RunSurroundings } from './origin/judge-causes.ts';
export type { TestReach } from './origin/origin-input.ts';
export type { Ownership } from './origin/ownership.ts';
export type { OriginName } from './origin/witness.ts';
export type { ChangeCommit, ChangedFile, CodeChange } from './localisation/code-change.ts';
export { type CoveredTest, type Spectrum, spectraOf, suspicionFormulas } from './localisation/spectrum.ts';
export { type LineAuthors, type SuspectCommit, suspectCommitsOf } from './localisation/suspect-commits.ts';
export { type SuspectFile, suspectFilesOf, type SuspectInput } from './localisation/suspect-files.ts';
export { shownSuspects, type Suspects } from './localisation/suspects.ts';
export {
  type CalibrationBin,
  type CalibrationCurve,
  calibrationOf,
  type CalibrationReport,
  calibrationReportOf,
} from './forecast/calibration-report.ts';
export { recalibrationOf } from './forecast/platt.ts';
export { type FixOverlap, resolveForecasts } from './forecast/resolve-forecast.ts';
export * from './forecast/forecast.ts';
export { forecastsOf } from './forecast/forecasts-of-report.ts';
export { defaultCriticalWords } from './plan/critical-words.ts';
export { fileRisksOf } from './plan/risk/file-risk.ts';
export type { FileChanges, PlanInput, PlanOptions } from './plan/plan-input.ts';
export { executedTestsOf, recordedTestsOf } from './plan/executed-tests.ts';
export { hasPlaceholder, titleMatcherOf, titleSourceOf } from './plan/title-pattern.ts';
export { type PlanOrder, type RankedTest, fileRanksOf, parsePlanOrder, planRankOf } from './plan/plan-order.ts';
export { type FollowedPlan, isLeftOutNote } from './plan/followed-plan.ts';
export { type PlanReview, reviewPlan } from './plan/plan-review.ts';
export { planStrategy } from './plan/plan-strategy.ts';
export { executionOrderOf, orderScoreOf } from './plan/order.ts';
export { type ServiceMap, serviceMapOf } from './plan/service-map.ts';
export { objectives } from './plan/objectives/registry.ts';
export { parallelGroupsOf, wallDurationOf } from './plan/groups.ts';
export { environmentOf } from './model/environment.ts';
export { predictedFileTimesOf } from './split/file-times.ts';
export { type ParsedTimings, parseTimings, renderTimings, type Timings, timingsFile } from './split/timings.ts';
export { updatedTimingsOf } from './split/updated-timings.ts';
export { predictedMsOf } from './split/predict-duration.ts';
export { lowerBoundOf, sharesOf, type SplitUnit } from './split/split-units.ts';
export { type CutDisagreement, type CutShard, type UncutUnit, findCutDisagreements } from './split/cut-disagreement.ts';
export { type CutUnit, type ShardCut } from './split/shard-cut.ts';
export { startOrderOf } from './split/start-order.ts';
export { workQueueOf } from './split/work-queue.ts';
export { leftOutTestsOf, type RunnerSelection, unplannedFailuresOf } from './plan/left-out-tests.ts';
export { narrowedStrategyOf, type ProjectChoice, projectChoiceOf } from './plan/narrow-strategy.ts';
export { type ReplayedRun, type TestCatalog, replayedRunOf } from './simulation/replayed-run.ts';
export type { SimulationOptions } from './simulation/simulation-options.ts';
export type { StrategyFigures, SimulationReport, WeekFigures } from './simulation/simulation-report.ts';
export { Simulation } from './simulation/simulation.ts';
export { priorityThresholds } from './plan/risk/rank-risk.ts';
export { riskRules } from './plan/risk/registry.ts';
export type { RiskAssessment, RiskFacts, RiskRule } from './plan/risk/risk-rule.ts';
export {
  baselineCircumstances,
  type Circumstances,
  type Factor,
  type FactorArm,
  type LabSetting,
  type LocalMoment,
  type PageConditions,
} from './lab/factor.ts';
export { type FailureEvidence, failureEvidenceOf, mergeEvidence } from './lab/failure-evidence.ts';
export { type FactorHint, type FactorNotTried, type LabPlan, planLab, type PlannedArm } from './lab/plan-lab.ts';
export { factors } from './lab/registry.ts';
export { type ArmState, chooseExperiment, enoughRuns, type NextStep } from './lab/choose-experiment.ts';
export { leastEffect, sureEnough } from './lab/judge-arm.ts';
export { minimiseFailing } from './lab/delta-debugging.ts';
export { type ArmObservation, judgeArms, type JudgedArm, labVerdictOf, type LabVerdict } from './lab/lab-report.ts';
export type { DifferenceEstimate } from './lab/rate-grid.ts';
export { type BisectionModel, type CommitProbes, surelyTheCulprit } from './bisect/bisection.ts';
export { type BisectionVerdict, bisectionVerdictOf } from './bisect/bisection-verdict.ts';
export { boundProbes, type ProbeBound } from './bisect/bound-probes.ts';
export { chooseProbe, type NextProbe } from './bisect/choose-probe.ts';
export { commitTouchOf, type CommitTouch, commitWeightOf } from './bisect/commit-weight.ts';
export { flakePriorAt, flakePriorOf } from './bisect/flake-prior.ts';
export { posteriorOf, type Posterior } from './bisect/posterior.ts';
export { checkQuarantine, capFindingsOf, type QuarantineFinding } from './quarantine/check-quarantine.ts';
export {
  excusedIdsOf,
  type FailedTest,
  judgeFailures,
  type JudgeInput,
  type QuarantineJudgement,
} from './quarantine/judge-failures.ts';
export { type ParsedQuarantine, isDate, parseQuarantine } from './quarantine/parse-quarantine.ts';
export {
  defaultFailedRunsBudget,
  defaultQuarantineDays,
  maxQuarantineDays,
  noQuarantine,
  type Quarantine,
  type QuarantineBudget,
  type QuarantineCaps,
  type QuarantineEntry,
  quarantinedNameOf,
  quarantineFile,
} from './quarantine/quarantine.ts';
export { renderJudgement } from './quarantine/render-judgement.ts';
export { renderQuarantine } from './quarantine/render-quarantine.ts';
export { type ReleaseProgress, releaseProgressOf } from './quarantine/release-test.ts';
export {
  brokenReasonOf,
  expiresAtMsOf,
  type QuarantineLedger,
  type QuarantineStanding,
  type QuarantineState,
  standingOf,
} from './quarantine/standing.ts';
export {
  type Diagnosis,
  type DiagnosisInput,
  diagnoseLocatorFailure,
  type RefusalKind,
} from './relocation/diagnose.ts';
export type { GuardFinding } from './relocation/guards/guard.ts';
export {
  judgeRelocation,
  proposalThreshold,
  type RelocationRequest,
  type RelocationVerdict,
} from './relocation/judge-relocation.ts';
export {
  type LocatorHealInput,
  type LocatorHealProposal,
  proposeLocatorHeal,
} from './relocation/propose-locator-heal.ts';
export {
  isPosition,
  isPositional,
  type LocatorCall,
  type LocatorChain,
  type LocatorValue,
} from './relocation/locator/locator-chain.ts';
export { parseLocator } from './relocation/locator/parse-locator.ts';
export { type Quote, quoted, renderCall, renderLocator, renderValue } from './relocation/locator/render-locator.ts';
export { type LocatorCandidate, type SynthesisRequest, synthesizeLocator } from './relocation/synthesize-locator.ts';
export { FailurePredictor, type ModelStanding, type PredictionModel } from './prediction/failure-predictor.ts';
export { predictionsOf } from './prediction/plan-predictions.ts';
export { type JudgedPrediction, precisionAt } from './prediction/precision.ts';
export { type PredictionFacts, type TestPrediction, predictFailures } from './prediction/predict-failures.ts';
export {
  type PendingPredictions,
  type PredictionLog,
  emptyPredictionLog,
  scoredPredictionsOf,
  withPredictions,
} from './prediction/prediction-log.ts';
export { mergedPredictions, predictionsToMerge } from './prediction/merge-predictions.ts';
export { type PredictionReport, type PredictionScore, predictionReportOf } from './prediction/prediction-report.ts';
export { type PredictionReplay, replayPredictions } from './prediction/replay-predictions.ts';
export { type SuiteRun, suiteRunsOf } from './ranking/suite-runs.ts';
export { type OrderedOutcome, idealOrderOf, napfdOf } from './ranking/order-score.ts';
export type { SuiteTest } from './ranking/rank-features.ts';
export type { SuiteResult } from './ranking/suite-memory.ts';
export { SuiteRanker } from './ranking/suite-ranker.ts';
export type { PlanSelection } from './selection/choose-tests.ts';
export type { FileDifference, ImpactOfChange } from './selection/selection-facts.ts';
export { type SelectionEvidence, isPromoted, promotionMissRatio, promotionRuns } from './selection/miss-bound.ts';
export { chooseWorkers, type SharedTest, type WorkerQuestion } from './workers/choose-workers.ts';
export type { MachineRoom, RunnerSetting, WorkerChoice } from './workers/worker-choice.ts';
export { type WorkerClaims, workersOfAll, workersOfRunner } from './workers/worker-claims.ts';
