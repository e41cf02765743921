import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { variantPathOf } from '../files/write-file.ts';
import { contentHashOf } from '../format/content-hash.ts';
import { digestPathOf, plainPathOf } from '../format/layout.ts';
import { digestDocumentOf, digestTextOf } from '../index-cache/digest-document.ts';
import type { LightRunReader } from '../index-cache/light-run-reader.ts';
import { referencesOf, tablesOfDocument } from '../run-document/decode-run.ts';
import type { RunDocument } from '../run-document/run-document.ts';
import type { RunReader } from './run-reader.ts';

/** The digest that stays when a run document is removed. */
export interface PlannedDigest {
  readonly path: string;
  readonly text: string;
  /** What it adds to the folder: nothing when it is there already. */
  readonly addedBytes: number;
  /** Catalogs that must stay for it. */
  readonly needed: readonly string[];
}

/** Undefined when the catalogs of a run are missing: then nobody can tell its tests, and no statistics counted it. */
export async function planDigest(
  dir: string,
  path: string,
  document: RunDocument,
  runs: RunReader,
  light: LightRunReader,
): Promise<PlannedDigest | undefined> {
  const tables = tablesOfDocument(document, await runs.readReferences(document, ['catalog']));
  if (!tables) return undefined;
  const testCount = tables.reduce((sum, table) => sum + table.tests.length, 0);
  const source = contentHashOf(readFileSync(join(dir, path), 'utf8'));
  const digest = digestDocumentOf(document, source, testCount, await light.readSignatures(document));
  const text = digestTextOf(digest);
  // All variants of a name share one here, so that writing gives each the name that merging would.
  const target = digestPathOf(plainPathOf(path));
  return {
    path: target,
    text,
    addedBytes: isThere(dir, target, text) ? 0 : Buffer.byteLength(text),
    needed: referencesOf(digest).map((reference) => reference.path),
  };
}

function isThere(dir: string, path: string, text: string): boolean {
  return [path, variantPathOf(path, text)].some((candidate) => {
    try {
      return readFileSync(join(dir, candidate), 'utf8') === text;
    } catch {
      return false;
    }
  });
}
