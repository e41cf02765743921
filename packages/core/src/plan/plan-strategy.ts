import { excludeOutages } from '../flake/outages.ts';
import { flakeStatsOf } from '../flake/flake-stats.ts';
import type { PlannedTest, TestStrategy } from '../model/strategy.ts';
import type { TestId } from '../model/test.ts';
import { withFailProbabilities } from '../prediction/plan-predictions.ts';
import { soonnessOf } from '../ranking/rank-histories.ts';
import { chooseTests } from '../selection/choose-tests.ts';
import { type BudgetSelection, selectWithinBudget } from './budget.ts';
import { coverageTargetsOf, servicePrioritiesOf } from './coverage-targets.ts';
import { leftOutPartOf } from './left-out-part.ts';
import { defaultCriticalWords } from './critical-words.ts';
import { dependenciesOf } from './dependencies.ts';
import { type DurationEstimate, estimatesOf } from './estimate.ts';
import { parallelGroupsOf, wallDurationOf } from './groups.ts';
import { dependenciesFirst, executionOrderOf } from './order.ts';
import type { PlanObjective } from './objectives/objective.ts';
import { objectiveOf } from './objectives/registry.ts';
import type { PlanInput } from './plan-input.ts';
import type { KnownTest, PlanSubject } from './plan-subject.ts';
import { ownRequestsOf } from './requested-endpoints.ts';
import { churnOf, filesOf } from './risk/change-frequency.ts';
import { reachedComplexityOf } from './risk/complexity.ts';
import { changeRelevance } from './risk/change-relevance.ts';
import { nameLikenessTo } from './risk/name-likeness.ts';
import { rankRisk } from './risk/rank-risk.ts';
import type { RiskFacts } from './risk/risk-rule.ts';
import { testAimOf } from './test-aim.ts';
import { testUniverseOf } from './test-universe.ts';
import { tokensOf } from './tokens.ts';
import type { WorkerChoice } from '../workers/worker-choice.ts';

/**
 * Makes a strategy: which tests, why, in which order, shared out to which workers. Pure and deterministic. Whatever
 * part of the input is missing, the rest decides, and `lacked` says what was missing.
 */
export function planStrategy(input: PlanInput): TestStrategy {
  const { manifest, options } = input;
  const universe = testUniverseOf(manifest, input.histories ?? [], input.neverStarted);
  const known = subjectsOf(universe.tests, input);
  const subjects = known.filter((subject) => isWanted(subject, input));
  const facts = riskFactsOf(subjects, input);
  const { tests: every, ...predicted } = withFailProbabilities(
    plannedTestsOf(subjects, facts, estimatesOf(universe.tests, options.environment)),
    input.histories,
    facts.statsByTest,
  );
  const { kept: planned, ...choice } = chosenOf(every, subjects, input);
  const objective = objectiveOf(options.objective);
  const workers = workersFor(planned, options);
  const { selected, leftOut } = selectionOf(planned, objective, input, workers.count);
  const executionOrder = orderOf(selected, objective, input);
  const groups = parallelGroupsOf(selected, executionOrder, workers.count);
  const services = servicesOf(input);
  const kept = new Set(selected.map(({ testId }) => testId));
  return {
    format: 'millwright/strategy',
    version: 1,
    id: options.id,
    name: options.name,
    description: options.description ?? '',
    createdAt: options.createdAt,
    targetServices: services,
    wholeSuite: isWholeSuite(input, every.length - selected.length),
    testCases: selected,
    executionOrder,
    parallelGroups: groups,
    ...('reason' in workers ? { workers } : {}),
    totalDurationMs: selected.reduce((sum, test) => sum + test.estimatedDurationMs, 0),
    wallDurationMs: wallDurationOf(groups),
    coverageTargets: coverageTargetsOf(
      manifest,
      subjects.filter(({ testId }) => kept.has(testId)),
      services,
      { wanted: options.coverageTargetRatio, priorities: servicePrioritiesOf(planned) },
    ),
    ...askedOf(options),
    leftOut,
    ...predicted,
    ...leftOutPartOf(known, { wanted: subjects, planned: kept, overBudget: leftOut }, options, choice.selection),
    ...choice,
    lacked: [...lackedOf(input), ...universe.lacked],
  };
}

function servicesOf({ manifest, options }: PlanInput): readonly string[] {
  return options.services?.length ? options.services : (manifest?.services ?? []).map(({ name }) => name);
}

/** What was asked for, as the strategy remembers it. */
function askedOf({ budgetMs, objective }: PlanInput['options']): Pick<TestStrategy, 'budgetMs' | 'objective'> {
  return { ...(budgetMs === undefined ? {} : { budgetMs }), ...(objective === undefined ? {} : { objective }) };
}

/** A number that was given needs no reason. */
function workersFor(
  tests: readonly PlannedTest[],
  { workers }: PlanInput['options'],
): WorkerChoice | { readonly count: number } {
  return typeof workers === 'number' ? { count: workers } : workers(tests);
}

function selectionOf(
  tests: readonly PlannedTest[],
  objective: PlanObjective,
  input: PlanInput,
  workers: number,
): BudgetSelection {
  const { budgetMs } = input.options;
  if (budgetMs === undefined) return { selected: tests, leftOut: [] };
  return selectWithinBudget(tests, { budgetMs, workers }, worthIn(tests, objective, input));
}

function orderOf(tests: readonly PlannedTest[], objective: PlanObjective, input: PlanInput): readonly TestId[] {
  const { prioritize, objective: asked } = input.options;
  if (prioritize === false && asked === undefined) return dependenciesFirst(tests);
  return executionOrderOf(tests, soonnessIn(tests, input), objective);
}

/** What a budget gets from each test, by the objective. */
function worthIn(
  tests: readonly PlannedTest[],
  objective: PlanObjective,
  input: PlanInput,
): (test: PlannedTest) => number {
  const soonness = objective.budgetAsksPast ? soonnessIn(tests, input) : undefined;
  return (test) => objective.worth({ ...test, soonness: soonness?.get(test.testId) });
}

/** How soon each test should run, by the suite's past and by what changed. */
function soonnessIn(tests: readonly PlannedTest[], { histories }: PlanInput): ReadonlyMap<TestId, number> | undefined {
  return withChanges(tests, soonnessOf(tests, histories ?? []));
}

/** A test that the change concerns comes sooner than its past alone says: who never failed has no other sign of it. */
function withChanges(
  tests: readonly PlannedTest[],
  soonness: ReadonlyMap<TestId, number> | undefined,
): ReadonlyMap<TestId, number> | undefined {
  if (!soonness) return undefined;
  const changeOf = ({ riskFactors }: PlannedTest): number =>
    riskFactors.find(({ name }) => name === changeRelevance.name)?.score ?? 0;
  return new Map(tests.map((test) => [test.testId, (soonness.get(test.testId) ?? 0) + changeOf(test)]));
}

function isWholeSuite({ options }: PlanInput, unplannedCount: number): boolean {
  return (options.services ?? []).length === 0 && unplannedCount === 0;
}

/** The tests that a change needs, or all. */
function chosenOf(
  tests: readonly PlannedTest[],
  subjects: readonly PlanSubject[],
  { selection }: PlanInput,
): { readonly kept: readonly PlannedTest[] } & Pick<TestStrategy, 'selection'> {
  return selection ? chooseTests(tests, subjects, selection) : { kept: tests };
}

function subjectsOf(tests: readonly KnownTest[], input: PlanInput): PlanSubject[] {
  return tests.map((test) => {
    const covered = input.coverage?.filesByTest.get(test.testId)?.filter((file) => file !== test.file);
    const imported = test.staticFile?.reaches;
    const reaches = covered && covered.length > 0 ? covered : imported;
    return {
      ...test,
      aim: testAimOf(test, reaches, input.manifest),
      ...(reaches ? { reaches, reachesFrom: reaches === covered ? 'coverage' : 'imports' } : {}),
    };
  });
}

/** Whether a test aims at one of the wanted services, asks it for something itself, reaches a file of it, or names it. */
function isWanted(subject: PlanSubject, { options, manifest }: PlanInput): boolean {
  const wanted = options.services ?? [];
  if (wanted.length === 0) return true;
  if (subject.aim.service !== undefined && wanted.includes(subject.aim.service)) return true;
  if (ownRequestsOf(subject.aim.requested).some(({ endpoint }) => wanted.includes(endpoint.service))) return true;
  const reached = new Set(subject.reaches);
  const services = (manifest?.services ?? []).filter(({ name }) => wanted.includes(name));
  if (services.some(({ files }) => files.some((file) => reached.has(file)))) return true;
  const words = new Set([subject.file, ...subject.titlePath, ...subject.tags].flatMap(tokensOf));
  return wanted.some((name) => tokensOf(name).every((part) => words.has(part)));
}

function riskFactsOf(subjects: readonly PlanSubject[], input: PlanInput): RiskFacts {
  const own = subjects.flatMap((subject) => subject.history ?? []);
  const stats = new Map(
    excludeOutages(own, input.flakePolicy).histories.map((history) => [
      history.test.id,
      flakeStatsOf(history, input.flakePolicy),
    ]),
  );
  const statsByTest = new Map(
    subjects.flatMap((subject) => {
      const found = subject.history && stats.get(subject.history.test.id);
      return found ? [[subject.testId, found] as const] : [];
    }),
  );
  const changes = input.changeFrequency;
  const churns = changes
    ? subjects.flatMap((subject) => filesOf(subject).flatMap((file) => changes.get(file) ?? []))
    : [];
  return {
    input,
    statsByTest,
    criticalWords: input.options.criticalWords ?? defaultCriticalWords,
    changedFiles: new Set(input.changedFiles),
    likenessToChange: nameLikenessTo(input.changedFiles ?? [], subjects),
    maxComplexity: maxOf(
      subjects.map((subject) => reachedComplexityOf(subject, input.manifest?.complexity)?.sum ?? 0),
      1,
    ),
    maxChurn: maxOf(
      churns.map((facts) => churnOf(facts, input.nowMs)),
      0.01,
    ),
    maxFixes: maxOf(
      churns.map(({ fadedFixes }) => fadedFixes ?? 0),
      0,
    ),
  };
}

/** Safe for lists that are too long to spread into `Math.max`. */
function maxOf(values: readonly number[], atLeast: number): number {
  return values.reduce((max, value) => (value > max ? value : max), atLeast);
}

function plannedTestsOf(
  subjects: readonly PlanSubject[],
  facts: RiskFacts,
  estimates: ReadonlyMap<string, DurationEstimate>,
): PlannedTest[] {
  const dependencies = dependenciesOf(subjects);
  return subjects.map((subject): PlannedTest => {
    const { aim } = subject;
    return {
      testId: subject.testId,
      runner: subject.runner,
      project: subject.project,
      file: subject.file,
      ...(subject.line === undefined ? {} : { line: subject.line }),
      titlePath: subject.titlePath,
      type: aim.type,
      ...rankRisk(subject, facts),
      ...(aim.service === undefined ? {} : { service: aim.service }),
      ...(aim.module === undefined ? {} : { module: aim.module }),
      ...(aim.endpoint ? { endpoint: aim.endpoint.path, method: aim.endpoint.method } : {}),
      dependencies: dependencies.get(subject.testId) ?? [],
      estimatedDurationMs: estimates.get(subject.testId)?.estimatedDurationMs ?? 1,
      estimateFrom: estimates.get(subject.testId)?.estimateFrom ?? 'default',
      tags: subject.tags,
    };
  });
}

function lackedOf(input: PlanInput): string[] {
  const lacked: string[] = [];
  if (!input.manifest)
    lacked.push('No project manifest: services, endpoints, complexity and tests that never ran are not known.');
  if (!input.histories?.length)
    lacked.push('No history: failures and durations are not known, so durations are assumed.');
  if (!input.changeFrequency) lacked.push('No git history: how often files change is not known.');
  if (!input.changedFiles) lacked.push('No comparison: which files changed now is not known.');
  if (!input.coverage || input.coverage.filesByTest.size === 0)
    lacked.push('No coverage: which files a test runs is judged by its imports alone.');
  return [...lacked, ...(input.manifest?.lacked ?? [])];
}
