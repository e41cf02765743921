import { statSync } from 'node:fs';
import { join } from 'node:path';

import type { Run } from '@millwright/core';

import { listFiles } from '../files/list-files.ts';
import { folders } from '../format/layout.ts';
import { type DigestDocument, digestFaultOf } from '../index-cache/digest-document.ts';
import { type ContentKind, type ContentDocuments, contentPathOf } from '../run-document/contents.ts';
import { type ReferringDocument, decodeRun, referencesOf } from '../run-document/decode-run.ts';
import type { ContentLookup } from '../run-document/failure-columns.ts';
import type { RunDocument } from '../run-document/run-document.ts';
import type { DocumentReader } from './document-reader.ts';
import type { WarningLog } from './warnings.ts';

const rememberLimit = 5_000;

/** Reads run documents and what they refer to. Catalogs, failure templates and steps repeat, so they are remembered. */
export class RunReader {
  readonly #dir: string;
  readonly #documents: DocumentReader;
  readonly #warnings: WarningLog;
  readonly #remembered = new Map<string, unknown>();

  constructor(dir: string, documents: DocumentReader, warnings: WarningLog) {
    this.#dir = dir;
    this.#documents = documents;
    this.#warnings = warnings;
  }

  /** Paths of all run documents, or digests, relative to the folder. */
  async listPaths(folder: string = folders.runs): Promise<string[]> {
    return (await listFiles(this.#dir, folder)).filter((path) => path.endsWith('.json'));
  }

  /** Size and time of change of a file; undefined when it is gone. */
  readStamp(path: string): string | undefined {
    // Synchronous, because there are thousands of them and each costs only microseconds this way.
    const info = statSync(join(this.#dir, path), { throwIfNoEntry: false });
    return info && `${info.size} ${Math.round(info.mtimeMs)}`;
  }

  async readDigest(path: string): Promise<DigestDocument | undefined> {
    const digest = await this.#documents.read<DigestDocument>(path, 'digest');
    if (!digest) return undefined;
    const fault = digestFaultOf(digest);
    if (fault === undefined) return digest;
    await this.#documents.setAside(path, fault);
    return undefined;
  }

  async readDocument(path: string): Promise<RunDocument | undefined> {
    const document = await this.#documents.read<RunDocument>(path, 'run');
    if (!document) return undefined;
    const fault = faultOf(document);
    if (fault === undefined) return document;
    await this.#documents.setAside(path, fault);
    return undefined;
  }

  /** A whole run; undefined, with a warning, when it cannot be told. */
  async readRun(path: string): Promise<Run | undefined> {
    const document = await this.readDocument(path);
    if (!document) return undefined;
    const decoded = await this.#decode(path, document);
    if (!decoded)
      this.#warnings.add(path, 'The tables of its tests are missing from history/catalog, so it was left out.');
    else if (decoded.missing.length > 0)
      this.#warnings.add(path, `Some of its evidence is missing: ${decoded.missing.join(', ')}.`);
    return decoded?.run;
  }

  async #decode(path: string, document: RunDocument) {
    const lookup = await this.readReferences(document);
    try {
      return decodeRun(document, lookup);
    } catch (error) {
      await this.#documents.setAside(path, `It could not be decoded (${(error as Error).message}).`);
      return undefined;
    }
  }

  /** Loads what a run or digest refers to; only the kinds asked for. */
  async readReferences(document: ReferringDocument, kinds?: readonly ContentKind[]): Promise<ContentLookup> {
    const found = new Map<string, unknown>();
    for (const { kind, path } of referencesOf(document)) {
      if (!kinds || kinds.includes(kind)) found.set(path, await this.#readContent(kind, path));
    }
    return <K extends ContentKind>(kind: K, hash: string) =>
      found.get(contentPathOf(kind, hash)) as ContentDocuments[K] | undefined;
  }

  async #readContent(kind: ContentKind, path: string): Promise<unknown> {
    const known = this.#remembered.get(path);
    if (known !== undefined) return known;
    const document = await this.#documents.read(path, kind);
    if (document !== undefined && kind !== 'page') {
      if (this.#remembered.size >= rememberLimit) this.#remembered.clear();
      this.#remembered.set(path, document);
    }
    return document;
  }
}

/** What is wrong with a document that JSON and the version tell nothing about; undefined when it can be decoded. */
export function faultOf(document: RunDocument): string | undefined {
  const { header, attempts, tests } = document;
  if (typeof header?.runId !== 'string' || Number.isNaN(Date.parse(header.startedAt))) return 'Its header is damaged.';
  if (!Array.isArray(tests) || !Array.isArray(attempts?.test)) return 'Its tests or attempts are missing.';
  const { status, duration, worker, start, startAt } = attempts;
  const lengths = [status, duration, worker, start ?? startAt].map((column) => column?.length);
  if (lengths.some((length) => length !== attempts.test.length)) return 'Its columns have different lengths.';
  const { failures, templates, pages, notRun, errors, notes } = document;
  const lists = [attempts.workers, failures, templates, pages, notRun, errors, notes];
  return lists.every((list) => Array.isArray(list)) ? undefined : 'Some of its parts are missing.';
}
