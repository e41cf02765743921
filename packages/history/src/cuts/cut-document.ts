import type { CutUnit, ShardCut } from '@millwright/core';

import { contentHashOf } from '../format/content-hash.ts';
import { folders } from '../format/layout.ts';
import { textOf } from '../run-document/contents.ts';

/** Where a unit went: the shard, from 1, with how many tests it holds when that is known and not one. */
type UnitShard = number | readonly [shard: number, tests: number];

/** How a sharded suite was cut, as `history/cuts/<hash>.json` holds it. All shards of one cut share the document. */
export interface CutDocument {
  readonly format: 'millwright/cut';
  readonly version: 1;
  readonly by: 'timings';
  readonly total: number;
  /** Project → file → where the whole file went, or its parts by title. */
  readonly units: Readonly<Record<string, Readonly<Record<string, UnitShard | Readonly<Record<string, UnitShard>>>>>>;
}

/** A cut as it lies on disk. */
export interface EncodedCut {
  /** The hash of the text. */
  readonly digest: string;
  /** Below `.millwright`. */
  readonly path: string;
  readonly text: string;
}

/** Path below `.millwright` of the cut of this digest. */
export function cutPathOf(digest: string): string {
  return `${folders.cuts}/${digest}.json`;
}

export function encodeCut(cut: CutDocument): EncodedCut {
  const text = textOf(cut);
  const digest = contentHashOf(text);
  return { digest, path: cutPathOf(digest), text };
}

/** Equal cuts give equal documents, in whatever order their units come. */
export function cutDocumentOf({ by, total, units }: ShardCut): CutDocument {
  const projects = new Map<string, Map<string, UnitShard | Map<string, UnitShard>>>();
  for (const { project, file, title, shard, tests = 1 } of units) {
    const place: UnitShard = tests === 1 ? shard : [shard, tests];
    const files = projects.get(project) ?? new Map<string, UnitShard | Map<string, UnitShard>>();
    projects.set(project, files);
    const parts = files.get(file);
    if (title === undefined) files.set(file, place);
    else if (parts instanceof Map) parts.set(title, place);
    else files.set(file, new Map([[title, place]]));
  }
  const plain = [...projects].map(([project, files]) => [
    project,
    Object.fromEntries(
      [...files].map(([file, place]) => [file, place instanceof Map ? Object.fromEntries(place) : place]),
    ),
  ]);
  return { format: 'millwright/cut', version: 1, by, total, units: Object.fromEntries(plain) as CutDocument['units'] };
}

/** Inverse of `cutDocumentOf`; a number of tests that was not told is 1. */
export function cutOfDocument({ by, total, units }: CutDocument): ShardCut {
  const found: CutUnit[] = [];
  for (const [project, files] of Object.entries(units)) {
    for (const [file, place] of Object.entries(files)) {
      if (isPlace(place)) found.push({ project, file, ...unitAt(place) });
      else for (const [title, part] of Object.entries(place)) found.push({ project, file, title, ...unitAt(part) });
    }
  }
  return { by, total, units: found };
}

function isPlace(place: UnitShard | Readonly<Record<string, UnitShard>>): place is UnitShard {
  return typeof place === 'number' || Array.isArray(place);
}

function unitAt(place: UnitShard): Pick<CutUnit, 'shard' | 'tests'> {
  const [shard, tests] = typeof place === 'number' ? [place, 1] : place;
  return { shard, tests };
}
