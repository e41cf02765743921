import type { Run, RunCut } from '@millwright/core';

import { type CutDocument, type EncodedCut, cutPathOf, encodeCut } from './cut-document.ts';

/** A run that names the cut it was a shard of, and the cut to write beside it. */
export function withCut(run: Run, cut: CutDocument | undefined): { readonly run: Run; readonly encoded?: EncodedCut } {
  if (!cut) return { run };
  const encoded = encodeCut(cut);
  return { run: { ...run, cut: { by: cut.by, digest: encoded.digest } }, encoded };
}

/** Path below `.millwright` of the cut that a run or digest refers to, as a list of none or one. */
export function cutReferenceOf({ header }: { readonly header: { readonly cut?: RunCut } }): readonly string[] {
  const digest = header.cut?.digest;
  return digest === undefined ? [] : [cutPathOf(digest)];
}

/** The same without the name of the document, for what leaves or outlives the history that holds it. */
export function withoutCutDocument<T extends { readonly cut?: RunCut }>(header: T): T {
  return header.cut?.digest === undefined ? header : { ...header, cut: { by: header.cut.by } };
}
