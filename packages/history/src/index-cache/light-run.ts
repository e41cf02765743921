import type { RunHeader, RunStatus, TestEntry } from '@millwright/core';

import { sumsOf } from '../run-document/columns.ts';
import type { RunDocument } from '../run-document/run-document.ts';
import type { DigestDocument } from './digest-document.ts';
import type { SignatureReader } from './signatures.ts';

/** The part of a run document or a digest that judging tests needs. */
export interface LightRun {
  readonly header: RunHeader;
  readonly status: RunStatus;
  readonly durationMs: number;
  readonly tests: readonly TestEntry[];
  /** Per attempt: index into `tests`, letter of its status, duration. */
  readonly test: readonly number[];
  readonly letters: string;
  readonly duration: readonly number[];
  readonly repeats: ReadonlyMap<number, number>;
  /** What costs more, made when it is asked for; signatures are read from the templates of the failures. */
  readonly startsAtMs: () => readonly number[];
  readonly readSignatures: () => Promise<(attempt: number) => string | undefined>;
}

export function lightRunOf(
  document: RunDocument,
  tests: readonly TestEntry[],
  readSignatures: () => Promise<SignatureReader>,
): LightRun {
  const { attempts, header, status, durationMs } = document;
  return {
    header,
    status,
    durationMs,
    tests,
    test: attempts.test,
    letters: attempts.status,
    duration: attempts.duration,
    repeats: new Map(attempts.repeat),
    startsAtMs: () => attempts.startAt ?? sumsOf(attempts.start ?? [], Date.parse(header.startedAt)),
    readSignatures: async () => {
      const failures = new Map(attempts.failures);
      if (failures.size === 0) return () => undefined;
      const reader = await readSignatures();
      return (attempt) => reader.read(document, failures.get(attempt)?.[0]);
    },
  };
}

export function lightRunOfDigest(digest: DigestDocument, tests: readonly TestEntry[]): LightRun {
  const { attempts, header, status, durationMs, signatures } = digest;
  const startMs = Date.parse(header.startedAt);
  return {
    header,
    status,
    durationMs,
    tests,
    test: sumsOf(attempts.test, 0),
    letters: attempts.status,
    duration: attempts.duration,
    repeats: new Map(attempts.repeat),
    // The attempts of one test are in order already, so without shards the same start for all changes nothing.
    startsAtMs: () => attempts.test.map((_, index) => startMs + (attempts.start?.[index] ?? 0)),
    readSignatures: async () => {
      const words = new Map(attempts.signature);
      return (attempt) => signatures[words.get(attempt) ?? -1];
    },
  };
}
