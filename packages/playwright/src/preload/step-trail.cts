import type { BrowserContext, Request, Response } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { LocatorCall } from './locator-calls.cts';

const { sentValuesOf } = require('./sent-values.cjs') as import('./sent-values.cts').SentValuesModule;

/** What followed a call until the next one, as it was seen: the reporter makes a `StepContract` of it. */
export interface RawContract {
  /** Method, address and status of each, `failed` when there was no answer, and what it carried. */
  readonly requests: readonly (readonly [
    method: string,
    url: string,
    status: number | 'failed',
    sent: readonly string[],
  ])[];
  /** Address of the page. */
  readonly urlAfter: string;
  /** Where a request carried what the call put into its field: method, address, and `name=digest`. */
  readonly given?: readonly [method: string, url: string, value: string];
}

/** A call in the row of those that are watched. */
export interface TrailStep {
  /** To be called when the trail has ended. */
  contract(): RawContract | undefined;
}

/** The located calls of an attempt in their order, with the requests that were sent between them. */
export interface StepTrail {
  /** A call that is sent now: it ends the one before. */
  add(call: LocatorCall): TrailStep;
  /** Whether a request still waits for its answer. */
  isWaiting(): boolean;
  /** Listens no further. */
  end(): void;
}

interface SeenRequest {
  readonly request: Request;
  readonly url: string;
  status?: number | 'failed';
  sent?: readonly string[];
}

interface WatchedStep {
  readonly call: LocatorCall;
  readonly from: number;
  until?: number;
  urlAfter?: string;
}

const mostRequests = 2000;
const mostPerStep = 100;

/** What scripts ask for, and pages that are opened. */
const telling = new Set(['document', 'fetch', 'xhr']);

/** Listens to the contexts whose pages are used, from the first call on that is added. */
function openStepTrail(): StepTrail {
  const seen: SeenRequest[] = [];
  const byRequest = new WeakMap<Request, SeenRequest>();
  const contexts = new Set<BrowserContext>();
  let last: WatchedStep | undefined;

  const began = (request: Request): void => {
    if (seen.length >= mostRequests || !telling.has(request.resourceType())) return;
    const entry: SeenRequest = { request, url: request.url() };
    seen.push(entry);
    byRequest.set(request, entry);
  };
  const answered = (response: Response): void => {
    const entry = byRequest.get(response.request());
    if (entry) entry.status = response.status();
  };
  const failed = (request: Request): void => {
    const entry = byRequest.get(request);
    if (entry) entry.status ??= 'failed';
  };
  const close = (step: WatchedStep): void => {
    step.until = seen.length;
    step.urlAfter = step.call.frame.page().url();
  };

  return {
    add(call) {
      const context = call.frame.page().context();
      if (!contexts.has(context)) {
        contexts.add(context);
        context.on('request', began);
        context.on('response', answered);
        context.on('requestfailed', failed);
      }
      if (last) close(last);
      const step: WatchedStep = { call, from: seen.length };
      last = step;
      return { contract: () => contractOf(step, seen) };
    },
    isWaiting: () => seen.some(({ status }) => status === undefined),
    end() {
      if (last) close(last);
      last = undefined;
      for (const context of contexts) {
        context.off('request', began);
        context.off('response', answered);
        context.off('requestfailed', failed);
      }
    },
  };
}

/** Requests to the origin of the page before or after. One that still waits says nothing yet. */
function contractOf(
  { call, from, until, urlAfter }: WatchedStep,
  seen: readonly SeenRequest[],
): RawContract | undefined {
  if (until === undefined || urlAfter === undefined) return undefined;
  const own = new Set([originOf(call.url), originOf(urlAfter)]);
  const requests = seen
    .slice(from, until)
    .filter(({ url, status }) => status !== undefined && own.has(originOf(url)))
    .slice(0, mostPerStep)
    .map((one) => [one.request.method(), withoutQuery(one.url), one.status ?? 'failed', sentBy(one)] as const);
  const given = arrivalOf(
    call.given,
    seen.slice(from).filter(({ url }) => own.has(originOf(url))),
  );
  return { requests, urlAfter, ...(given ? { given } : {}) };
}

/**
 * The one place of a request at which what was put into a field arrived. None for what no request carried, which may be a password, or for
 * what several places carried, which may have it from elsewhere.
 */
function arrivalOf(given: string | undefined, requests: readonly SeenRequest[]): RawContract['given'] {
  if (given === undefined) return undefined;
  const places = new Map<string, NonNullable<RawContract['given']>>();
  for (const seen of requests)
    for (const value of sentBy(seen))
      if (value.endsWith(`=${given}`) && !value.startsWith('='))
        places.set(value, [seen.request.method(), withoutQuery(seen.url), value]);
  const [only] = places.values();
  return places.size === 1 ? only : undefined;
}

function sentBy(seen: SeenRequest): readonly string[] {
  seen.sent ??= valuesOf(seen.request);
  return seen.sent;
}

function valuesOf(request: Request): readonly string[] {
  try {
    const body = (): string | undefined => request.postData() ?? undefined;
    return sentValuesOf({ url: request.url(), headers: request.headers(), body });
  } catch {
    return ['…=~'];
  }
}

/** Undefined for pages that have none, such as `about:blank`. */
function originOf(address: string): string | undefined {
  try {
    const { origin } = new URL(address);
    return origin === 'null' ? undefined : origin;
  } catch {
    return undefined;
  }
}

function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

const stepTrail = { openStepTrail };
module.exports = stepTrail;
export type StepTrailModule = typeof stepTrail;
