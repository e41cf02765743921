import type { TestHistory, TestId } from '@millwright/core';
import { readTestElements } from '@millwright/history';

/** The requests that each test was seen to make when it last passed; tests of which nothing was recorded are not there. */
export async function readRecordedRequests(
  dir: string,
  histories: readonly TestHistory[],
): Promise<ReadonlyMap<TestId, readonly string[]>> {
  const found = new Map<TestId, readonly string[]>();
  for (const { test } of histories) {
    if (test.runner !== 'playwright') continue;
    const elements = await readTestElements(dir, test.id);
    const requests = (elements?.elements ?? []).flatMap(({ contract }) => contract?.requests ?? []);
    if (requests.length > 0) found.set(test.id, [...new Set(requests)]);
  }
  return found;
}
