import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Failure, FailingPage, RememberedElement, Run, TestEntry } from '@millwright/core';
import { openHistory, readFailingPages, readTestElements } from '@millwright/history';

/** Which element of a page plays which part, by frame and path in the tree. */
type Parts = Readonly<Record<string, string>>;

/** A test that failed under a variant of the UI, with all that a repair is proposed from. */
export interface TrialFailure {
  /** A name, or several with commas. */
  readonly variant: string;
  /** Titles of describes and test. */
  readonly test: string;
  readonly failure: Failure;
  readonly page?: FailingPage;
  readonly remembered: readonly RememberedElement[];
  readonly rememberedByOthers: readonly RememberedElement[];
  /** Parts on the page when the test ended. */
  readonly parts: Parts;
}

/** Reads the newest failure of every test under every variant. */
export async function readTrialFailures(dir: string, partsFolder: string): Promise<readonly TrialFailure[]> {
  const history = openHistory({ dir, root: join(dir, '../..') });
  const runs: Run[] = [];
  for await (const run of history.readRuns()) runs.push(run);
  const usual = new Map<string, string>();
  for (const { id, project, ...entry } of runs.flatMap(({ tests }) => tests))
    if (project === 'trial') usual.set(keyOf(entry), id);
  const elements = new Map<string, readonly RememberedElement[]>();
  for (const id of usual.values()) elements.set(id, (await readTestElements(dir, id))?.elements ?? []);
  const parts = readParts(partsFolder);
  const found = new Map<string, TrialFailure>();
  for (const run of runs.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))) {
    const entries = new Map(run.tests.map((entry) => [entry.id, entry]));
    for (const { testId, failures } of run.attempts) {
      const entry = entries.get(testId);
      const [failure] = failures ?? [];
      if (!entry || !failure || entry.project === 'trial' || entry.expectedStatus === 'failed') continue;
      const own = usual.get(keyOf(entry)) ?? '';
      const [recorded] = await readFailingPages(dir, { runId: run.runId, testId });
      const test = entry.titlePath.join(' > ');
      found.set(`${entry.project} ${test}`, {
        variant: entry.project,
        test,
        failure,
        ...(recorded ? { page: recorded.page } : {}),
        remembered: elements.get(own) ?? [],
        rememberedByOthers: [...elements].flatMap(([id, of]) => (id === own ? [] : of)),
        parts: parts.get(`${entry.project} ${test}`) ?? {},
      });
    }
  }
  return [...found.values()];
}

const keyOf = ({ file, titlePath }: Pick<TestEntry, 'file' | 'titlePath'>): string =>
  `${file} ${titlePath.join(' > ')}`;

function readParts(folder: string): ReadonlyMap<string, Parts> {
  const files = globSync(`${folder}/*.json`).map(
    (file) => JSON.parse(readFileSync(file, 'utf8')) as { variant: string; test: string; parts: Parts },
  );
  return new Map(files.map(({ variant, test, parts }) => [`${variant} ${test}`, parts]));
}
