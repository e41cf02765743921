import type { TestId } from '@millwright/core';
import { join } from 'node:path';

import { replaceFile } from '../files/write-file.ts';
import { DocumentReader } from '../store/document-reader.ts';
import { WarningLog } from '../store/warnings.ts';

/** Says that the test `from` goes on as `to`, since it was renamed or moved. */
export interface TestAlias {
  readonly from: TestId;
  readonly to: TestId;
  /** Why we think so, in a sentence. */
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

/** `.millwright/aliases.json`: small, in order of `from`, meant to be committed and reviewed. */
interface AliasesDocument {
  readonly format: 'millwright/aliases';
  readonly version: 1;
  readonly aliases: readonly TestAlias[];
}

const fileName = 'aliases.json';

/** Reads the aliases of a `.millwright` folder; a damaged file is set aside and told through `warnings`. */
export async function readAliases(dir: string, warnings: WarningLog = new WarningLog()): Promise<readonly TestAlias[]> {
  const document = await new DocumentReader(dir, warnings).read<AliasesDocument>(fileName, 'aliases');
  if (!document) return [];
  const usable = Array.isArray(document.aliases) ? document.aliases.filter(isAlias) : [];
  if (usable.length !== document.aliases?.length)
    warnings.add(fileName, 'Some of its aliases lack `from` or `to` and were left out.');
  return usable;
}

function isAlias(alias: TestAlias | undefined): alias is TestAlias {
  return typeof alias?.from === 'string' && typeof alias.to === 'string';
}

/** Adds aliases; see `mergedAliasesOf`. Writes nothing when that changes nothing. Returns what the file says now. */
export async function updateAliases(dir: string, added: readonly TestAlias[]): Promise<readonly TestAlias[]> {
  const { withLock } = await import('../state/lock.ts');
  return withLock(join(dir, fileName), async () => {
    const known = await readAliases(dir);
    const merged = mergedAliasesOf([...known, ...added]);
    if (JSON.stringify(merged) !== JSON.stringify(known)) await replaceFile(join(dir, fileName), aliasesTextOf(merged));
    return merged;
  });
}

/** One alias a line, so that a review shows what changed. */
function aliasesTextOf(aliases: readonly TestAlias[]): string {
  const lines = aliases.map(({ from, to, reason, at }) => `    ${JSON.stringify({ from, to, reason, at })}`);
  const list = lines.length > 0 ? `\n${lines.join(',\n')}\n  ` : '';
  return `{\n  "format": "millwright/aliases",\n  "version": 1,\n  "aliases": [${list}]\n}\n`;
}

/** One alias for each `from`, in its order; of two, the later one, so that the result does not depend on the order given. */
export function mergedAliasesOf(aliases: readonly TestAlias[]): readonly TestAlias[] {
  const byFrom = new Map<string, TestAlias>();
  for (const { from, to, reason, at } of aliases) {
    const known = byFrom.get(from);
    if (!known || rankOf({ from, to, reason, at }) > rankOf(known)) byFrom.set(from, { from, to, reason, at });
  }
  return [...byFrom.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
}

function rankOf(alias: TestAlias): string {
  return JSON.stringify([alias.at, alias.to, alias.reason]);
}

/** A function that follows aliases to the id a test has now. A circle of aliases ends where it began. */
export function aliasResolverOf(aliases: readonly TestAlias[]): (id: TestId) => TestId {
  const next = new Map(aliases.map((alias) => [alias.from, alias.to]));
  return (id) => {
    const seen = new Set([id]);
    let current = id;
    for (let to = next.get(current); to !== undefined && !seen.has(to); to = next.get(current)) {
      seen.add(to);
      current = to;
    }
    return next.get(current) === undefined ? current : id;
  };
}
