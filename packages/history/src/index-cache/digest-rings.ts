import type { RunRef } from '@millwright/core';

import type { RunDigest } from './index-document.ts';

interface Place {
  readonly ref: RunRef;
  readonly startMs: number;
  readonly digest: RunDigest | undefined;
}

/** The newest digests of each runner; those of stress runs apart, so that ten repeats of one test displace no run of the suite. */
export class DigestRings {
  readonly #size: number;
  readonly #rings = new Map<string, readonly Place[]>();

  constructor(digests: readonly RunDigest[], size: number) {
    this.#size = size;
    for (const digest of digests) this.put(digest);
  }

  /** Takes a place for a run, and drops the oldest of its runner when there are too many. False when the run itself is too old. */
  reserve(ref: RunRef): boolean {
    return this.#place({ ref, startMs: Date.parse(ref.startedAt), digest: undefined });
  }

  /** Puts a digest into the place of its run, unless it is too old. */
  put(digest: RunDigest): void {
    this.#place({ ref: digest.ref, startMs: Date.parse(digest.ref.startedAt), digest });
  }

  /** All digests, oldest first. */
  digests(): readonly RunDigest[] {
    const places = [...this.#rings.values()].flat().sort((a, b) => (isBefore(a, b) ? -1 : 1));
    return places.flatMap(({ digest }) => digest ?? []);
  }

  #place(added: Place): boolean {
    const { runner, runId, stress } = added.ref;
    const name = stress === true ? `${runner} stress` : runner;
    const ring = (this.#rings.get(name) ?? []).filter(({ ref }) => ref.runId !== runId);
    const position = ring.findLastIndex((place) => isBefore(place, added)) + 1;
    const full = ring.toSpliced(position, 0, added);
    const kept = full.slice(Math.max(0, full.length - this.#size));
    this.#rings.set(name, kept);
    return kept.includes(added);
  }
}

function isBefore(a: Place, b: Place): boolean {
  return a.startMs < b.startMs || (a.startMs === b.startMs && a.ref.runId < b.ref.runId);
}
