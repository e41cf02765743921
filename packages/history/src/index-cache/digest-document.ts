import type { RunHeader, RunStatus } from '@millwright/core';

import { withoutCutDocument } from '../cuts/with-cut.ts';
import { Dictionary, deltasOf, sparseOf, sumsOf } from '../run-document/columns.ts';
import { textOf } from '../run-document/contents.ts';
import type { CatalogDocument, RunDocument, SparseColumn } from '../run-document/run-document.ts';
import type { SignatureReader } from './signatures.ts';

/**
 * What remains of a run document after the retention, `history/digests/…` under the name of the run: what statistics
 * need, and no evidence. Made from the run document alone, so two histories that prune one run write the same bytes.
 */
export interface DigestDocument {
  readonly format: 'millwright/digest';
  readonly version: 1;
  /** Content hash of the run document: two digests of one source count once. */
  readonly source: string;
  /** As in the run, without the list of changed files and the name of the cut. */
  readonly header: RunHeader;
  readonly status: RunStatus;
  readonly durationMs: number;
  /** As in the run: the hash of a catalog, or the table itself in a partial run. */
  readonly tests: readonly (string | CatalogDocument)[];
  readonly attempts: DigestColumns;
  /** Signatures of failures (`signatureOf` of the core). */
  readonly signatures: readonly string[];
}

/** The attempts of a run, in the order of their tests; those of one test in the order of their starts. */
interface DigestColumns {
  /** Index into the tests of all groups one after the other, as differences. */
  readonly test: readonly number[];
  /** One letter each, as in the run document. */
  readonly status: string;
  readonly duration: readonly number[];
  /** Milliseconds since the start of the run. In shards only, because tests that ran in two of them are judged together. */
  readonly start?: readonly number[];
  readonly repeat?: SparseColumn<number>;
  /** Index into `signatures`, for the first failure of an attempt. */
  readonly signature?: SparseColumn<number>;
}

/** Attempts of tests that no table holds are left out: no statistics name them. */
export function digestDocumentOf(
  document: RunDocument,
  source: string,
  testCount: number,
  signatures: SignatureReader,
): DigestDocument {
  const { attempts, header } = document;
  const order = attempts.test
    .map((_, index) => index)
    .filter((index) => (attempts.test[index] ?? testCount) < testCount)
    .sort((a, b) => (attempts.test[a] ?? 0) - (attempts.test[b] ?? 0) || a - b);
  const startMs = Date.parse(header.startedAt);
  const starts = attempts.startAt ?? sumsOf(attempts.start ?? [], startMs);
  const repeats = new Map(attempts.repeat);
  const failures = new Map(attempts.failures);
  const words = new Dictionary<string>();
  const signature = sparseOf(
    order.map((index) => {
      const word = signatures.read(document, failures.get(index)?.[0]);
      return word === undefined ? undefined : words.indexOf(word, word);
    }),
  );
  const repeat = sparseOf(order.map((index) => repeats.get(index)));
  return {
    format: 'millwright/digest',
    version: 1,
    source,
    header: withoutCutDocument(withoutChangedFiles(header)),
    status: document.status,
    durationMs: document.durationMs,
    tests: document.tests,
    attempts: {
      test:
        deltasOf(
          order.map((index) => attempts.test[index] ?? 0),
          0,
        ) ?? [],
      status: order.map((index) => attempts.status[index]).join(''),
      duration: order.map((index) => attempts.duration[index] ?? 0),
      ...(header.shard && { start: order.map((index) => (starts[index] ?? startMs) - startMs) }),
      ...(repeat && { repeat }),
      ...(signature && { signature }),
    },
    signatures: words.entries,
  };
}

/** The one text of a digest. */
export function digestTextOf(digest: DigestDocument): string {
  return textOf(digest);
}

function withoutChangedFiles(header: RunHeader): RunHeader {
  if (!header.facts.git?.changedFiles) return header;
  const { changedFiles: _, ...git } = header.facts.git;
  return { ...header, facts: { ...header.facts, git } };
}

/** What is wrong with a digest that JSON and the version tell nothing about; undefined when it can be used. */
export function digestFaultOf(digest: DigestDocument): string | undefined {
  const { header, attempts, tests, signatures } = digest;
  if (typeof header?.runId !== 'string' || Number.isNaN(Date.parse(header.startedAt))) return 'Its header is damaged.';
  if (!Array.isArray(tests) || !Array.isArray(attempts?.test) || !Array.isArray(signatures))
    return 'Some of its parts are missing.';
  const { status, duration, start } = attempts;
  const lengths = [status, duration, start ?? attempts.test].map((column) => column?.length);
  return lengths.every((length) => length === attempts.test.length) ? undefined : 'Its columns have different lengths.';
}
