import { readFile, rename, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { mergedAliasesOf, readAliases, updateAliases } from '../aliases/aliases.ts';
import { withCut } from '../cuts/with-cut.ts';
import { mergeElementDocuments } from '../elements/merge-element-documents.ts';
import { listFiles } from '../files/list-files.ts';
import { replaceFile, variantPathOf, writeContentFile } from '../files/write-file.ts';
import { contentFolders, folders, plainPathOf, runStemOf } from '../format/layout.ts';
import type { MergeResult } from '../history-store.ts';
import { tryEncodeCoverage } from '../recorder/seal-run.ts';
import { encodeRun } from '../run-document/encode-run.ts';
import { contentFaultOf } from './content-fault.ts';
import { mergeUnknownFiles } from './merge-unknown-files.ts';
import type { ParsedSegment } from './parse-segment.ts';
import { readDeadSegment } from './recover-segments.ts';
import type { WarningLog } from './warnings.ts';

/**
 * Adds the files of other histories to this one. What the folder says afterwards depends only on the set of files that
 * were brought together: not on their order, and not on how often. Two different documents of one name both stay,
 * each under the name with the hash of its text.
 */
export async function mergeHistories(
  dir: string,
  sources: readonly string[],
  log: WarningLog,
  nowMs: number,
): Promise<MergeResult> {
  const merge = new Merge(dir, log);
  for (const given of sources) {
    const source = await findHistory(given);
    if (source === undefined) log.add(given, 'It holds no `history` folder, so nothing was merged from it.');
    else if (resolve(source) !== resolve(dir)) await merge.addFrom(source, nowMs);
  }
  return { addedRuns: merge.addedRuns, addedFiles: merge.addedFiles, runIds: [...merge.runIds].toSorted() };
}

/** A `.millwright` folder, the project that holds one, or the `history` folder in one. */
async function findHistory(dir: string): Promise<string | undefined> {
  const candidates = [
    dir,
    join(dir, '.millwright'),
    ...(basename(resolve(dir)) === 'history' ? [join(dir, '..')] : []),
  ];
  for (const candidate of candidates) {
    const info = await stat(join(candidate, 'history')).catch(() => undefined);
    if (info?.isDirectory()) return candidate;
  }
  return undefined;
}

/** Folders whose documents are named by their run. */
const documentFolders = [folders.coverage, folders.digests, folders.failingPages, folders.runs] as const;

class Merge {
  addedRuns = 0;
  addedFiles = 0;
  readonly runIds = new Set<string>();
  readonly #dir: string;
  readonly #log: WarningLog;

  constructor(dir: string, log: WarningLog) {
    this.#dir = dir;
    this.#log = log;
  }

  async addFrom(source: string, nowMs: number): Promise<void> {
    for (const folder of contentFolders) await this.#addContents(source, folder);
    const documents = new Map<string, Set<string>>();
    for (const folder of documentFolders) await this.#collect(source, folder, documents);
    await this.#collectSegments(source, nowMs, documents);
    const lists = await Promise.all(documentFolders.map((folder) => listFiles(this.#dir, folder)));
    const present = Map.groupBy(lists.flat(), plainPathOf);
    for (const plain of documents.keys()) if (plain.startsWith(`${folders.runs}/`)) this.runIds.add(runIdOf(plain));
    for (const [plain, texts] of documents) await this.#addVariants(plain, texts, present.get(plain) ?? []);
    this.addedFiles += await mergeElementDocuments(this.#dir, source, this.#log);
    this.addedFiles += await mergeUnknownFiles(this.#dir, source);
    await this.#addAliases(source);
  }

  async #addContents(source: string, folder: string): Promise<void> {
    const present = new Set(await listFiles(this.#dir, folder));
    for (const path of await listFiles(source, folder)) {
      if (present.has(path) || !path.endsWith('.json')) continue;
      const text = await readFile(join(source, path), 'utf8');
      const fault = contentFaultOf(path, text);
      if (fault !== undefined) this.#log.add(join(source, path), `${fault} It was not merged.`);
      else await this.#addContent(path, text);
    }
  }

  async #addContent(path: string, text: string): Promise<void> {
    if (await writeContentFile(join(this.#dir, path), text)) this.addedFiles += 1;
  }

  async #collect(source: string, folder: string, documents: Map<string, Set<string>>): Promise<void> {
    for (const path of await listFiles(source, folder)) {
      if (!path.endsWith('.json') || path.startsWith(`${folders.coverageSources}/`)) continue;
      const text = await readFile(join(source, path), 'utf8');
      const fault = contentFaultOf(path, text);
      if (fault === undefined) addText(documents, plainPathOf(path), text);
      else this.#log.add(join(source, path), `${fault} It was not merged.`);
    }
  }

  /** Runs that a dead process left open come along as if they had been recovered there. A folder brought from elsewhere has no writers. */
  async #collectSegments(source: string, nowMs: number, documents: Map<string, Set<string>>): Promise<void> {
    for (const path of await listFiles(source, folders.runs)) {
      if (!path.endsWith('.open')) continue;
      const segment = await readDeadSegment(join(source, path), nowMs, Number.NEGATIVE_INFINITY);
      if (typeof segment === 'string' || segment.status !== 'ok') continue;
      await this.#collectSegment(segment, documents);
    }
  }

  async #collectSegment(
    segment: Extract<ParsedSegment, { status: 'ok' }>,
    documents: Map<string, Set<string>>,
  ): Promise<void> {
    const { encoded: coverage, note } = await tryEncodeCoverage(segment.run, segment.coverage, segment.root);
    const noted = note === undefined ? segment.run : { ...segment.run, notes: [...segment.run.notes, note] };
    const { run, encoded: cut } = withCut(noted, segment.cut);
    if (cut) await this.#addContent(cut.path, cut.text);
    const encoded = encodeRun(run);
    for (const [path, text] of [...encoded.contents, ...(coverage?.contents ?? [])]) await this.#addContent(path, text);
    addText(documents, `${folders.runs}/${runStemOf(run)}.json`, encoded.text);
    if (coverage) addText(documents, `${folders.coverage}/${basename(runStemOf(run))}.json`, coverage.text);
  }

  /** Brings all texts of one name together: a single one has the plain name, several have a name with their hash each. */
  async #addVariants(plain: string, texts: ReadonlySet<string>, present: readonly string[]): Promise<void> {
    const known = new Map<string, string>();
    for (const path of present.filter((path) => path.endsWith('.json')))
      known.set(await readFile(join(this.#dir, path), 'utf8'), path);
    const all = new Set([...known.keys(), ...texts]);
    for (const text of all) {
      const target = all.size === 1 ? plain : variantPathOf(plain, text);
      const current = known.get(text);
      if (current === target) continue;
      if (current === undefined) await this.#addDocument(target, text);
      else await rename(join(this.#dir, current), join(this.#dir, target));
    }
  }

  async #addDocument(path: string, text: string): Promise<void> {
    await replaceFile(join(this.#dir, path), text);
    this.addedFiles += 1;
    if (path.startsWith(`${folders.runs}/`)) this.addedRuns += 1;
  }

  async #addAliases(source: string): Promise<void> {
    const added = await readAliases(source, this.#log);
    if (added.length > 0) await updateAliases(this.#dir, mergedAliasesOf(added));
  }
}

/** The run that a document is named by. */
function runIdOf(path: string): string {
  return basename(path).replace(/(?:\.shard-\d+-of-\d+)?\.json$/, '');
}

function addText(documents: Map<string, Set<string>>, path: string, text: string): void {
  const texts = documents.get(path);
  if (texts) texts.add(text);
  else documents.set(path, new Set([text]));
}
