import type { Frame, Page, TestInfo } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { CaptureFile } from './capture-file.cts';
import type { LocatorCall } from './locator-calls.cts';
import type { DescribedPage } from './page/element-scripts.cts';

const fs = require('node:fs') as typeof import('node:fs');
const { describePage } = require('./page/element-scripts.cjs') as import('./page/element-scripts.cts').ElementScripts;
const { locatorTextOf, testIdAttributeOf } =
  require('./element-query.cjs') as import('./element-query.cts').ElementQuery;
const internals = require('./playwright-internals.cjs') as import('./playwright-internals.cts').PlaywrightInternals;

const timeMs = 2000;
const mostElements = 1500;
const mostFrames = 10;

/** When a whole suite fails, the first pages tell enough. */
const mostPagesOfRun = 100;

/** The locator calls of an attempt that did not come to a good end. */
export interface FailedCalls {
  readonly test: TestInfo;
  /** Still waiting, as when the test's own time is up. */
  readonly running: ReadonlySet<LocatorCall>;
  readonly failed: readonly LocatorCall[];
}

export interface FailingPageTarget {
  readonly dir: string;
  readonly file: CaptureFile;
}

/** Whether the attempt needs no further look: the page was recorded, or cannot be any more. False for an attempt that is good so far. */
async function recordFailingPage(calls: FailedCalls, { dir, file }: FailingPageTarget): Promise<boolean> {
  const { test } = calls;
  if (test.status === test.expectedStatus || test.status === 'skipped' || test.status === 'interrupted') return false;
  const call = failingCallOf(calls);
  if (!call || call.frame.page().isClosed() || isEnough(dir)) return true;
  const page = call.frame.page();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, timeMs, undefined);
  });
  try {
    const described = await Promise.race([internals.callInternally(page, () => readPage(page, call, test)), late]);
    if (described) keep(described, call, test, file);
  } catch {
    // The page went away meanwhile.
  } finally {
    clearTimeout(timer);
  }
  return true;
}

/** The call that the errors of the test point at: the last that failed there, or the one that still waits. */
function failingCallOf({ test, running, failed }: FailedCalls): LocatorCall | undefined {
  const stacks = test.errors.map(({ stack, message }) => `${stack ?? ''}\n${message ?? ''}`).join('\n');
  const told = failed.findLast(({ place }) => stacks.includes(`${place.file}:${place.line}:`));
  return told ?? (test.status === 'timedOut' ? [...running].at(-1) : undefined);
}

function isEnough(dir: string): boolean {
  return fs.readdirSync(dir).filter((name) => name.startsWith('page-')).length >= mostPagesOfRun;
}

async function readPage(
  page: Page,
  call: LocatorCall,
  test: TestInfo,
): Promise<DescribedPage & { readonly matches: number }> {
  const testIdAttribute = testIdAttributeOf(call.selector, test);
  const frames = [page.mainFrame(), ...page.frames().filter((frame) => frame !== page.mainFrame())];
  const told = await Promise.all(
    frames.slice(0, mostFrames).map((frame) => describeFrame(frame, testIdAttribute, frame === page.mainFrame())),
  );
  const matches = await call.frame.$$eval(call.selector, (elements) => elements.length).catch(() => 0);
  const [main] = told;
  return {
    title: main?.title ?? '',
    ...(main?.status === undefined ? {} : { status: main.status }),
    matches,
    elements: told.flatMap((part) => part?.elements ?? []).slice(0, mostElements),
  };
}

async function describeFrame(
  frame: Frame,
  testIdAttribute: string,
  isMain: boolean,
): Promise<DescribedPage | undefined> {
  const options = { testIdAttribute, mostElements, timeMs: isMain ? timeMs * 0.7 : timeMs * 0.4 };
  const text = await frame.evaluate<unknown, object>(describePage as never, options).catch(() => undefined);
  return typeof text === 'string' ? (JSON.parse(text) as DescribedPage) : undefined;
}

function keep(
  described: DescribedPage & { readonly matches: number },
  call: LocatorCall,
  test: TestInfo,
  file: CaptureFile,
): void {
  const { place, selector, action, ordinal, frame, asks } = call;
  const page = {
    place,
    locator: locatorTextOf(frame, selector),
    selector,
    action,
    ordinal,
    ...(asks === 'elements' ? { isList: true } : {}),
    url: frame.page().url(),
    ...described,
  };
  const name = `page-${process.pid}-${Date.now().toString(36)}.json`;
  file.keep(name, JSON.stringify({ t: test.testId, r: test.retry, page }));
}

const failingPage = { recordFailingPage };
module.exports = failingPage;
export type FailingPageModule = typeof failingPage;
