import type { TestEntry } from '@millwright/core';

import { digestPathOf, folders, plainPathOf } from '../format/layout.ts';
import { type ReferringDocument, tablesOfDocument, testsOf } from '../run-document/decode-run.ts';
import type { RunDocument } from '../run-document/run-document.ts';
import type { RunReader } from '../store/run-reader.ts';
import type { DigestDocument } from './digest-document.ts';
import { type LightRun, lightRunOf, lightRunOfDigest } from './light-run.ts';
import { type KnownSignatures, SignatureReader } from './signatures.ts';

/** The documents of one run: all its shards, each as a run document or, when that was pruned, as a digest. */
export interface LightGroup {
  /** One for each shard. */
  readonly runs: readonly LightRun[];
  /** Those of them that are run documents, by path. */
  readonly documents: ReadonlyMap<string, LightRun>;
  /** Paths of all documents that could be read, those of superfluous digests too. */
  readonly used: readonly string[];
}

/** Reads what statistics need, from run documents and digests. */
export class LightRunReader {
  readonly #runs: RunReader;
  readonly #known: KnownSignatures = { signatures: new Map(), counted: new Map() };

  constructor(runs: RunReader) {
    this.#runs = runs;
  }

  /** Size and time of change of the documents that count: a digest does not while the run itself is there, also when it came back. */
  async listStamps(): Promise<ReadonlyMap<string, string>> {
    const runs = await this.#runs.listPaths();
    const present = new Set(runs.map((path) => digestPathOf(plainPathOf(path))));
    const digests = (await this.#runs.listPaths(folders.digests)).filter((path) => !present.has(plainPathOf(path)));
    return new Map(
      [...digests, ...runs].flatMap((path) => {
        const stamp = this.#runs.readStamp(path);
        return stamp === undefined ? [] : [[path, stamp] as const];
      }),
    );
  }

  async readGroup(paths: readonly string[]): Promise<LightGroup> {
    const documents = new Map<string, LightRun>();
    const used: string[] = [];
    const digests = new Map<string, readonly [digest: DigestDocument, run: LightRun]>();
    for (const path of paths.toSorted()) {
      const isDigest = path.startsWith(`${folders.digests}/`);
      const run = isDigest ? await this.#readDigest(path, digests) : await this.#readRun(path);
      if (!run) continue;
      used.push(path);
      if (!isDigest) documents.set(path, run);
    }
    return { runs: [...[...digests.values()].map(([, run]) => run), ...documents.values()], documents, used };
  }

  async readSignatures(document: RunDocument): Promise<SignatureReader> {
    return new SignatureReader(await this.#runs.readReferences(document, ['failure']), this.#known);
  }

  async #readRun(path: string): Promise<LightRun | undefined> {
    const document = await this.#runs.readDocument(path);
    const tests = document && (await this.#readTests(document));
    if (!tests) return undefined;
    return lightRunOf(document, tests, () => this.readSignatures(document));
  }

  /** Of two digests of one run document, made with and without some of its evidence, the one that says more counts. */
  async #readDigest(
    path: string,
    bySource: Map<string, readonly [digest: DigestDocument, run: LightRun]>,
  ): Promise<LightRun | undefined> {
    const digest = await this.#runs.readDigest(path);
    const tests = digest && (await this.#readTests(digest));
    if (!tests) return undefined;
    const run = lightRunOfDigest(digest, tests);
    const known = bySource.get(digest.source)?.[0].attempts.signature?.length ?? -1;
    if ((digest.attempts.signature?.length ?? 0) > known) bySource.set(digest.source, [digest, run]);
    return run;
  }

  async #readTests(document: ReferringDocument): Promise<readonly TestEntry[] | undefined> {
    const tables = tablesOfDocument(document, await this.#runs.readReferences(document, ['catalog']));
    return tables && testsOf(tables);
  }
}
