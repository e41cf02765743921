import type { ProofControl, ProofRequest } from '@millwright/core' with { 'resolution-mode': 'import' };
import type { Frame, Page, TestInfo } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { CaptureFile } from './capture-file.cts';
import type { CallOutcome, ChokePoint, SentCall } from './choke-point.cts';
import type { LocatorCall } from './locator-calls.cts';
import type { DescribedMatches } from './page/element-scripts.cts';
import type { PlaywrightTest, TestEnds } from './playwright-internals.cts';
import type { ControlledCall } from './proof-control.cts';
import type { StepTrail, TrailStep } from './step-trail.cts';

const { isSuccess, readLocatorCall } = require('./locator-calls.cjs') as import('./locator-calls.cts').LocatorCalls;
const { addressOf, askForMatches, locatorTextOf, queryElement } =
  require('./element-query.cjs') as import('./element-query.cts').ElementQuery;
const { openIntervention } = require('./proof-control.cjs') as import('./proof-control.cts').ProofControlModule;
const { isAt } = require('./proof-request.cjs') as import('./proof-request.cts').ProofRequestModule;
const { cropPathOf } = require('./step-crop.cjs') as import('./step-crop.cts').StepCrop;
const { openStepTrail } = require('./step-trail.cjs') as import('./step-trail.cts').StepTrailModule;
const internals = require('./playwright-internals.cjs') as import('./playwright-internals.cts').PlaywrightInternals;

/** A context that closes, and a test that ends, wait this long for what was asked, and for requests that are on their way. */
const lastAnswersMs = 2000;

const mostSteps = 5000;

export interface ProofOptions {
  readonly playwright: PlaywrightTest;
  readonly file: CaptureFile;
  readonly chokePoint: ChokePoint;
  readonly testEnds: TestEnds;
  readonly request: ProofRequest;
}

/** A call that was seen, as far as is known by now. */
interface ObservedStep {
  readonly call: LocatorCall;
  readonly trail: TrailStep;
  ok: boolean;
  url: string;
  described?: DescribedMatches | undefined;
}

/** What was seen of the attempt that runs now. */
interface Attempt {
  readonly test: TestInfo;
  readonly ordinals: Map<string, number>;
  readonly trail: StepTrail;
  readonly steps: ObservedStep[];
  readonly controlled: ControlledCall[];
}

/**
 * Observes every call on a locator, of every attempt, and applies what the proof asks for: pictures and a negative control. Writes
 * when the attempt has ended, since only then is known what followed each call.
 */
function startProof({ playwright, file, chokePoint, testEnds, request }: ProofOptions): void {
  const asked = new Set<Promise<void>>();
  let attempt: Attempt | undefined;

  const current = (): Attempt | undefined => {
    const test = internals.currentTestOf(playwright);
    if (test && attempt?.test !== test)
      attempt = { test, ordinals: new Map(), trail: openStepTrail(), steps: [], controlled: [] };
    return test && attempt;
  };

  const intervention = openIntervention(request, {
    control: () => controlOf(request, current()?.test),
    onControlled: (call) => void current()?.controlled.push(call),
    wasStepLeftOut: () =>
      controlOf(request, attempt?.test)?.kind === 'without-step' && (attempt?.controlled.length ?? 0) > 0,
  });
  chokePoint.setChanger(intervention.change);
  chokePoint.addWatcher(intervention.watch);

  chokePoint.addWatcher((sent) => {
    const now = sent.place && current();
    if (now && isOfPage(sent)) return watchPageAssertion(sent, now);
    if (typeof sent.params['selector'] !== 'string' || !sent.place) return undefined;
    const call = now && now.steps.length < mostSteps && readLocatorCall(sent, now.ordinals, mostSteps);
    if (!now || !call) return undefined;
    const step: ObservedStep = { call, trail: now.trail.add(call), ok: false, url: call.url };
    now.steps.push(step);
    const query = call.asks === 'element' ? queryElement(call, now.test) : undefined;
    return (outcome: CallOutcome) => {
      step.ok = isSuccess(outcome, call);
      step.url = addressOf(call);
      if (!step.ok) query?.drop();
      const answer = keepAnswer(step, step.ok && query ? query.answer() : askForMatches(call, now.test));
      asked.add(answer);
      void answer.finally(() => asked.delete(answer));
    };
  });

  const settle = async (): Promise<void> => {
    const endsAt = Date.now() + lastAnswersMs;
    if (asked.size > 0) await Promise.race([Promise.allSettled(asked), pause(lastAnswersMs)]);
    while (attempt?.trail.isWaiting() && Date.now() < endsAt) await pause(25);
  };

  playwright.chromium._instrumentation?.addListener?.({ runBeforeCloseBrowserContext: settle });

  testEnds.addListener(async (test) => {
    const ended = current();
    if (ended?.test !== test) return;
    await settle();
    attempt = undefined;
    ended.trail.end();
    write(ended, request, file);
  });
}

/** `expect(page)`, which looks at no element. */
function isOfPage({ object, method, params }: SentCall): boolean {
  const isAsked = object._type === 'Page' || object._type === 'Frame';
  return method === 'expect' && isAsked && typeof params['selector'] !== 'string';
}

/** An assertion on the page vouches for what was done before it, too. */
function watchPageAssertion(sent: SentCall, now: Attempt): ((outcome: CallOutcome) => void) | undefined {
  const { object, params, place } = sent;
  if (!place || now.steps.length >= mostSteps) return undefined;
  const frame = object._type === 'Page' ? (object as unknown as Page).mainFrame() : (object as unknown as Frame);
  const call: LocatorCall = {
    frame,
    place,
    selector: '',
    action: 'expect',
    expression: String(params['expression']),
    isNot: params['isNot'] === true,
    asks: 'other',
    isFinding: false,
    isStrict: false,
    ordinal: 0,
    key: '',
    url: frame.page().url(),
  };
  // What follows it is what the step before it led to, as it is remembered.
  const step: ObservedStep = { call, trail: { contract: () => undefined }, ok: false, url: call.url };
  now.steps.push(step);
  return (outcome) => {
    step.ok = isSuccess(outcome, call);
    step.url = addressOf(call);
  };
}

async function keepAnswer(step: ObservedStep, answer: Promise<DescribedMatches | undefined>): Promise<void> {
  step.described = await answer.catch(() => undefined);
}

function controlOf({ controls, controlled = [] }: ProofRequest, test: TestInfo | undefined): ProofControl | undefined {
  if (!test || !endsWith(test.titlePath, controlled)) return undefined;
  return controls?.[test.repeatEachIndex];
}

/** Whether a path of titles, which begins with the file, has these at its end. */
function endsWith(titlePath: readonly string[], titles: readonly string[]): boolean {
  const skipped = titlePath.length - titles.length;
  return titles.every((title, at) => titlePath[skipped + at] === title);
}

/** The reporter makes observations of these lines. */
function write({ test, steps, controlled }: Attempt, request: ProofRequest, file: CaptureFile): void {
  const { crops, watched } = request;
  const owner = { t: test.testId, titlePath: test.titlePath, retry: test.retry, repeat: test.repeatEachIndex };
  steps.forEach((step, index) => {
    const { call, described, ok, url } = step;
    const { place, selector, action, ordinal, expression, isNot } = call;
    const isPictured = crops !== undefined && watched.some((one) => isAt(place, one));
    file.append({
      k: 'proof-step',
      ...owner,
      place,
      locator: selector === '' ? 'page' : locatorTextOf(call.frame, selector),
      selector,
      action,
      ordinal,
      index,
      matches: described?.matches ?? -1,
      fingerprint: described?.fingerprint,
      ok,
      ...(action === 'expect' ? { expression, isNot } : {}),
      asserts: assertedBy(expression),
      url,
      contract: step.trail.contract(),
      crop: isPictured ? cropPathOf(crops, place) : undefined,
    });
  });
  const control = controlOf(request, test);
  if (!control) return;
  const { kind } = control;
  const none = { place: control.step, applied: false, ok: false };
  for (const call of controlled.length > 0 ? controlled : [none])
    file.append({ k: 'proof-control', kind, ...owner, ...call, testPassed: test.status === test.expectedStatus });
}

/** What an assertion is about, by Playwright's own words for it. */
function assertedBy(expression: string | undefined): 'text' | 'value' | 'state' | 'count' | undefined {
  if (expression === undefined) return undefined;
  if (expression === 'to.have.count') return 'count';
  if (/^to\.(?:have|contain)\.(?:text|accessible)|^to\.match\.aria/.test(expression)) return 'text';
  return /^to\.(?:have|contain)\./.test(expression) ? 'value' : 'state';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}

const proofRecorder = { startProof };
module.exports = proofRecorder;
export type ProofRecorder = typeof proofRecorder;
