import type { RunRef } from '@millwright/core';

import type { RunDigest } from './index-document.ts';

interface Place {
  readonly ref: RunRef;
  readonly digest: RunDigest | undefined;
}

/** The newest digests of each runner. */
export class DigestRings {
  readonly #size: number;
  readonly #rings = new Map<string, readonly Place[]>();

  constructor(digests: readonly RunDigest[], size: number) {
    this.#size = size;
    for (const digest of digests) this.put(digest);
  }

  /** Takes a place for a run, and drops the oldest of its runner when there are too many. False when the run itself is too old. */
  reserve(ref: RunRef): boolean {
    return this.#place({ ref, digest: undefined });
  }

  /** Puts a digest into the place of its run, unless it is too old. */
  put(digest: RunDigest): void {
    this.#place({ ref: digest.ref, digest });
  }

  /** All digests, oldest first. */
  digests(): readonly RunDigest[] {
    const places = [...this.#rings.values()].flat().sort((a, b) => (isBefore(a.ref, b.ref) ? -1 : 1));
    return places.flatMap(({ digest }) => digest ?? []);
  }

  #place(added: Place): boolean {
    const { runner, runId } = added.ref;
    const ring = (this.#rings.get(runner) ?? []).filter(({ ref }) => ref.runId !== runId);
    const position = ring.findLastIndex(({ ref }) => isBefore(ref, added.ref)) + 1;
    const full = ring.toSpliced(position, 0, added);
    const kept = full.slice(Math.max(0, full.length - this.#size));
    this.#rings.set(runner, kept);
    return kept.includes(added);
  }
}

function isBefore(a: RunRef, b: RunRef): boolean {
  const difference = Date.parse(a.startedAt) - Date.parse(b.startedAt);
  return difference < 0 || (difference === 0 && a.runId < b.runId);
}
