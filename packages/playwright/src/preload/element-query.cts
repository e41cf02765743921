import type { Frame, TestInfo } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { LocatorCall } from './locator-calls.cts';
import type { DescribedMatches } from './page/element-scripts.cts';

const { describeMatches, describePlain } =
  require('./page/element-scripts.cjs') as import('./page/element-scripts.cts').ElementScripts;
const { plainSelectorsOf } = require('./plain-selector.cjs') as import('./plain-selector.cts').PlainSelector;

/** A question to the page about the element of a call. */
export interface PendingQuery {
  /** Asks no further: the call has failed. */
  drop(): void;
  /** To be called when the call has succeeded. Undefined when the page could not be asked in time. */
  answer(): Promise<DescribedMatches | undefined>;
}

const firstPauseMs = 20;
const mostTries = 40;

/**
 * Calls that wait until their element has stood still for two frames. The question waits until they do: it costs nothing then, while
 * it would hold up the way there.
 */
const steadying = new Set(['click', 'dblclick', 'tap', 'hover', 'check', 'uncheck']);
const steadyAfterMs = 8;

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
  let plain = call.isStrict && call.asks === 'element' ? plainSelectorsOf(call.selector) : undefined;
  const ask = async (): Promise<DescribedMatches> => {
    const described = plain && (await askPlainly(call, test, plain).catch(() => undefined));
    if (described?.matches === 1) return described;
    plain = undefined;
    return askForMatches(call, test, call.asks === 'elements');
  };
  let ended = false;
  const early = call.action === 'expect' ? undefined : askUntilThere(ask, () => ended, steadying.has(call.action));
  return {
    drop() {
      ended = true;
    },
    async answer() {
      ended = true;
      try {
        const described = await early;
        return described ?? (isStillThere(call) ? await ask() : undefined);
      } catch {
        return undefined;
      }
    },
  };
}

/** What the locator of a call matches now. Rejects when the page cannot be asked. */
async function askForMatches(
  { frame, selector }: LocatorCall,
  test: TestInfo,
  isList = false,
): Promise<DescribedMatches> {
  const testIdAttribute = testIdAttributeOf(selector, test);
  return JSON.parse(
    await frame.$$eval<string, object>(selector, describeMatches as never, { testIdAttribute, isList }),
  ) as DescribedMatches;
}

/** The same where the browser's own selectors will do: one message in place of three, and nothing has to be brought into the page before. */
async function askPlainly(
  { frame, selector }: LocatorCall,
  test: TestInfo,
  selectors: readonly string[],
): Promise<DescribedMatches> {
  const options = { selectors, testIdAttribute: testIdAttributeOf(selector, test) };
  return JSON.parse(await frame.evaluate<string, object>(describePlain as never, options)) as DescribedMatches;
}

/** Undefined when there was nothing while the call went on, or when the page could not be asked. */
async function askUntilThere(
  ask: () => Promise<DescribedMatches>,
  isOver: () => boolean,
  isSteadied: boolean,
): Promise<DescribedMatches | undefined> {
  if (isSteadied) await pause(steadyAfterMs);
  let pauseMs = firstPauseMs;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const described = await ask().catch(() => undefined);
    if (described && described.matches > 0) return described;
    if (isOver()) return undefined;
    await pause(pauseMs);
    if (isOver()) return undefined;
    pauseMs = Math.min(250, pauseMs * 1.4);
  }
  return undefined;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}

function isStillThere({ action, frame, url }: LocatorCall): boolean {
  return action === 'expect' || (keeping.has(action) && frame.page().url() === url);
}

/** Address of the page on which the call found its element. */
function addressOf({ action, frame, url }: LocatorCall): string {
  return action === 'expect' ? frame.page().url() : url;
}

/** The locator as one writes it, without the description that its author gave it. */
function locatorTextOf(frame: Frame, selector: string): string {
  return frame.locator(selector.replace(/ >> internal:describe="(?:[^"\\]|\\.)*"/g, '')).toString();
}

/** Test ids are in the attribute that the selector names, else in the one that the project sets. */
function testIdAttributeOf(selector: string, test: TestInfo): string {
  return /internal:testid=\[([\w-]+)=/.exec(selector)?.[1] ?? (test.project.use.testIdAttribute || 'data-testid');
}

const elementQuery = { queryElement, askForMatches, addressOf, locatorTextOf, testIdAttributeOf };
module.exports = elementQuery;
export type ElementQuery = typeof elementQuery;
