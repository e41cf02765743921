import type { TestId } from '../model/test.ts';
import { type Quarantine, type QuarantineEntry, quarantinedNameOf } from './quarantine.ts';
import type { QuarantineStanding } from './standing.ts';

/** Something about the quarantine that needs a person. `error` fails the check. */
export interface QuarantineFinding {
  readonly rule:
    | 'expired'
    | 'over-budget'
    | 'suite-cap'
    | 'owner-cap'
    | 'unknown-test'
    | 'duplicate'
    | 'broken'
    | 'expires-soon'
    | 'proved-good';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Absent when it is about the whole file. */
  readonly testId?: TestId;
}

/** Days before the end from which an entry is warned of. */
const soonDays = 3;

/** Judges a whole quarantine. `unknownIds` are the entries whose test neither source nor history knows. */
export function checkQuarantine(
  quarantine: Quarantine,
  standings: readonly QuarantineStanding[],
  unknownIds: ReadonlySet<TestId>,
): readonly QuarantineFinding[] {
  return [
    ...capFindingsOf(quarantine),
    ...duplicatesOf(quarantine),
    ...standings.flatMap((standing) => findingsOf(standing, unknownIds.has(standing.entry.id))),
  ];
}

/** Which caps these entries break. */
export function capFindingsOf({ caps, entries }: Quarantine): readonly QuarantineFinding[] {
  const findings: QuarantineFinding[] = [];
  if (entries.length > caps.suite)
    findings.push({
      rule: 'suite-cap',
      severity: 'error',
      message: `${entries.length} tests are quarantined, and the cap of the suite is ${caps.suite}.`,
    });
  for (const [owner, owned] of Map.groupBy(entries, (entry) => entry.owner)) {
    if (owned.length > caps.owner)
      findings.push({
        rule: 'owner-cap',
        severity: 'error',
        message: `${owned.length} tests of ${owner} are quarantined, and the cap of an owner is ${caps.owner}.`,
      });
  }
  return findings;
}

function duplicatesOf({ entries }: Quarantine): readonly QuarantineFinding[] {
  return [...Map.groupBy(entries, ({ id }) => id)].flatMap(([testId, same]) =>
    same.length > 1 ? [findingOf('duplicate', same[0] as QuarantineEntry, 'has more than one entry.', testId)] : [],
  );
}

function findingsOf(standing: QuarantineStanding, unknown: boolean): readonly QuarantineFinding[] {
  const { entry, state, because, daysLeft, release } = standing;
  if (unknown)
    return [findingOf('unknown-test', entry, 'is quarantined, and neither source nor history knows such a test.')];
  if (state === 'expired' || state === 'over-budget')
    return [findingOf(state, entry, `is no longer forgiven. ${because}`)];
  const findings: QuarantineFinding[] = [];
  if (state === 'broken')
    findings.push({ ...findingOf('broken', entry, `is not forgiven. ${because}`), severity: 'warning' });
  if (daysLeft <= soonDays)
    findings.push({
      ...findingOf(
        'expires-soon',
        entry,
        `expires ${daysLeft === 0 ? 'today' : `in ${daysLeft === 1 ? '1 day' : `${daysLeft} days`}`}.`,
      ),
      severity: 'warning',
    });
  if (release.proved)
    findings.push({ ...findingOf('proved-good', entry, 'has proved good: release it.'), severity: 'warning' });
  return findings;
}

function findingOf(
  rule: QuarantineFinding['rule'],
  entry: QuarantineEntry,
  sentence: string,
  testId: TestId = entry.id,
): QuarantineFinding {
  const project = entry.project ? `[${entry.project}] ` : '';
  return {
    rule,
    severity: 'error',
    message: `${project}${quarantinedNameOf(entry)} (${entry.owner}) ${sentence}`,
    testId,
  };
}
