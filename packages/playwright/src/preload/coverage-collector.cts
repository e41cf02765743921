import type { BrowserContext, Page } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { CaptureFile } from './capture-file.cts';
import type { ChokePoint } from './choke-point.cts';
import type { CompactCoverage } from './page-scripts.cts';
import type { PlaywrightTest, TestEnds } from './playwright-internals.cts';

const { takeCounters } = require('./page-scripts.cjs') as import('./page-scripts.cts').PageScripts;
const internals = require('./playwright-internals.cjs') as import('./playwright-internals.cts').PlaywrightInternals;

/** Only workers that need it load it. */
function loadV8Collector(): import('./v8-collector.cts').V8CollectorModule {
  return require('./v8-collector.cjs') as import('./v8-collector.cts').V8CollectorModule;
}

/** A page that does not answer must not hold up the test. */
const answerTimeoutMs = 2000;

export interface CoverageOptions {
  readonly playwright: PlaywrightTest;
  readonly mode: 'auto' | 'v8';
  readonly file: CaptureFile;
  readonly chokePoint: ChokePoint | undefined;
  readonly testEnds: TestEnds | undefined;
}

/**
 * Collects coverage at the last moment that a page can tell it: before its context or itself closes, and after each test for
 * contexts that outlive it. Attributed to the test that runs then.
 */
function startCoverage({ playwright, mode, file, chokePoint, testEnds }: CoverageOptions): void {
  const contexts = new Set<BrowserContext>();
  const knownHashes = new Set<string>();
  const v8 = mode === 'v8' ? loadV8Collector().createV8Collector(file) : undefined;

  const guarded = async (what: string, action: () => Promise<unknown>): Promise<void> => {
    try {
      await withTimeout(action());
    } catch (error) {
      if (!isGone(error)) file.giveUp(what, error);
    }
  };

  const collectPage = (page: Page): Promise<void> =>
    guarded('coverage of a page', async () => {
      const test = internals.currentTestOf(playwright);
      const owner = { t: test?.testId ?? null, r: test?.retry ?? 0 };
      await internals.callInternally(page, async () => {
        for (const frame of page.frames()) {
          const text = await frame.evaluate(takeCounters, { known: [...knownHashes], stash: false }).catch(() => '');
          for (const part of text === '' ? [] : (JSON.parse(text) as CompactCoverage[])) {
            for (const [hash, map] of Object.entries(part.maps)) {
              if (knownHashes.has(hash)) continue;
              knownHashes.add(hash);
              file.append({ k: 'map', hash, map });
            }
            file.append({ k: 'istanbul', ...owner, files: part.files });
          }
        }
        await v8?.take(page, owner);
      });
    });

  const collect = (pages: readonly Page[]): Promise<unknown> => Promise.all(pages.map(collectPage));

  playwright.chromium._instrumentation?.addListener?.({
    runAfterCreateBrowserContext: (context) =>
      guarded('coverage of a browser context', async () => {
        contexts.add(context);
        context.on('close', () => contexts.delete(context));
        tellBrowser(context, playwright, file);
        if (v8) context.on('page', (page) => void guarded('V8 coverage of a page', () => v8.start(page)));
        await internals.callInternally(context, () =>
          context.addInitScript(takeCounters, { known: [...knownHashes], stash: true }),
        );
      }),
    runBeforeCloseBrowserContext: async (context) => {
      await collect(context.pages());
      contexts.delete(context);
    },
  });

  chokePoint?.addListener((object, method) => {
    if (object._type === 'Page' && method === 'close')
      return collect(contextPages(contexts).filter((page) => (page as unknown) === object));
    if (object._type === 'Browser' && method === 'close') return collect(contextPages(contexts));
    return v8?.beforeSend(object, method, (page) => collectPage(page), contextPages(contexts));
  });

  testEnds?.addListener(async () => {
    if (contexts.size > 0) await collect(contextPages(contexts));
  });
  if (!testEnds)
    file.giveUp(
      'coverage of contexts that outlive a test, because this version of Playwright keeps its fixtures elsewhere',
    );
}

function contextPages(contexts: ReadonlySet<BrowserContext>): Page[] {
  return [...contexts].flatMap((context) => context.pages());
}

const toldBrowsers = new Set<string>();

/** The version of a project's browser, once for each worker. */
function tellBrowser(context: BrowserContext, playwright: PlaywrightTest, file: CaptureFile): void {
  const browser = context.browser();
  const project = internals.currentTestOf(playwright)?.project.name;
  if (!browser || project === undefined || toldBrowsers.has(project)) return;
  toldBrowsers.add(project);
  file.append({ k: 'browser', project, name: browser.browserType().name(), version: browser.version() });
}

function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${answerTimeoutMs} ms`)), answerTimeoutMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Pages that closed or crashed meanwhile are ordinary. */
function isGone(error: unknown): boolean {
  return error instanceof Error && /closed|crashed|detached|destroyed/i.test(error.message);
}

const coverageCollector = { startCoverage };
module.exports = coverageCollector;
export type CoverageCollectorModule = typeof coverageCollector;
