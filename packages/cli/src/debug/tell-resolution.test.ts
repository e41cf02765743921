import type { Heal, Incident, QuarantineEntry, Resolution } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import type { RangeCommit } from '../bisect/git-commits.ts';
import { tellResolution } from './tell-resolution.ts';

const at = '2026-03-05T00:00:00.000Z';
const retry: Resolution = { kind: 'retry', runId: 'r', at };
const unchanged: Resolution = { kind: 'unchanged', runId: 'r', at, commit: 'c' };
const changed: Resolution = { kind: 'changed', runId: 'r', at, from: 'b', commit: 'cccccccccccccccc' };

const incidentOf = (resolution: Resolution): Incident => ({
  signature: 's-s',
  similarity: 1,
  testIds: ['t'],
  times: 1,
  firstSeenAt: '2026-03-01T00:00:00.000Z',
  lastSeenAt: '2026-03-04T00:00:00.000Z',
  lastRunId: 'q',
  resolution,
  cause: 'assertion',
  example: { message: 'x', frames: [], location: { file: 'tests/cart.spec.ts', line: 1, column: 1 } },
});
const commitOf = (subject: string, ...files: string[]): RangeCommit => ({
  commit: `${subject.toLowerCase()}0123456789`,
  author: 'Ada',
  committedAt: at,
  subject,
  files,
});
const heal = (decidedAt: string): Heal => ({
  id: 'h',
  testId: 't',
  kind: 'race',
  proposedAt: decidedAt,
  decidedAt,
  file: 'tests/cart.spec.ts',
  before: '',
  after: '',
  probability: 0.9,
  outcome: 'accepted',
});
const quarantined = (since: string): QuarantineEntry => ({
  id: 't',
  runner: 'vitest',
  file: 'tests/cart.spec.ts',
  titlePath: ['adds'],
  reason: 'flaky',
  owner: 'Ada',
  since,
  expires: '2026-04-01',
  budget: {},
});

describe('how an earlier failure ended', () => {
  test.each<[string, Resolution, Partial<Parameters<typeof tellResolution>[1]>, string]>([
    ['a retry', retry, {}, 'Passed when tried again, in the same run.'],
    ['nothing', unchanged, {}, 'Passed again on the same commit, with nothing changed.'],
    ['one commit', changed, { commits: [commitOf('Tidy', 'src/a.ts')] }, 'Ended with tidy012345 "Tidy".'],
    [
      'one commit that changed the failing file',
      changed,
      { commits: [commitOf('Mend', 'packages/app/tests/cart.spec.ts')] },
      'Ended with mend012345 "Mend", which changed the failing file.',
    ],
    [
      'several, one of which changed the failing file',
      changed,
      { commits: [commitOf('Mend', 'tests/cart.spec.ts'), commitOf('Tidy', 'src/a.ts')] },
      'Ended within 2 commits, of which mend012345 "Mend" changed the failing file.',
    ],
    [
      'several that did not',
      changed,
      { commits: [commitOf('Tidy', 'src/a.ts'), commitOf('Sort', 'src/b.ts')] },
      'Ended within 2 commits, the last sort012345 "Sort".',
    ],
    [
      'commits that git does not know',
      changed,
      {},
      'Passed again at commit cccccccccc, or with changes that were not committed.',
    ],
    ['a repair', unchanged, { heals: [heal('2026-03-04T12:00:00.000Z')] }, 'Healed: race in tests/cart.spec.ts.'],
    [
      'a repair of another time',
      unchanged,
      { heals: [heal('2026-02-01T00:00:00.000Z')] },
      'Passed again on the same commit, with nothing changed.',
    ],
    [
      'a quarantine with it',
      retry,
      { quarantined: [quarantined('2026-03-02T00:00:00.000Z')] },
      'Passed when tried again, in the same run. Quarantined since 2026-03-02.',
    ],
    [
      'a quarantine of before',
      retry,
      { quarantined: [quarantined('2026-02-02T00:00:00.000Z')] },
      'Passed when tried again, in the same run.',
    ],
  ])('%s', (_name, resolution, facts, told) =>
    expect(
      tellResolution(incidentOf(resolution), { heals: [], quarantined: [], commits: undefined, ...facts }).told,
    ).toBe(told),
  );
});
