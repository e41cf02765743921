import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import type { ElementEntry, UsesEntry } from './element-entries.ts';
import type { ProofEntry } from './proof-entries.ts';

type Counters = Readonly<Record<string, number>>;

/** One line of a worker's capture file. */
export type CaptureEntry =
  | ElementEntry
  | UsesEntry
  | ProofEntry
  | { readonly k: 'map'; readonly hash: string; readonly map: IstanbulMap }
  | { readonly k: 'istanbul'; readonly t: string | null; readonly r: number; readonly files: readonly CapturedFile[] }
  | { readonly k: 'v8'; readonly t: string | null; readonly r: number; readonly scripts: readonly CapturedScript[] }
  | { readonly k: 'browser'; readonly project: string; readonly name: string; readonly version: string }
  | { readonly k: 'note'; readonly text: string };

/** An instrumented file without its counters. */
export interface IstanbulMap {
  readonly path: string;
  readonly statementMap: Readonly<Record<string, unknown>>;
  readonly fnMap: Readonly<Record<string, unknown>>;
  readonly branchMap: Readonly<Record<string, { readonly locations?: readonly unknown[] }>>;
}

/** Counters that rose in one instrumented file. */
export type CapturedFile = readonly [
  path: string,
  hash: string,
  s: Counters,
  f: Counters,
  b: Readonly<Record<string, readonly number[]>>,
];

/** What one script executed: `steps` are pairs of offset and count, `calls` the offsets of functions that ran. */
export interface CapturedScript {
  readonly url: string;
  readonly hash: string;
  readonly steps: readonly number[];
  readonly calls: readonly number[];
}

/** Streams everything that the workers wrote. A line that a killed worker left half-written is passed over. */
export async function* readCaptureEntries(dir: string): AsyncGenerator<CaptureEntry> {
  for (const name of readdirSync(dir).filter((entry) => entry.endsWith('.jsonl'))) {
    for await (const line of createInterface({ input: createReadStream(path.join(dir, name)), crlfDelay: Infinity })) {
      const entry = parseEntry(line);
      if (entry) yield entry;
    }
  }
}

function parseEntry(line: string): CaptureEntry | undefined {
  try {
    return JSON.parse(line) as CaptureEntry;
  } catch {
    return undefined;
  }
}
