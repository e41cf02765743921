import {
  type TestEntry,
  type TestHistory,
  type TightTimeout,
  findTightTimeout,
  tightTimeoutWordsOf,
} from '@millwright/core';
import type { PatternFinding } from '@millwright/source';

/** The one finding that only the history can make: a time limit that is too short for what the test takes. */
export const TIMEOUT_TOO_SHORT = { name: 'timeout-too-short', severity: 'warning' } as const;

/** A place with a test whose limit is too short, in one project of the runner or several. */
export interface TimeoutFinding extends PatternFinding {
  /** One for each project in which it is too short, the one with the least room first. */
  readonly timeouts: readonly TightTimeout[];
}

interface Tight {
  readonly test: TestEntry;
  readonly timeout: TightTimeout;
}

const WHY =
  'Good runs of this test need nearly all of its time limit, so a slower machine or a busy one makes it fail with nothing wrong.';

/** Tests whose time limit leaves too little room, one finding for each test in the code; its projects share it. */
export function timeoutFindingsOf(histories: readonly TestHistory[]): readonly TimeoutFinding[] {
  const tight = histories.flatMap((history): Tight[] => {
    const timeout = findTightTimeout(history);
    return timeout ? [{ test: history.test, timeout }] : [];
  });
  const byPlace = Map.groupBy(tight, ({ test }) => JSON.stringify([test.file, test.line, test.titlePath]));
  return [...byPlace.values()].map((same) => findingOf(same.toSorted((a, b) => roomOf(a.timeout) - roomOf(b.timeout))));
}

/** The share of the limit that the slowest good run left. */
function roomOf({ limitMs, longestMs }: TightTimeout): number {
  return 1 - longestMs / limitMs;
}

function findingOf(same: readonly Tight[]): TimeoutFinding {
  const [{ test }] = same as readonly [Tight];
  const roomyMs = Math.max(...same.map(({ timeout }) => timeout.roomyLimitMs));
  return {
    kind: TIMEOUT_TOO_SHORT.name,
    pattern: TIMEOUT_TOO_SHORT.name,
    severity: TIMEOUT_TOO_SHORT.severity,
    subject: test.titlePath.join(' > '),
    location: { file: test.file, line: test.line, column: test.column },
    evidence: [...same.map((one) => evidenceOf(one)), WHY],
    why: WHY,
    advice: `Make it quicker, split it, or give it more time: ${roomyMs} ms is twice what its slowest good run took.`,
    page: `docs/patterns/${TIMEOUT_TOO_SHORT.name}.md`,
    testTitlePath: test.titlePath,
    timeouts: same.map(({ timeout }) => timeout),
  };
}

function evidenceOf({ test, timeout }: Tight): string {
  return `${test.project === '' ? '' : `${test.project}: `}${tightTimeoutWordsOf(timeout)}`;
}
