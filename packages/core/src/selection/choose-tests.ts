import type { Endpoint } from '../model/manifest.ts';
import type { PlannedTest, StrategySelection } from '../model/strategy.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import type { PlanSubject } from '../plan/plan-subject.ts';
import { recordedEndpointOf } from '../plan/recorded-endpoint.ts';
import { heldOutOf } from './hold-out.ts';
import { unlikelyOf } from './likely-failures.ts';
import { type SelectionEvidence, missBoundOf } from './miss-bound.ts';
import { type SelectedTest, selectTests } from './select-tests.ts';
import type { SelectableTest, SelectionInput } from './selection-facts.ts';

/** What a plan that selects by a change is to look at. */
export interface PlanSelection extends Omit<SelectionInput, 'tests' | 'imports'> {
  readonly mode: StrategySelection['mode'];
  readonly changedSince?: string;
  /** See `StrategySelection`. */
  readonly base: string;
  readonly changeDigest: string;
  /** Plan everything, and only record what would have been skipped. */
  readonly observe: boolean;
  /** Share of the failures that a predictive selection is to find. */
  readonly recall?: number;
  readonly evidence: SelectionEvidence;
  /** Test → the requests that it was seen to make when it last passed, such as `POST /api/orders/:id 2xx`. */
  readonly recordedRequests: ReadonlyMap<TestId, readonly string[]>;
  /** Those that may answer them. */
  readonly endpoints: readonly Endpoint[];
  /** Another lot for every plan. */
  readonly seed: string;
}

/** A planned test, with the probability that it fails when there is one. */
type PredictedTest = PlannedTest & { readonly failProbability?: number };

/** The tests that are planned, and what is said of the others. */
export interface ChosenTests {
  readonly kept: readonly PlannedTest[];
  readonly selection: StrategySelection;
}

/** Chooses the planned tests that a change needs, with what these depend on and some others by lot. */
export function chooseTests(
  planned: readonly PredictedTest[],
  subjects: readonly PlanSubject[],
  plan: PlanSelection,
): ChosenTests {
  const chances = chancesOf(planned);
  const withChance = (testId: TestId): { readonly failureProbability?: number } => {
    const failureProbability = chances.get(testId);
    return failureProbability === undefined ? {} : { failureProbability };
  };
  const safe = selectTests({
    ...plan,
    tests: subjects.map((subject) => selectableOf(subject, plan)),
    imports: new Map(subjects.flatMap(({ file, staticFile }) => (staticFile ? [[file, staticFile.reaches]] : []))),
  });
  const verdicts = new Map(withoutUnlikely(safe.tests, plan, chances).map((test) => [test.testId, test]));
  keepDependencies(planned, verdicts);
  const skippable = planned.filter(({ testId }) => verdicts.get(testId)?.selected === false);
  const drawn = heldOutOf(
    skippable.map(({ testId }) => testId),
    plan.seed,
  );
  const heldOut = plan.changed.length === 0 ? new Set<TestId>() : drawn;
  for (const id of heldOut) {
    const reason = 'By lot: it could be skipped, and shows what selections miss.';
    verdicts.set(id, { testId: id, selected: true, reason });
  }
  keepDependencies(planned, verdicts);
  const skipped = skippable.filter(({ testId }) => verdicts.get(testId)?.selected === false);
  const kept = plan.observe ? planned : planned.filter(({ testId }) => verdicts.get(testId)?.selected === true);
  const reasonOf = (testId: TestId): string => verdicts.get(testId)?.reason ?? '';
  const selection: StrategySelection = {
    mode: plan.mode,
    ...(plan.changedSince === undefined ? {} : { changedSince: plan.changedSince }),
    base: plan.base,
    changeDigest: plan.changeDigest,
    changedFiles: plan.changed.map(({ file }) => file),
    observed: plan.observe,
    ...(safe.everything === undefined ? {} : { everything: safe.everything }),
    selected: planned
      .filter(({ testId }) => verdicts.get(testId)?.selected === true)
      .map(({ testId }) => ({ testId, reason: reasonOf(testId), ...withChance(testId) })),
    skipped: skipped.map(({ testId, file, titlePath, estimatedDurationMs }) => ({
      testId,
      reason: reasonOf(testId),
      file,
      titlePath,
      estimatedDurationMs,
      ...withChance(testId),
    })),
    heldOut: [...heldOut].map((testId) => ({ testId, ...withChance(testId) })),
    ...(plan.mode === 'predictive' && plan.recall !== undefined ? { recall: plan.recall } : {}),
    missBound: missBoundOf(
      plan.evidence,
      skipped.map(({ testId }) => chances.get(testId)),
    ),
  };
  return { kept, selection };
}

function chancesOf(planned: readonly PredictedTest[]): ReadonlyMap<TestId, number> {
  return new Map(
    planned.flatMap(({ testId, failProbability }) =>
      failProbability === undefined ? [] : [[testId, failProbability] as const],
    ),
  );
}

function selectableOf(
  { testId, runner, file, aim, history }: PlanSubject,
  { recordedRequests, endpoints }: PlanSelection,
): SelectableTest {
  const last = lastOf(history);
  const written = aim.requested.map(({ endpoint }) => endpoint);
  const seen = (recordedRequests.get(testId) ?? []).flatMap((told) => recordedEndpointOf(told, endpoints) ?? []);
  return {
    testId,
    runner,
    file,
    endpoints: [...new Set([...written, ...seen])].map(({ id, handler }) => ({ id, file: handler.file })),
    ...(last === undefined ? {} : { last }),
  };
}

function lastOf(history: TestHistory | undefined): SelectableTest['last'] | undefined {
  const judged = (history?.observations ?? []).filter(({ outcome }) => outcome !== 'skipped');
  const last = judged.at(-1);
  if (last === undefined) return undefined;
  if (last.outcome !== 'unexpected') return 'passed';
  return judged.some(({ outcome }) => outcome !== 'unexpected') ? 'failed' : 'never passed';
}

/** Of what a change reaches, a predictive selection drops what is least likely to fail. */
function withoutUnlikely(
  tests: readonly SelectedTest[],
  { mode, recall }: PlanSelection,
  chances: ReadonlyMap<TestId, number>,
): readonly SelectedTest[] {
  if (mode !== 'predictive' || recall === undefined) return tests;
  const candidates = tests.filter(({ selected, isMandatory }) => selected && !isMandatory).map(({ testId }) => testId);
  const unlikely = unlikelyOf(candidates, chances, recall);
  return tests.map((test) => {
    if (!unlikely.has(test.testId)) return test;
    const chance = ((chances.get(test.testId) ?? 0) * 100).toPrecision(2);
    return { testId: test.testId, selected: false, reason: `It fails with a probability of ${chance} %.` };
  });
}

/** Setup tests and the tests above a serial one run with those that need them. */
function keepDependencies(planned: readonly PlannedTest[], verdicts: Map<TestId, SelectedTest>): void {
  const byId = new Map(planned.map((test) => [test.testId, test]));
  const queue = planned.filter(({ testId }) => verdicts.get(testId)?.selected === true);
  for (let test = queue.pop(); test !== undefined; test = queue.pop()) {
    for (const id of test.dependencies) {
      const needed = byId.get(id);
      if (!needed || verdicts.get(id)?.selected === true) continue;
      verdicts.set(id, { testId: id, selected: true, reason: `${test.titlePath.join(' > ')} depends on it.` });
      queue.push(needed);
    }
  }
}
