import type { RunProject } from '@millwright/core';
import { relativeToRoot } from '@millwright/core/record';
import type { RunRecorder } from '@millwright/history/recorder';

import { IstanbulCounters } from '../coverage/istanbul-counters.ts';
import { V8Counters } from '../coverage/v8-counters.ts';
import { type CaptureEntry, type CapturedFile, readCaptureEntries } from './capture-entries.ts';
import { ElementCaptures, type ElementContext } from './element-captures.ts';
import type { ElementMemory } from './record-elements.ts';

/** What is needed to turn captures into a record. */
export interface CaptureContext extends ElementContext {
  readonly projects: readonly RunProject[];
  /** Where elements go; undefined when they are not wanted. */
  readonly elements: ElementMemory | undefined;
}

/**
 * Reads what the workers captured and hands it on: coverage of each test, the totals, browser versions and notes to the recorder,
 * elements to their own documents.
 */
export async function recordCapture(recorder: RunRecorder, context: CaptureContext): Promise<void> {
  const capture = new Capture(context);
  for await (const entry of readCaptureEntries(context.dir)) capture.add(entry);
  await capture.writeTo(recorder);
  if (!context.elements) return;
  try {
    const { recordElements } = await import('./record-elements.ts');
    await recordElements(capture.elements, recorder, context.elements);
  } catch (error) {
    recorder.addNote(`Elements could not be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

class Capture {
  readonly elements: ElementCaptures;
  readonly #context: CaptureContext;
  readonly #istanbul = new IstanbulCounters();
  readonly #v8: V8Counters;
  readonly #filesByTest = new Map<string, Set<string>>();
  readonly #browsers = new Map<string, Pick<RunProject, 'browser' | 'browserVersion'>>();
  readonly #notes = new Set<string>();
  /** Counters that came before the map of their file, which another worker may have written. */
  #waiting: { readonly t: string | null; readonly file: CapturedFile }[] = [];

  constructor(context: CaptureContext) {
    this.#context = context;
    this.elements = new ElementCaptures(context);
    this.#v8 = new V8Counters(context.dir, context.root);
  }

  add(entry: CaptureEntry): void {
    if (entry.k === 'map') this.#istanbul.addMap(entry.hash, entry.map);
    else if (entry.k === 'istanbul') for (const file of entry.files) this.#addCounters(entry.t, file);
    else if (entry.k === 'v8')
      for (const script of entry.scripts) for (const file of this.#v8.add(script)) this.#addFile(entry.t, file);
    else if (entry.k === 'browser')
      this.#browsers.set(entry.project, { browser: entry.name, browserVersion: entry.version });
    else if (entry.k === 'element' || entry.k === 'uses') this.elements.add(entry);
    else if (entry.k === 'note') this.#notes.add(entry.text);
  }

  async writeTo(recorder: RunRecorder): Promise<void> {
    this.#settleWaiting();
    const totals = { ...this.#istanbul.totals(), ...(await this.#v8.totals((sentence) => this.#notes.add(sentence))) };
    for (const [runnerId, files] of this.#filesByTest) {
      const testId = this.#context.testIds.get(runnerId);
      if (testId !== undefined) recorder.addCoverage({ testId, files: [...files].toSorted(), precision: 'executed' });
    }
    if (Object.keys(totals).length > 0) recorder.addCoverageTotals(totals);
    if (this.#browsers.size > 0)
      recorder.amendHeader({
        projects: this.#context.projects.map((project) => ({ ...project, ...this.#browsers.get(project.name) })),
      });
    for (const note of this.#notes) recorder.addNote(note);
  }

  #addCounters(t: string | null, file: CapturedFile): void {
    if (!this.#istanbul.addCounters(file)) this.#waiting.push({ t, file });
    else if (this.#istanbul.isExecuted(file)) this.#addFile(t, file[0]);
  }

  #settleWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { t, file } of waiting) this.#addCounters(t, file);
    if (this.#waiting.length > 0)
      this.#notes.add('Some coverage is missing: a page left before it told what its instrumented files are.');
  }

  #addFile(t: string | null, file: string): void {
    if (t === null) return;
    const files = this.#filesByTest.get(t) ?? new Set<string>();
    files.add(relativeToRoot(file, { root: this.#context.root }));
    this.#filesByTest.set(t, files);
  }
}
