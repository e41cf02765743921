import { type Failure, failureOf, failureTemplateOf } from '@millwright/core';

import { canonicalOf } from '../format/canonical.ts';
import { Dictionary } from './columns.ts';
import type { ContentDocuments, ContentKind, ContentWriter } from './contents.ts';
import type { FailureReference, RunDocument } from './run-document.ts';

/** Finds a referenced document; undefined when it is missing or damaged. */
export type ContentLookup = <K extends ContentKind>(kind: K, hash: string) => ContentDocuments[K] | undefined;

/** The name under which a failure is remembered: hash of its template without the page's snapshot. */
export function failureSignatureOf(failure: Failure): string {
  return failureTemplateOf(canonicalOf(withoutSnapshot(failure))).hash;
}

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
    const page = this.#addPage(failure.page?.ariaSnapshot);
    return this.references.push(page === undefined ? [index, values.join(' ')] : [index, values.join(' '), page]) - 1;
  }

  #addPage(ariaSnapshot: string | undefined): number | undefined {
    if (ariaSnapshot === undefined) return undefined;
    const hash = this.#contents.add('page', { format: 'millwright/page', version: 1, ariaSnapshot });
    return this.pages.indexOf(hash, hash);
  }
}

/** Puts one failure together again. What is missing is said in the failure itself and in `missing`. */
export function readFailure(document: RunDocument, index: number, lookup: ContentLookup, missing: Set<string>): Failure {
  const [templateIndex, values, pageIndex] = document.failures[index] ?? [-1, ''];
  const failure = failureFromTemplate(document.templates[templateIndex] ?? '', values, lookup);
  if (!failure) {
    missing.add(`failure ${document.templates[templateIndex] ?? index}`);
    return { message: 'The evidence of this failure is missing from the history.', frames: [] };
  }
  const pageHash = pageIndex === undefined ? undefined : document.pages[pageIndex];
  if (pageHash === undefined) return failure;
  const page = lookup('page', pageHash);
  if (!page) missing.add(`page ${pageHash}`);
  return page ? { ...failure, page: { ...failure.page, ariaSnapshot: page.ariaSnapshot } } : failure;
}

function failureFromTemplate(hash: string, values: string, lookup: ContentLookup): Failure | undefined {
  const document = lookup('failure', hash);
  if (!document) return undefined;
  try {
    return failureOf(document.template, values === '' ? [] : values.split(' '));
  } catch {
    return undefined;
  }
}
