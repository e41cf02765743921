/** What istanbul keeps for one file: hits by statement, function and branch. */
interface FileCounters {
  readonly s: Readonly<Record<string, number>>;
  readonly f: Readonly<Record<string, number>>;
}

/** By absolute path. */
export type IstanbulCounters = Readonly<Record<string, FileCounters>>;

/** The sum of all hits of each file: enough to tell whether a file ran, and cheap enough to take for every test. */
export function countsOf(counters: IstanbulCounters): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [file, hits] of Object.entries(counters)) counts.set(file, hitCountOf(hits));
  return counts;
}

/** The files whose counters went up since `before`. Files that were loaded meanwhile count when anything in them ran. */
export function touchedFilesOf(before: ReadonlyMap<string, number>, counters: IstanbulCounters): readonly string[] {
  return Object.entries(counters)
    .filter(([file, hits]) => hitCountOf(hits) > (before.get(file) ?? 0))
    .map(([file]) => file);
}

function hitCountOf(hits: FileCounters): number {
  let count = 0;
  for (const key in hits.s) count += hits.s[key] ?? 0;
  for (const key in hits.f) count += hits.f[key] ?? 0;
  return count;
}
