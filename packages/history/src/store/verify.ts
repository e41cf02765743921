import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { CoverageDocument } from '../coverage/coverage-document.ts';
import { cutReferenceOf } from '../cuts/with-cut.ts';
import { listFiles } from '../files/list-files.ts';
import { isOrphanedTemp } from '../files/temp-name.ts';
import { type DocumentKind, parseDocument } from '../format/document.ts';
import { folders } from '../format/layout.ts';
import type { HistoryHealth } from '../history-store.ts';
import { type DigestDocument, digestFaultOf } from '../index-cache/digest-document.ts';
import { referencesOf } from '../run-document/decode-run.ts';
import type { RunDocument } from '../run-document/run-document.ts';
import { documentSchemas } from '../schema/index.ts';
import { contentFaultOf, documentKindOf } from './content-fault.ts';
import { faultOf } from './run-reader.ts';
import { WarningLog } from './warnings.ts';

/** Reads every file of a history and tells what is wrong. Changes nothing. */
export async function verifyHistory(dir: string, nowMs: number): Promise<HistoryHealth> {
  const check = new Verification(dir, nowMs);
  const paths = [
    ...(await listFiles(dir, 'history')),
    ...(await listFiles(dir, folders.state)),
    ...(await exists(dir, 'aliases.json')),
  ];
  const present = new Set(paths);
  for (const path of paths) await check.file(path, present);
  return check.health();
}

async function exists(dir: string, path: string): Promise<string[]> {
  return (await stat(join(dir, path)).catch(() => undefined)) ? [path] : [];
}

class Verification {
  readonly #dir: string;
  readonly #nowMs: number;
  readonly #log = new WarningLog();
  readonly #runIds = new Set<string>();
  #attemptCount = 0;
  #byteCount = 0;
  #openSegments = 0;

  constructor(dir: string, nowMs: number) {
    this.#dir = dir;
    this.#nowMs = nowMs;
  }

  health(): HistoryHealth {
    return {
      runCount: this.#runIds.size,
      attemptCount: this.#attemptCount,
      byteCount: this.#byteCount,
      openSegments: this.#openSegments,
      problems: this.#log.list,
    };
  }

  async file(path: string, present: ReadonlySet<string>): Promise<void> {
    const info = await stat(join(this.#dir, path)).catch(() => undefined);
    // It was sealed, merged or removed while we looked.
    if (!info?.isFile()) return;
    this.#byteCount += info.size;
    if (path.endsWith('.open')) this.#openSegments += 1;
    else if (path.endsWith('.unreadable'))
      this.#log.add(
        path,
        'It was set aside because it could not be read. Mend it and take the ending off its name, or delete it.',
      );
    else if (path.endsWith('.tmp')) this.#temp(path, this.#nowMs - info.mtimeMs);
    else if (path.endsWith('.json')) await this.#document(path, present);
  }

  #temp(path: string, ageMs: number): void {
    if (isOrphanedTemp(path, ageMs))
      this.#log.add(path, 'A writer that died left this temporary file; `e2e history prune` removes it.');
  }

  async #document(path: string, present: ReadonlySet<string>): Promise<void> {
    const kind = kindOf(path);
    if (!kind) return;
    const text = await readFile(join(this.#dir, path), 'utf8');
    const parsed = parseDocument<RunDocument>(text, kind);
    if (parsed.status !== 'ok') return this.#log.add(path, parsed.message);
    const shape = documentSchemas[kind].safeParse(parsed.document);
    const fault = shape.success ? faultOfKind(path, kind, text, parsed.document) : shapeFaultOf(shape.error.issues);
    if (fault !== undefined) return this.#log.add(path, fault);
    if (kind === 'run') await this.#run(path, parsed.document, present);
    if (kind === 'digest') await this.#digest(path, parsed.document as unknown as DigestDocument, present);
    if (kind === 'coverage') await this.#coverage(path, parsed.document as unknown as CoverageDocument, present);
  }

  async #run(path: string, document: RunDocument, present: ReadonlySet<string>): Promise<void> {
    this.#runIds.add(document.header.runId);
    this.#attemptCount += document.attempts.test.length;
    const referenced = referencesOf(document).map((reference) => reference.path);
    await this.#references(path, [...referenced, ...cutReferenceOf(document)], present);
  }

  async #digest(path: string, digest: DigestDocument, present: ReadonlySet<string>): Promise<void> {
    await this.#references(
      path,
      referencesOf(digest).map((reference) => reference.path),
      present,
    );
  }

  async #coverage(path: string, document: CoverageDocument, present: ReadonlySet<string>): Promise<void> {
    const sources = (document.totals ?? []).map(([, { source }]) => `${folders.coverageSources}/${source}.json`);
    await this.#references(path, sources, present);
  }

  /** What is not in the list may have been written since it was made. */
  async #references(path: string, referenced: readonly string[], present: ReadonlySet<string>): Promise<void> {
    const missing: string[] = [];
    for (const other of referenced) {
      if (!present.has(other) && (await exists(this.#dir, other)).length === 0) missing.push(other);
    }
    if (missing.length > 0) this.#log.add(path, `It refers to what is not there: ${missing.join(', ')}.`);
  }
}

function kindOf(path: string): Exclude<DocumentKind, 'segment' | 'index'> | undefined {
  if (path === 'aliases.json') return 'aliases';
  if (path.startsWith(`${folders.state}/`)) return 'state';
  return documentKindOf(path) as Exclude<DocumentKind, 'segment' | 'index'> | undefined;
}

function faultOfKind(path: string, kind: DocumentKind, text: string, document: RunDocument): string | undefined {
  if (kind === 'state' || kind === 'aliases') return undefined;
  const fault = contentFaultOf(path, text);
  if (fault !== undefined || (kind !== 'run' && kind !== 'digest')) return fault;
  return kind === 'run' ? faultOf(document) : digestFaultOf(document as unknown as DigestDocument);
}

function shapeFaultOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const [first] = issues;
  return `It does not have the shape of its kind: ${first?.path.join('.')}: ${first?.message}.`;
}
