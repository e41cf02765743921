import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import type { FailingPage, RecordedFailingPage, RememberedElement, TestElements, TestId } from '@millwright/core';
import { relativeToRoot } from '@millwright/core/record';
import { type FoundPicture, elementPicturePathOf } from '@millwright/history/elements';

import type { ElementEntry, PageEntry, RawContract, UsesEntry } from './element-entries.ts';
import type { KnownElements } from './known-elements.ts';
import { stepContractOf } from './step-contract.ts';
import { urlPatternOf } from './url-pattern.ts';

/** What is needed to tell whose captures these are. */
export interface ElementContext {
  /** The capture folder. */
  readonly dir: string;
  /** The project root, absolute. */
  readonly root: string;
  /** Playwright's id of a test → ours. */
  readonly testIds: ReadonlyMap<string, TestId>;
  /** Whether that try of a test, by Playwright's id, passed and was meant to. */
  readonly hasPassed: (runnerId: string, retry: number) => boolean;
}

/** Elements that the workers found, sorted out: only those of attempts that passed are anybody's. */
export class ElementCaptures {
  readonly #context: ElementContext;
  readonly #byKey = new Map<string, ElementEntry>();
  /** By test: the key of each call, with what followed it. */
  readonly #uses = new Map<string, Map<string, RawContract | undefined>>();

  constructor(context: ElementContext) {
    this.#context = context;
  }

  add(entry: ElementEntry | UsesEntry): void {
    if (!this.#context.hasPassed(entry.t, entry.r)) return;
    if (entry.k === 'element') {
      const known = this.#byKey.get(entry.key);
      if (!known || known.at < entry.at) this.#byKey.set(entry.key, entry);
      return;
    }
    const uses = this.#uses.get(entry.t) ?? new Map<string, RawContract | undefined>();
    for (const key of entry.keys) uses.set(key, entry.contracts?.[key] ?? uses.get(key));
    this.#uses.set(entry.t, uses);
  }

  /** The elements of each test: its own, and those that another test of the same worker had found before it. */
  testElements(): readonly TestElements[] {
    const tests = new Map<TestId, RememberedElement[]>();
    for (const [runnerId, uses] of this.#uses) {
      const testId = this.#context.testIds.get(runnerId);
      if (testId === undefined) continue;
      const elements = tests.get(testId) ?? [];
      for (const [key, contract] of uses) {
        const entry = this.#byKey.get(key);
        if (entry) elements.push(this.#elementOf(entry, contract));
      }
      tests.set(testId, elements);
    }
    return [...tests].map(([testId, elements]) => ({ testId, elements }));
  }

  /** The pictures of these elements, where the workers put them. */
  pictures(): readonly FoundPicture[] {
    return [...this.#byKey.values()].flatMap((entry) => {
      const { picture, selector, ordinal } = entry;
      if (picture === undefined) return [];
      const { place } = this.#callOf(entry);
      const from = path.join(this.#context.dir, path.basename(picture));
      return [{ from, path: elementPicturePathOf({ place, selector, ordinal }) }];
    });
  }

  /** What is known now, with what was known when the run began. */
  knownAfter(before: KnownElements): KnownElements {
    const tests: Record<string, readonly string[]> = { ...before };
    for (const [runnerId, uses] of this.#uses) {
      const old = new Set(before[runnerId]);
      tests[runnerId] = [...uses.keys()].filter((key) => old.has(key) || this.#byKey.has(key));
    }
    return tests;
  }

  /** The page of the last failed try of each test. */
  failingPages(runId: string, nowMs: number): readonly RecordedFailingPage[] {
    const last = new Map<TestId, RecordedFailingPage>();
    for (const name of readdirSync(this.#context.dir).filter((file) => /^page-.*\.json$/.test(file))) {
      const entry = readPageEntry(path.join(this.#context.dir, name));
      const testId = entry && this.#context.testIds.get(entry.t);
      if (!entry || testId === undefined || (last.get(testId)?.retry ?? -1) > entry.r) continue;
      const recordedAt = new Date(nowMs).toISOString();
      last.set(testId, { runId, testId, retry: entry.r, recordedAt, page: this.#pageOf(entry) });
    }
    return [...last.values()];
  }

  #elementOf(entry: ElementEntry, contract: RawContract | undefined): RememberedElement {
    const { locator, selector, action, ordinal, isList, fingerprint, twins, picture, at } = entry;
    const call = this.#callOf(entry);
    return {
      ...call,
      locator,
      selector,
      action,
      ordinal,
      ...(isList ? { isList } : {}),
      fingerprint,
      twins,
      ...(contract ? { contract: stepContractOf(contract) } : {}),
      ...(picture ? { picture: elementPicturePathOf({ place: call.place, selector, ordinal }) } : {}),
      seenAt: at,
    };
  }

  #pageOf({ page }: PageEntry): FailingPage {
    return { ...page, ...this.#callOf(page) };
  }

  #callOf({ place, url }: Pick<ElementEntry, 'place' | 'url'>): Pick<RememberedElement, 'place' | 'url'> {
    const file = relativeToRoot(place.file, { root: this.#context.root });
    return { place: { ...place, file }, url: urlPatternOf(url) };
  }
}

/** A file that a killed worker left half-written is passed over. */
function readPageEntry(file: string): PageEntry | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PageEntry;
  } catch {
    return undefined;
  }
}
