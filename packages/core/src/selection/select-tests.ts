import type { TestId } from '../model/test.ts';
import { changeRules, testRules } from './registry.ts';
import {
  type FileDifference,
  type SelectableTest,
  type SelectionFacts,
  type SelectionInput,
  selectionFactsOf,
} from './selection-facts.ts';
import type { ChangeVerdict } from './selection-rule.ts';

/** What is said of one test. */
export interface SelectedTest {
  readonly testId: TestId;
  readonly selected: boolean;
  /** One sentence. */
  readonly reason: string;
  /** Selected for what it is itself: a prediction must not drop it. */
  readonly isMandatory?: true;
}

/** Which tests a change needs. */
export interface SafeSelection {
  readonly tests: readonly SelectedTest[];
  /** Why everything runs; undefined when the change was understood. */
  readonly everything?: string;
}

/**
 * Selects the tests that a change can make fail, as far as source text, recorded runs and rules tell. Each changed file is looked at by
 * itself and what the rules say adds up, so that more changes never select fewer tests; a file that no rule knows selects all.
 */
export function selectTests(input: SelectionInput): SafeSelection {
  const facts = selectionFactsOf(input);
  const verdicts = input.changed.map((change) => verdictsOf(change, facts));
  const everything = verdicts.flat().flatMap((verdict) => ('everything' in verdict ? [verdict.everything] : []))[0];
  const concerns = verdicts.flat().flatMap((verdict) => ('concerns' in verdict ? [verdict.concerns] : []));
  const tests = input.tests.map((test): SelectedTest => {
    const own = demandOf(test, facts);
    const demand = everything ?? own ?? firstOf(concerns, test);
    const isMandatory = own !== undefined || input.changed.some(({ file }) => file === test.file);
    return demand === undefined
      ? { testId: test.testId, selected: false, reason: skippedReasonOf(test, facts) }
      : { testId: test.testId, selected: true, reason: demand, ...(isMandatory ? { isMandatory } : {}) };
  });
  return { tests, ...(everything === undefined ? {} : { everything }) };
}

function verdictsOf(change: FileDifference, facts: SelectionFacts): readonly ChangeVerdict[] {
  const verdicts = changeRules.flatMap((rule) => rule.assess(change, facts) ?? []);
  // Whatever a rule says of the kind of file: who may read it by a path that is put together is told by the text.
  const readers = { concerns: (test: SelectableTest) => wayTo(change.file, test, facts) };
  return verdicts.length > 0
    ? [...verdicts, readers]
    : [{ everything: `No rule knows who may use ${change.file}, which ${toldOf(change)}.` }];
}

function wayTo(file: string, test: SelectableTest, { input }: SelectionFacts): string | undefined {
  const way = input.impact.reached.get(test.file)?.get(file);
  return way === undefined ? undefined : `It ${way}.`;
}

function toldOf({ kind }: FileDifference): string {
  return kind === 'modified' ? 'changed' : kind === 'added' ? 'is new' : 'is gone';
}

function demandOf(test: SelectableTest, facts: SelectionFacts): string | undefined {
  for (const rule of testRules) {
    const demand = rule.demand(test, facts);
    if (demand !== undefined) return demand;
  }
  return undefined;
}

function firstOf(
  concerns: readonly ((test: SelectableTest) => string | undefined)[],
  test: SelectableTest,
): string | undefined {
  for (const concern of concerns) {
    const reason = concern(test);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function skippedReasonOf({ file, testId }: SelectableTest, { input, recorded }: SelectionFacts): string {
  const count = input.changed.length;
  if (count === 0) return 'Nothing changed.';
  const loaded = new Set([...(input.imports.get(file) ?? []), ...(recorded.get(testId) ?? [])]);
  const imported = input.changed.filter((change) => loaded.has(change.file));
  if (imported.length > 0) return `It loads ${imported[0]?.file ?? ''} and uses nothing that changed there.`;
  return count === 1 ? 'It does not reach the changed file.' : `It reaches none of the ${count} changed files.`;
}
