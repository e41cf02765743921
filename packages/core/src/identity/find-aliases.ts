import type { TestEntry, TestId } from '../model/test.ts';
import { titleSimilarityOf } from './title-similarity.ts';

/** Two ids of one test: `from` is how older runs know it. */
export interface TestAlias {
  readonly from: TestId;
  readonly to: TestId;
  /** `moved`: another file. `renamed`: same body, other title. `retitled`: nearly the same title. */
  readonly reason: 'moved' | 'renamed' | 'retitled';
  /** What was compared, in one sentence, for the person who reviews it. */
  readonly evidence: string;
}

export interface AliasInput {
  /** The tests of the last complete run before, and of this one. */
  readonly before: readonly TestEntry[];
  readonly after: readonly TestEntry[];
  /** Old file → new file, as git sees renames between the two. */
  readonly renames: ReadonlyMap<string, string>;
}

/** Titles must be at least this alike (Dice coefficient of letter pairs) to be taken for one test. */
const leastSimilarity = 0.8;

type Rule = (from: TestEntry, to: TestEntry, renames: ReadonlyMap<string, string>) => number;

interface NamedRule {
  readonly reason: TestAlias['reason'];
  /** How well two entries match, 0 for not at all. */
  readonly match: Rule;
  evidence(from: TestEntry, to: TestEntry): string;
}

/** From the surest to the weakest; an entry that one rule took is not offered to the next. */
const rules: readonly NamedRule[] = [
  {
    reason: 'moved',
    match: (from, to, renames) => (renames.get(from.file) === to.file && sameTitles(from, to) ? 1 : 0),
    evidence: (from, to) => `"${titleOf(from)}" has the same titles; git shows ${from.file} renamed to ${to.file}.`,
  },
  {
    reason: 'moved',
    match: (from, to) => (from.file !== to.file && sameTitles(from, to) && sameBody(from, to) ? 1 : 0),
    evidence: (from, to) => `"${titleOf(from)}" has the same titles and the same body; ${from.file} became ${to.file}.`,
  },
  {
    reason: 'renamed',
    match: (from, to, renames) =>
      sameFile(from, to, renames) && sameBody(from, to) ? 1 + titleSimilarityOf(titleOf(from), titleOf(to)) : 0,
    evidence: (from, to) => `Same body in ${to.file}; "${titleOf(from)}" became "${titleOf(to)}".`,
  },
  {
    reason: 'retitled',
    match: (from, to, renames) => {
      const similarity = sameFile(from, to, renames) ? titleSimilarityOf(titleOf(from), titleOf(to)) : 0;
      return similarity >= leastSimilarity ? similarity : 0;
    },
    evidence: (from, to) => `Nearly the same title in ${to.file}: "${titleOf(from)}" became "${titleOf(to)}".`,
  },
];

/**
 * Finds the tests that vanished and came back under another id. An alias is only given when the two choose each other
 * with no rival as good: a wrong alias would give a new test a stranger's history.
 */
export function findAliases(input: AliasInput): readonly TestAlias[] {
  const idsBefore = new Set(input.before.map((test) => test.id));
  const idsAfter = new Set(input.after.map((test) => test.id));
  const vanished = new Set(input.before.filter((test) => !idsAfter.has(test.id)));
  const appeared = new Set(input.after.filter((test) => !idsBefore.has(test.id)));
  const aliases: TestAlias[] = [];
  for (const rule of rules) {
    for (const [from, to] of mutualBestPairs(vanished, appeared, (a, b) =>
      sameSuite(a, b) ? rule.match(a, b, input.renames) : 0,
    )) {
      aliases.push({ from: from.id, to: to.id, reason: rule.reason, evidence: rule.evidence(from, to) });
      vanished.delete(from);
      appeared.delete(to);
    }
  }
  return aliases;
}

/** Pairs in which each is the other's only best match. */
function mutualBestPairs(
  left: ReadonlySet<TestEntry>,
  right: ReadonlySet<TestEntry>,
  score: (from: TestEntry, to: TestEntry) => number,
): readonly (readonly [TestEntry, TestEntry])[] {
  const pairs: (readonly [TestEntry, TestEntry])[] = [];
  for (const from of left) {
    const to = onlyBestOf(right, (candidate) => score(from, candidate));
    if (to !== undefined && onlyBestOf(left, (candidate) => score(candidate, to)) === from) pairs.push([from, to]);
  }
  return pairs;
}

function onlyBestOf(
  candidates: ReadonlySet<TestEntry>,
  score: (candidate: TestEntry) => number,
): TestEntry | undefined {
  let best: TestEntry | undefined;
  let bestScore = 0;
  let rivals = 0;
  for (const candidate of candidates) {
    const value = score(candidate);
    if (value <= 0 || value < bestScore) continue;
    rivals = value === bestScore ? rivals + 1 : 0;
    [best, bestScore] = [candidate, value];
  }
  return rivals === 0 ? best : undefined;
}

function sameSuite(a: TestEntry, b: TestEntry): boolean {
  return a.runner === b.runner && a.project === b.project;
}

function sameFile(from: TestEntry, to: TestEntry, renames: ReadonlyMap<string, string>): boolean {
  return from.file === to.file || renames.get(from.file) === to.file;
}

function sameTitles(a: TestEntry, b: TestEntry): boolean {
  return titleOf(a) === titleOf(b) && (a.ordinal ?? 0) === (b.ordinal ?? 0);
}

function sameBody(a: TestEntry, b: TestEntry): boolean {
  return a.bodyHash !== undefined && a.bodyHash === b.bodyHash;
}

function titleOf(test: TestEntry): string {
  return test.titlePath.join(' › ');
}
