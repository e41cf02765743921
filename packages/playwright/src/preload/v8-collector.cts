import type { Page } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { CaptureFile } from './capture-file.cts';
import type { ChannelOwner } from './choke-point.cts';

const { createHash } = require('node:crypto') as typeof import('node:crypto');

/** The test a take belongs to: Playwright's id (null between tests) and the retry. */
export interface Owner {
  readonly t: string | null;
  readonly r: number;
}

export interface V8Collector {
  start(page: Page): Promise<void>;
  /** Writes what the page executed since the last take and goes on. */
  take(page: Page, owner: Owner): Promise<void>;
  /** Navigation throws away what V8 counted, so a take comes before each one that the test asks for. */
  beforeSend(
    object: ChannelOwner,
    method: string,
    collect: (page: Page) => Promise<void>,
    pages: readonly Page[],
  ): Promise<unknown> | undefined;
}

type ScriptCoverage = Awaited<ReturnType<Page['coverage']['stopJSCoverage']>>[number];

const navigating = new Set(['goto', 'reload', 'goBack', 'goForward']);

function createV8Collector(file: CaptureFile): V8Collector {
  const starting = new Map<Page, Promise<void>>();
  const knownScripts = new Set<string>();

  const start = (page: Page): Promise<void> => {
    if (page.context().browser()?.browserType().name() !== 'chromium') return Promise.resolve();
    const started = page.coverage.startJSCoverage({ resetOnNavigation: false });
    starting.set(page, started);
    page.once('close', () => starting.delete(page));
    return started;
  };

  return {
    start,
    async take(page, owner) {
      if (!starting.has(page)) return;
      await starting.get(page);
      const entries = await page.coverage.stopJSCoverage();
      const scripts = entries.filter(({ url, source }) => /^(?:https?|file):/.test(url) && source);
      for (const script of scripts) await keepScript(script, knownScripts, file);
      file.append({
        k: 'v8',
        ...owner,
        scripts: scripts.map((script) => ({ url: script.url, hash: hashOf(script), ...compactOf(script) })),
      });
      if (!page.isClosed()) await start(page);
    },
    beforeSend(object, method, collect, pages) {
      if (!navigating.has(method) || (object._type !== 'Frame' && object._type !== 'Page')) return undefined;
      const page = pages.find(
        (candidate) =>
          (candidate as unknown) === object || candidate.frames().some((frame) => (frame as unknown) === object),
      );
      if (!page) return undefined;
      return page.url() === 'about:blank' ? starting.get(page) : collect(page);
    },
  };
}

/**
 * V8's nested ranges as a step function: from each offset on, this count; and the starts of the functions that ran, without
 * the script's own top level.
 */
function compactOf({ functions }: ScriptCoverage): { steps: number[]; calls: number[] } {
  const ranges = functions
    .flatMap((entry) => entry.ranges)
    .toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const end = Math.max(0, ...ranges.map((range) => range.endOffset));
  const steps: number[] = [];
  const open: { endOffset: number; count: number }[] = [];
  const put = (offset: number, count: number): void => {
    if (steps.length > 0 && steps.at(-2) === offset) steps[steps.length - 1] = count;
    else steps.push(offset, count);
  };
  const closeUpTo = (offset: number): void => {
    while (open.length > 0 && (open.at(-1)?.endOffset ?? 0) <= offset)
      put(open.pop()?.endOffset ?? 0, open.at(-1)?.count ?? 0);
  };
  for (const range of ranges) {
    closeUpTo(range.startOffset);
    put(range.startOffset, range.count);
    open.push(range);
  }
  closeUpTo(end);
  const calls = functions.flatMap(({ ranges: [first] }) => {
    const isTopLevel = first?.startOffset === 0 && first.endOffset === end;
    return first && first.count > 0 && !isTopLevel ? [first.startOffset] : [];
  });
  return { steps, calls };
}

const hashes = new WeakMap<ScriptCoverage, string>();

function hashOf(script: ScriptCoverage): string {
  const hash =
    hashes.get(script) ??
    createHash('sha1')
      .update(script.source ?? '')
      .digest('hex')
      .slice(0, 16);
  hashes.set(script, hash);
  return hash;
}

/** Keeps the text of a script and its source map once; the server that has the map may be gone when the run is over. */
async function keepScript(script: ScriptCoverage, known: Set<string>, file: CaptureFile): Promise<void> {
  const hash = hashOf(script);
  if (known.has(hash)) return;
  known.add(hash);
  file.keep(`${hash}.js`, script.source ?? '');
  const link = /\/\/[#@] sourceMappingURL=(\S+)\s*$/.exec((script.source ?? '').slice(-5_000_000))?.[1];
  if (link === undefined) return;
  try {
    const response = await fetch(new URL(link, script.url), { signal: AbortSignal.timeout(3000) });
    if (response.ok) file.keep(`${hash}.map`, await response.text());
  } catch (error) {
    file.giveUp('the source map of a script', error);
  }
}

const v8Collector = { createV8Collector };
module.exports = v8Collector;
export type V8CollectorModule = typeof v8Collector;
