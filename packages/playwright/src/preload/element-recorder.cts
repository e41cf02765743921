import type { TestInfo } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { CaptureFile } from './capture-file.cts';
import type { CallOutcome, ChokePoint, SentCall } from './choke-point.cts';
import type { PendingQuery } from './element-query.cts';
import type { LocatorCall } from './locator-calls.cts';
import type { DescribedMatches } from './page/element-scripts.cts';
import type { PlaywrightTest, TestEnds } from './playwright-internals.cts';
import type { RawContract, StepTrail, TrailStep } from './step-trail.cts';

const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');
const { isSuccess, readLocatorCall } = require('./locator-calls.cjs') as import('./locator-calls.cts').LocatorCalls;
const { addressOf, locatorTextOf, queryElement } =
  require('./element-query.cjs') as import('./element-query.cts').ElementQuery;
const { recordFailingPage } = require('./failing-page.cjs') as import('./failing-page.cts').FailingPageModule;
const { openStepTrail } = require('./step-trail.cjs') as import('./step-trail.cts').StepTrailModule;
const internals = require('./playwright-internals.cjs') as import('./playwright-internals.cts').PlaywrightInternals;

/** Only workers that need it load it. */
function loadElementPictures(): import('./element-pictures.cts').ElementPicturesModule {
  return require('./element-pictures.cjs') as import('./element-pictures.cts').ElementPicturesModule;
}

/** A context that closes waits this long for what was asked of its pages. */
const lastAnswersMs = 300;

/** An attempt of a test uses no more locators than this that we look at. */
const mostUses = 400;

export interface ElementsOptions {
  readonly playwright: PlaywrightTest;
  readonly dir: string;
  readonly file: CaptureFile;
  readonly chokePoint: ChokePoint;
  readonly testEnds: TestEnds;
  /** False in an experiment: its tests may have been repaired in a wrong way, so that only failing pages are recorded. */
  readonly remembers: boolean;
  /** Whether a picture is kept of each element that is remembered. */
  readonly pictures: boolean;
}

/** What happened to the locators of the attempt that runs now. */
interface Watched {
  readonly test: TestInfo;
  readonly known: ReadonlySet<string>;
  readonly ordinals: Map<string, number>;
  readonly uses: Set<string>;
  /** Lines for the reporter, written when the attempt has passed. */
  readonly found: { readonly key: string; readonly line: object }[];
  readonly running: Set<LocatorCall>;
  readonly failed: LocatorCall[];
  /** What followed each call that is not known, from the first of them on. */
  readonly steps: Map<string, TrailStep>;
  trail: StepTrail | undefined;
  pageRecorded: boolean;
}

/**
 * Remembers the element behind each locator that a passing test uses: the first time in this worker that a selector is used at a
 * place, unless the reporter knows it for this build of the app. For a failing attempt it records the page instead.
 */
function startElements(options: ElementsOptions): void {
  const { playwright, dir, file, chokePoint, testEnds, remembers } = options;
  const seen = new Set<string>();
  const asked = new Set<Promise<void>>();
  const readKnown = knownReader(dir);
  const readCall = options.pictures ? onceReader() : readLocatorCall;
  let watched: Watched | undefined;

  const watch = (): Watched | undefined => {
    const test = internals.currentTestOf(playwright);
    if (!test || watched?.test === test) return test && watched;
    watched = watchedOf(test, readKnown(test.testId));
    return watched;
  };

  const isUnknown = (call: LocatorCall, { known, uses }: Watched): boolean =>
    remembers && call.isFinding && !known.has(call.key) && uses.size < mostUses;

  const wantedCall = (sent: SentCall): LocatorCall | undefined => {
    const attempt = typeof sent.params['selector'] === 'string' ? watch() : undefined;
    const call = attempt && readCall(sent, attempt.ordinals);
    return call && isUnknown(call, attempt) && !seen.has(call.key) ? call : undefined;
  };
  const taking = options.pictures ? loadElementPictures() : undefined;
  const pictures = taking?.openElementPictures({ dir, chokePoint, wantedCall });
  const settleMs = taking?.pictureMs ?? lastAnswersMs;

  chokePoint.addWatcher((sent) => {
    if (typeof sent.params['selector'] !== 'string' || !sent.place) return undefined;
    const attempt = watch();
    const call = attempt && readCall(sent, attempt.ordinals);
    if (!attempt || !call) return undefined;
    const isWanted = isUnknown(call, attempt);
    if (isWanted) attempt.trail ??= openStepTrail();
    const step = attempt.trail?.add(call);
    if (call.asks === 'other') return undefined;
    if (step && isWanted) attempt.steps.set(call.key, step);
    attempt.running.add(call);
    const query = isWanted && !seen.has(call.key) ? queryElement(call, attempt.test) : undefined;
    return (outcome: CallOutcome) => {
      attempt.running.delete(call);
      if (!isSuccess(outcome, call)) {
        query?.drop();
        attempt.failed.push(call);
        return;
      }
      if (call.isFinding) attempt.uses.add(call.key);
      if (!query || seen.has(call.key)) return;
      seen.add(call.key);
      const answer = keepAnswer(query, call, attempt);
      asked.add(answer);
      void answer.finally(() => asked.delete(answer));
    };
  });

  const keepAnswer = async (query: PendingQuery, call: LocatorCall, attempt: Watched): Promise<void> => {
    const answer = query.answer();
    const [described] = await Promise.all([answer, call.action === 'expect' ? pictures?.take(call) : undefined]);
    const line =
      described?.fingerprint && lineOf(call, attempt.test, { ...described, picture: pictures?.fileOf(call) });
    if (line) attempt.found.push({ key: call.key, line });
    else seen.delete(call.key);
  };

  const settle = async (): Promise<void> => {
    if (asked.size > 0) await Promise.race([Promise.allSettled(asked), pause(settleMs)]);
  };

  const recordPage = async (): Promise<void> => {
    if (!watched || watched.pageRecorded) return;
    watched.pageRecorded = await recordFailingPage(watched, { dir, file });
  };

  playwright.chromium._instrumentation?.addListener?.({
    runBeforeCloseBrowserContext: async () => {
      await settle();
      await recordPage();
    },
  });

  testEnds.addListener(async (test) => {
    if (watched?.test !== test) return;
    await settle();
    await recordPage();
    const attempt = watched;
    watched = undefined;
    attempt.trail?.end();
    if (!remembers) return;
    if (test.status === 'passed' && test.expectedStatus === 'passed') writeFound(attempt, file);
    else for (const { key } of attempt.found) seen.delete(key);
  });
}

function watchedOf(test: TestInfo, known: ReadonlySet<string>): Watched {
  const lists = { uses: new Set<string>(), found: [], running: new Set<LocatorCall>(), failed: [] };
  return { test, known, ordinals: new Map(), ...lists, steps: new Map(), trail: undefined, pageRecorded: false };
}

/**
 * Also which uses there were, with what followed each: an element that another test of this worker has found already is this test's as
 * well, but not what came of it.
 */
function writeFound({ test, known, uses, found, steps }: Watched, file: CaptureFile): void {
  if ([...uses].every((key) => known.has(key))) return;
  const owner = { t: test.testId, r: test.retry };
  for (const { line } of found) file.append(line);
  const contracts: Record<string, RawContract> = {};
  for (const [key, step] of steps) {
    const contract = uses.has(key) ? step.contract() : undefined;
    if (contract) contracts[key] = contract;
  }
  file.append({ k: 'uses', ...owner, keys: [...uses], contracts });
}

/** Reads each call once, whoever asks first, since reading counts. */
function onceReader(): typeof readLocatorCall {
  const calls = new WeakMap<object, LocatorCall>();
  return (sent, ordinals) => {
    const call = calls.get(sent.params) ?? readLocatorCall(sent, ordinals);
    if (call) calls.set(sent.params, call);
    return call;
  };
}

function lineOf(
  call: LocatorCall,
  test: TestInfo,
  { fingerprint, twins, picture }: DescribedMatches & { readonly picture: string | undefined },
): object {
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
    ...(call.asks === 'elements' ? { isList: true } : {}),
    url: addressOf(call),
    fingerprint,
    twins: twins ?? 1,
    picture,
    at: new Date().toISOString(),
  };
}

/** Which keys of a test the reporter knows. It writes them while the first worker starts. */
function knownReader(dir: string): (testId: string) => ReadonlySet<string> {
  const none: ReadonlySet<string> = new Set();
  let tests: Readonly<Record<string, readonly string[]>> | undefined;
  return (testId) => {
    try {
      tests ??= JSON.parse(fs.readFileSync(path.join(dir, 'known.json'), 'utf8')) as typeof tests;
    } catch {
      return none;
    }
    const keys = tests?.[testId];
    return keys ? new Set(keys) : none;
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}

const elementRecorder = { startElements };
module.exports = elementRecorder;
export type ElementRecorder = typeof elementRecorder;
