import type { Run, RunnerName, ShardCut, TestHistory } from '@millwright/core';

import { aliasResolverOf, readAliases } from '../aliases/aliases.ts';
import { readCoverageMap } from '../coverage/read-coverage-map.ts';
import { readCoverageTotals } from '../coverage/read-coverage-totals.ts';
import { type CutDocument, cutOfDocument, cutPathOf } from '../cuts/cut-document.ts';
import type {
  CoverageMap,
  HistoryHealth,
  HistoryStore,
  HistoryWarning,
  MergeResult,
  PruneResult,
  RunQuery,
  RunSummary,
} from '../history-store.ts';
import { readIndex } from '../index-cache/read-index.ts';
import { ringSize } from '../index-cache/index-document.ts';
import { testHistoriesOf } from '../index-cache/test-histories.ts';
import { writeRun } from '../recorder/seal-run.ts';
import { DocumentReader } from './document-reader.ts';
import { mergeHistories } from './merge.ts';
import { readOpenSegments } from './open-runs.ts';
import { pruneHistory } from './prune.ts';
import { recoverSegments } from './recover-segments.ts';
import { RunReader } from './run-reader.ts';
import { selectRuns } from './select-runs.ts';
import { WarningLog } from './warnings.ts';

/** The history as a folder of JSON documents. */
export class FolderHistory implements HistoryStore {
  readonly dir: string;
  readonly #now: () => number;
  readonly #log = new WarningLog();
  readonly #documents: DocumentReader;
  readonly #runs: RunReader;

  constructor(dir: string, now: () => number) {
    this.dir = dir;
    this.#now = now;
    this.#documents = new DocumentReader(dir, this.#log);
    this.#runs = new RunReader(dir, this.#documents, this.#log);
  }

  get warnings(): readonly HistoryWarning[] {
    return this.#log.list;
  }

  async appendRun(run: Run): Promise<void> {
    await writeRun(this.dir, run);
  }

  async *readRuns(query: RunQuery = {}): AsyncIterable<Run> {
    for (const { path } of selectRuns(await this.#summaries(), query)) {
      const run = await this.#runs.readRun(path);
      if (run) yield run;
    }
  }

  async listRuns(query: RunQuery = {}): Promise<readonly RunSummary[]> {
    return selectRuns(await this.#summaries(), query).map(({ summary }) => summary);
  }

  async readTestHistories(
    query: { readonly last?: number; readonly runner?: RunnerName } = {},
  ): Promise<readonly TestHistory[]> {
    const last = query.last ?? 100;
    const index = await readIndex(this.dir, this.#runs, Math.max(last, ringSize));
    return testHistoriesOf(index, { ...query, last }, aliasResolverOf(await readAliases(this.dir, this.#log)));
  }

  async readCut(digest: string): Promise<ShardCut | undefined> {
    const document = await this.#documents.read<CutDocument>(cutPathOf(digest), 'cut');
    return document && cutOfDocument(document);
  }

  async readCoverageMap(): Promise<CoverageMap> {
    return readCoverageMap(this.dir, this.#documents, aliasResolverOf(await readAliases(this.dir, this.#log)));
  }

  async readCoverageTotals(): Promise<Readonly<Record<string, unknown>> | undefined> {
    return readCoverageTotals(this.dir, this.#documents);
  }

  async readOpenRuns(): Promise<readonly Run[]> {
    return readOpenSegments(this.dir);
  }

  async recoverOpenSegments(): Promise<readonly string[]> {
    return recoverSegments(this.dir, this.#log, this.#now());
  }

  async mergeFrom(dirs: readonly string[]): Promise<MergeResult> {
    return mergeHistories(this.dir, dirs, this.#log, this.#now());
  }

  async prune(options: {
    readonly retentionDays: number;
    readonly nowMs: number;
    readonly dryRun?: boolean;
  }): Promise<PruneResult> {
    return pruneHistory(this.dir, this.#documents, this.#runs, options);
  }

  async verify(): Promise<HistoryHealth> {
    const { verifyHistory } = await import('./verify.ts');
    return verifyHistory(this.dir, this.#now());
  }

  async readState<T>(name: string, initial: T): Promise<T> {
    const { readStateDocument } = await import('../state/state-documents.ts');
    return readStateDocument(this.dir, name, initial, this.#documents);
  }

  async updateState<T>(name: string, initial: T, change: (value: T) => T): Promise<T> {
    const { updateStateDocument } = await import('../state/state-documents.ts');
    return updateStateDocument(this.dir, name, initial, change, this.#documents);
  }

  async #summaries(): Promise<Readonly<Record<string, RunSummary>>> {
    return (await readIndex(this.dir, this.#runs)).summaries;
  }
}
