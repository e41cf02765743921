import { readFile } from 'node:fs/promises';

import type { SuiteResult } from '@millwright/core';

/** A suite whose past is public. */
export interface PublicSuite {
  readonly name: string;
  /** The results of each cycle, oldest first. */
  readonly cycles: readonly (readonly SuiteResult[])[];
}

/** Reads `Cycle,Name,Duration,fail` rows; undefined when the file is not on this machine. What comes twice in a cycle ran in two jobs. */
export async function readPublicSuite(directory: string, name: string): Promise<PublicSuite | undefined> {
  let text: string;
  try {
    text = await readFile(`${directory}/tcp/${name}.csv`, 'utf8');
  } catch {
    return undefined;
  }
  const rows = text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
  const byCycle = [...Map.groupBy(rows, ([cycle]) => Number(cycle))].toSorted(([a], [b]) => a - b);
  return { name, cycles: byCycle.map(([, own]) => resultsOf(own)) };
}

function resultsOf(rows: readonly (readonly string[])[]): readonly SuiteResult[] {
  const jobs = new Map<string, number>();
  return rows.map(([, family = '', duration, verdict]) => {
    const job = jobs.get(family) ?? 0;
    jobs.set(family, job + 1);
    return { test: `${family} ${job}`, family, failed: Number(verdict) > 0, durationMs: Number(duration) * 1000 };
  });
}
