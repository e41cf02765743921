import type { Frame, TestInfo } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { LocatorCall } from './locator-calls.cts';
import type { DescribedMatches } from './page/element-scripts.cts';

const { describeMatches } =
  require('./page/element-scripts.cjs') as import('./page/element-scripts.cts').ElementScripts;

/** A question to the page about the element of a call. */
export interface PendingQuery {
  /** Asks no further: the call has failed. */
  drop(): void;
  /** To be called when the call has succeeded: a line for the reporter, undefined when the element could not be told. */
  answer(): Promise<object | undefined>;
}

const firstPauseMs = 20;
const mostTries = 40;

/** Calls after which the element is still there, as a rule. */
const keeping = new Set([
  'expect',
  'fill',
  'hover',
  'focus',
  'check',
  'uncheck',
  'selectOption',
  'setInputFiles',
  'type',
]);

/**
 * Asks the page what a locator matches. Before an action, because the element may be gone after it, and again until there is one,
 * since the action waits for it, too. After an assertion, because what matched before is not what was waited for.
 * Must be called while the call is being sent, so that the question belongs to it and makes no step of its own.
 */
function queryElement(call: LocatorCall, test: TestInfo): PendingQuery {
  const testIdAttribute = testIdAttributeOf(call.selector, test);
  const ask = async (): Promise<DescribedMatches> =>
    JSON.parse(
      await call.frame.$$eval<string, object>(call.selector, describeMatches as never, { testIdAttribute }),
    ) as DescribedMatches;
  let ended = false;
  const early = call.action === 'expect' ? undefined : askUntilThere(ask, () => ended);
  return {
    drop() {
      ended = true;
    },
    async answer() {
      ended = true;
      try {
        let described = await early;
        if (!described && isStillThere(call)) described = await ask();
        return described?.fingerprint && lineOf(call, test, described);
      } catch {
        return undefined;
      }
    },
  };
}

/** Undefined when there was nothing while the call went on, or when the page could not be asked. */
async function askUntilThere(
  ask: () => Promise<DescribedMatches>,
  isOver: () => boolean,
): Promise<DescribedMatches | undefined> {
  let pauseMs = firstPauseMs;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const described = await ask().catch(() => undefined);
    if (described && described.matches > 0) return described;
    if (isOver()) return undefined;
    const waitMs = pauseMs;
    await new Promise<void>((resolve) => void setTimeout(resolve, waitMs).unref());
    if (isOver()) return undefined;
    pauseMs = Math.min(250, pauseMs * 1.4);
  }
  return undefined;
}

function isStillThere({ action, frame, url }: LocatorCall): boolean {
  return action === 'expect' || (keeping.has(action) && frame.page().url() === url);
}

function lineOf(call: LocatorCall, test: TestInfo, { fingerprint, twins }: DescribedMatches): object {
  return {
    k: 'element',
    t: test.testId,
    r: test.retry,
    key: call.key,
    place: call.place,
    locator: locatorTextOf(call.frame, call.selector),
    selector: call.selector,
    action: call.action,
    ordinal: call.ordinal,
    url: call.action === 'expect' ? call.frame.page().url() : call.url,
    fingerprint,
    twins: twins ?? 1,
    at: new Date().toISOString(),
  };
}

/** The locator as one writes it, without the description that its author gave it. */
function locatorTextOf(frame: Frame, selector: string): string {
  return frame.locator(selector.replace(/ >> internal:describe="(?:[^"\\]|\\.)*"/g, '')).toString();
}

/** Test ids are in the attribute that the selector names, else in the one that the project sets. */
function testIdAttributeOf(selector: string, test: TestInfo): string {
  return /internal:testid=\[([\w-]+)=/.exec(selector)?.[1] ?? (test.project.use.testIdAttribute || 'data-testid');
}

const elementQuery = { queryElement, locatorTextOf, testIdAttributeOf };
module.exports = elementQuery;
export type ElementQuery = typeof elementQuery;
