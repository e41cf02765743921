import type { PlannedTest, RememberedElement, SourceLocation, TestEntry } from '@millwright/core';

import type { HealLink } from './heal-link.ts';

/** What tells which tests use an expression. */
export interface UseKnowledge {
  readonly planned: readonly PlannedTest[];
  readonly rememberedByTest: ReadonlyMap<string, readonly RememberedElement[]>;
}

/** Where what the links edit is used, as far as the sources and the failing steps tell. */
export function placesUsing(links: readonly HealLink[]): readonly SourceLocation[] {
  return links.flatMap(({ proposed, place }) => [
    place,
    proposed.proposal.diagnosis.page.place,
    ...proposed.alsoUsedAt,
  ]);
}

/**
 * The other tests that use what is edited: those that came by one of its places when they last passed, and those in whose text one of
 * them stands. The tests of the same change that are broken as well are among them.
 */
export function testsUsing(
  places: readonly SourceLocation[],
  lead: Pick<TestEntry, 'id'>,
  { planned, rememberedByTest }: UseKnowledge,
): readonly PlannedTest[] {
  const atLines = new Set(places.map(lineOf));
  return planned.filter(
    (test) =>
      test.runner === 'playwright' &&
      test.testId !== lead.id &&
      ((rememberedByTest.get(test.testId) ?? []).some((element) => atLines.has(lineOf(element.place))) ||
        places.some((place) => isIn(place, test, planned))),
  );
}

/**
 * The tests behind one in its serial group, in the same project: they live off what it leaves behind, and do not run where it fails, so
 * that no failed run tells of them.
 */
export function testsBehind(lead: Pick<TestEntry, 'id'>, planned: readonly PlannedTest[]): readonly PlannedTest[] {
  const first = planned.find(({ testId }) => testId === lead.id);
  const inPlace = planned.filter(({ file, project }) => file === first?.file && project === first.project);
  const ids = new Set([lead.id]);
  for (let size = 0; size < ids.size;) {
    size = ids.size;
    for (const { testId, dependencies } of inPlace) if (dependencies.some((id) => ids.has(id))) ids.add(testId);
  }
  return inPlace.filter(({ testId }) => testId !== lead.id && ids.has(testId));
}

function lineOf({ file, line }: Pick<SourceLocation, 'file' | 'line'>): string {
  return `${file}:${line}`;
}

/** Whether a place lies between the first line of a test and that of the next. */
function isIn(place: SourceLocation, test: PlannedTest, planned: readonly PlannedTest[]): boolean {
  if (test.file !== place.file || test.line === undefined || test.line > place.line) return false;
  const { line } = test;
  return !planned.some(
    (other) => other.file === test.file && other.line !== undefined && other.line > line && other.line <= place.line,
  );
}
