import { contentHashOf } from '../format/content-hash.ts';
import { type DocumentKind, parseDocument } from '../format/document.ts';
import { folders } from '../format/layout.ts';
import type { FailureDocument } from '../run-document/run-document.ts';

const kindOfFolder: readonly (readonly [folder: string, kind: DocumentKind])[] = [
  [folders.coverageSources, 'coverage-source'],
  [folders.coverage, 'coverage'],
  [folders.cuts, 'cut'],
  [folders.elements, 'elements'],
  [folders.failingPages, 'failing-page'],
  [folders.catalog, 'catalog'],
  [folders.failures, 'failure'],
  [folders.pages, 'page'],
  [folders.steps, 'steps'],
  [folders.runs, 'run'],
  [folders.digests, 'digest'],
];

/** Kinds that are named by their run or test. */
const namedOtherwise: ReadonlySet<DocumentKind> = new Set(['run', 'digest', 'coverage', 'elements', 'failing-page']);

/** The kind of document that belongs at a path below `.millwright`. */
export function documentKindOf(path: string): DocumentKind | undefined {
  return kindOfFolder.find(([folder]) => path.startsWith(`${folder}/`))?.[1];
}

/**
 * What is wrong with the text of an immutable document: not readable, or not what its name says. A newer version is not
 * wrong, only unknown. Undefined when nothing is.
 */
export function contentFaultOf(path: string, text: string): string | undefined {
  const kind = documentKindOf(path);
  if (!kind) return 'It is not a document of the history.';
  const parsed = parseDocument<FailureDocument>(text, kind);
  if (parsed.status === 'newer') return undefined;
  if (parsed.status === 'unreadable') return parsed.message;
  if (namedOtherwise.has(kind)) return undefined;
  const content = kind === 'failure' || kind === 'page' ? parsed.document.template : text;
  return path.endsWith(`/${contentHashOf(content ?? '')}.json`) ? undefined : 'Its content is not what its name says.';
}
