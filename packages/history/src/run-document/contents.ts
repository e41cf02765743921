import { canonicalOf } from '../format/canonical.ts';
import { contentHashOf } from '../format/content-hash.ts';
import { folders } from '../format/layout.ts';
import type { CatalogDocument, FailureDocument, PageDocument, StepsDocument } from './run-document.ts';

/** The documents that a run refers to by their content. */
export interface ContentDocuments {
  readonly catalog: CatalogDocument;
  readonly failure: FailureDocument;
  readonly page: PageDocument;
  readonly steps: StepsDocument;
}

export type ContentKind = keyof ContentDocuments;

const folderOfKind: Readonly<Record<ContentKind, string>> = {
  catalog: folders.catalog,
  failure: folders.failures,
  page: folders.pages,
  steps: folders.steps,
};

/** Path below `.millwright` of a content-addressed document. */
export function contentPathOf(kind: ContentKind, hash: string): string {
  return `${folderOfKind[kind]}/${hash}.json`;
}

/** Collects the documents that a run refers to: path below `.millwright` → text. */
export class ContentWriter {
  readonly texts = new Map<string, string>();

  /** Adds a document named by the hash of its own text, and returns that name. */
  add<K extends ContentKind>(kind: K, document: ContentDocuments[K]): string {
    const text = textOf(document);
    return this.#put(kind, contentHashOf(text), text);
  }

  /** Adds a document that is named by something in it. */
  addNamed<K extends ContentKind>(kind: K, hash: string, document: ContentDocuments[K]): string {
    return this.#put(kind, hash, textOf(document));
  }

  #put(kind: ContentKind, hash: string, text: string): string {
    this.texts.set(contentPathOf(kind, hash), text);
    return hash;
  }
}

/** The one text of a document: format and version first, the rest in alphabetical order, no white space. */
export function textOf(document: { readonly format: string; readonly version: number }): string {
  const { format, version, ...rest } = document;
  return `${JSON.stringify({ format, version, ...canonicalOf(rest) })}\n`;
}
