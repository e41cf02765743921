import { connectedGroupsOf } from './connected-groups.ts';
import type { JudgedFailure } from './judged-failure.ts';
import { diceOf, wordsOf } from './word-overlap.ts';

/** Pages that share this much of their words (Dice) are the same page in another state. */
const samePage = 0.5;
const maxPages = 200;

/**
 * The page that a browser failure happened on, where that tells causes apart: an element can be missing because it is gone, or because
 * the test was sent to another page. Only for failures with one signature that happened on pages which are not alike; the page is named
 * by the smallest of its snapshots. Absent for all others.
 */
export function telltalePagesOf(failures: readonly JudgedFailure[]): ReadonlyMap<JudgedFailure, string> {
  const pages = new Map<JudgedFailure, string>();
  for (const group of Map.groupBy(failures, ({ signature }) => signature).values()) {
    const bySnapshot = Map.groupBy(group, snapshotOf);
    const snapshots = [...bySnapshot.keys()].filter((snapshot) => snapshot !== '').toSorted();
    if (snapshots.length < 2 || snapshots.length > maxPages) continue;
    const alike = connectedGroupsOf(snapshots, (snapshot) => linksTo(snapshot, snapshots));
    if (alike.length < 2) continue;
    for (const page of alike)
      for (const failure of page.flatMap((snapshot) => bySnapshot.get(snapshot) ?? []))
        pages.set(failure, page[0] ?? '');
  }
  return pages;
}

/** The words of the page, without the references by which snapshots number elements, and without data that is a number. */
function snapshotOf({ item, features }: JudgedFailure): string {
  if (features.locator === undefined) return '';
  const snapshot = item.failure.page?.ariaSnapshot ?? '';
  return [...wordsOf(snapshot.replaceAll(/\[(?:ref=\w+|active|cursor=\w+)\]/g, '').replaceAll(/\d+/g, '<n>'))].join(
    ' ',
  );
}

function linksTo(snapshot: string, snapshots: readonly string[]): readonly string[] {
  const words = wordsOf(snapshot);
  return snapshots
    .filter((other) => other === snapshot || diceOf(words, wordsOf(other)) >= samePage)
    .map((other) => (other < snapshot ? `${other}\n${snapshot}` : `${snapshot}\n${other}`));
}
