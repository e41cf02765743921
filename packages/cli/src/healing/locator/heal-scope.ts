import type { Heal, RememberedElement, Run, TestEntry, TestHistory } from '@millwright/core';

import type { ExecutionScope } from '../../execution/execute-strategy.ts';
import { type BrokenTest, readBrokenTests } from './broken-test.ts';
import type { EditSession } from './edit-session.ts';
import { type HealCase, readHealCase } from './heal-case.ts';
import { readAppChange } from './read-app-change.ts';

/** How repairs are to be proved. */
interface ProofTerms {
  /** How sure the clean runs have to be, above 0.5 and below 1. */
  readonly confidence: number;
  /** When no further run begins, on the clock of the context (ms since 1970). */
  readonly endMs: number;
  /** Where pictures of the repaired steps go; none are taken when it is absent. */
  readonly crops?: string;
}

/** What all repairs of one command share. */
export interface HealScope {
  readonly scope: ExecutionScope;
  readonly session: EditSession;
  readonly terms: ProofTerms;
  readonly rememberedByTest: ReadonlyMap<string, readonly RememberedElement[]>;
  readonly histories: readonly TestHistory[];
  /** The runs with the failures. */
  readonly runs: readonly Run[];
  /** All tests that failed in them. */
  readonly broken: readonly BrokenTest[];
  readonly suite: { readonly testCount: number; readonly brokenCount: number };
  readonly mostBrokenRatio: number;
  readonly isTestFile: (file: string) => boolean;
  /** Every repair so far, up to date with the files. */
  readonly past: readonly Heal[];
  /** A repair that a person chose: what only they may decide is decided. */
  readonly chosen?: Heal;
}

/** What is to be done about a broken test, by its sources as they are now. */
export async function readCase(
  heal: HealScope,
  broken: BrokenTest,
  excluded: ReadonlySet<string> = new Set(),
): Promise<HealCase> {
  const { context, history } = heal.scope;
  const { root } = context;
  const hasAppChanged = await readAppChange(broken, { ...heal, root, history });
  return readHealCase(broken, {
    tree: heal.session.tree(),
    rememberedByOthers: [...heal.rememberedByTest].flatMap(([testId, elements]) =>
      testId === broken.test.id ? [] : elements,
    ),
    otherPages: heal.broken.flatMap(({ test, page }) => (page && test.id !== broken.test.id ? [page] : [])),
    hasAppChanged,
    excluded,
    suite: heal.suite,
    mostBrokenRatio: heal.mostBrokenRatio,
  });
}

/** The same test as it failed in a run of a proof; undefined when it was good there. The time and run of the first failure stay. */
export async function readAgain(
  heal: HealScope,
  broken: Pick<BrokenTest, 'runId' | 'failedAt'> & { readonly test: Pick<TestEntry, 'id'> },
  runs: readonly Run[],
): Promise<BrokenTest | undefined> {
  const { dir } = heal.scope.context;
  const again = await readBrokenTests(runs, {
    dir,
    planned: heal.scope.strategy.testCases,
    rememberedByTest: heal.rememberedByTest,
  });
  const same = again.find(({ test }) => test.id === broken.test.id);
  return same && { ...same, runId: broken.runId, failedAt: broken.failedAt };
}
