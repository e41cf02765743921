import type { Failure } from '@millwright/core';
import { failureOf, failureTemplateOf } from '@millwright/core/record';

import { canonicalOf } from '../format/canonical.ts';
import { Dictionary } from './columns.ts';
import type { ContentDocuments, ContentKind, ContentWriter } from './contents.ts';
import type { FailureReference, RunDocument } from './run-document.ts';

/** Finds a referenced document; undefined when it is missing or damaged. */
export type ContentLookup = <K extends ContentKind>(kind: K, hash: string) => ContentDocuments[K] | undefined;

function withoutSnapshot(failure: Failure): Failure {
  if (failure.page?.ariaSnapshot === undefined) return failure;
  const { ariaSnapshot: _, ...page } = failure.page;
  return { ...failure, page };
}

/** Collects the failures of a run; the texts go to content documents. */
export class FailureWriter {
  readonly references: FailureReference[] = [];
  readonly templates = new Dictionary<string>();
  readonly pages = new Dictionary<string>();
  readonly #contents: ContentWriter;

  constructor(contents: ContentWriter) {
    this.#contents = contents;
  }

  add(failure: Failure): number {
    const { hash, template, values } = failureTemplateOf(canonicalOf(withoutSnapshot(failure)));
    this.#contents.addNamed('failure', hash, { format: 'millwright/failure', version: 1, template });
    const index = this.templates.indexOf(hash, hash);
    return (
      this.references.push([
        index,
        values.join(' '),
        ...this.#pageOf(failure.page?.ariaSnapshot),
      ] as unknown as FailureReference) - 1
    );
  }

  #pageOf(ariaSnapshot: string | undefined): readonly [] | readonly [page: number, values: string] {
    if (ariaSnapshot === undefined) return [];
    const { hash, template, values } = failureTemplateOf({ message: ariaSnapshot, frames: [] });
    this.#contents.addNamed('page', hash, { format: 'millwright/page', version: 1, template });
    return [this.pages.indexOf(hash, hash), values.join(' ')];
  }
}

/** Puts one failure together again. What is missing is said in the failure itself and in `missing`. */
export function readFailure(
  document: RunDocument,
  index: number,
  lookup: ContentLookup,
  missing: Set<string>,
): Failure {
  const [templateIndex, values, pageIndex, pageValues] = document.failures[index] ?? [-1, ''];
  const failure = filled(lookup('failure', document.templates[templateIndex] ?? ''), values);
  if (!failure) {
    missing.add(`failure ${document.templates[templateIndex] ?? index}`);
    return { message: 'The evidence of this failure is missing from the history.', frames: [] };
  }
  if (pageIndex === undefined) return failure;
  const hash = document.pages[pageIndex] ?? '';
  const page = filled(lookup('page', hash), pageValues ?? '');
  if (!page) missing.add(`page ${hash}`);
  return page ? { ...failure, page: { ...failure.page, ariaSnapshot: page.message } } : failure;
}

function filled(document: { readonly template: string } | undefined, values: string): Failure | undefined {
  if (!document) return undefined;
  try {
    return failureOf(document.template, values === '' ? [] : values.split(' '));
  } catch {
    return undefined;
  }
}
