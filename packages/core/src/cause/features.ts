import type { Failure } from '../model/failure.ts';
import { failureTextOf, type FailureText } from './failure-text.ts';
import { httpStatusesOf, type HttpStatus } from './http-statuses.ts';

/** What kind of waiting ran out. */
export type TimeoutKind = 'test' | 'hook' | 'expect' | 'action' | 'navigation' | 'event' | 'other';

/** Where a failure came from, when the caller knows more than the message tells. */
export interface ClassifyContext {
  /** `run`: an error outside any test (configuration, collection, global setup). */
  readonly origin?: 'test' | 'hook' | 'run';
}

/** Everything the causes look at, read once per failure. */
export interface FailureFeatures extends FailureText {
  /** Names of error classes, the outermost first. */
  readonly errorNames: readonly string[];
  /** Codes of the operating system and Node: `ECONNREFUSED`, `ERR_MODULE_NOT_FOUND`. */
  readonly errorCodes: readonly string[];
  /** Codes of the browser's network stack: `net::ERR_ABORTED`, `NS_ERROR_CONNECTION_REFUSED`. */
  readonly browserErrors: readonly string[];
  readonly statuses: readonly HttpStatus[];
  /** The matcher of a failed expectation: `toHaveText`, or `assert` for assertion libraries. */
  readonly matcher?: string;
  /** Whether the failure compares an expected with a received value. */
  readonly compares: boolean;
  readonly timeout?: { readonly kind: TimeoutKind; readonly ms?: number };
  /** The Playwright call that failed: `page.goto`, `locator.click`. */
  readonly action?: string;
  readonly locator?: string;
  /** Whether the locator was seen to match: `none` never, `one`, `many`; absent when the log does not tell. */
  readonly matched?: 'none' | 'one' | 'many';
  /** `host:port` or host that a message names. */
  readonly host?: string;
  readonly origin: 'test' | 'hook' | 'run';
}

const playwrightCall =
  /\b((?:page|locator|frame|frameLocator|elementHandle|browser|browserContext|browserType|apiRequestContext|request|electron|route|response|worker)\.[a-zA-Z$]+):/;
const locatorInLog =
  /(?:Locator|waiting for(?: selector)?):? ((?:locator|getBy\w+|frameLocator)\(.*|"[^"\n]+"|'[^'\n]+')/;
const systemCode =
  /\b(E(?:CONN|NOT|ADDR|PIPE|HOST|NET|TIMED|AI_|NOSPC|MFILE|NFILE|NOMEM|BUSY|ACCES|PERM|EXIST|NOENT|PROTO|SOCKET)[A-Z_]*|(?<!net::)ERR_[A-Z0-9_]+|MODULE_NOT_FOUND|CERT_[A-Z_]+|DEPTH_ZERO[A-Z_]*|UND_ERR_[A-Z_]+)\b/g;
const browserCode = /(net::ERR_[A-Z0-9_]+|NS_ERROR_[A-Z_]+|NS_BINDING_ABORTED|chrome-error:\/\/chromewebdata)/g;

/** Reads the features of a failure. */
export function featuresOf(failure: Failure, context: ClassifyContext = {}): FailureFeatures {
  const text = failureTextOf(failure);
  const all = `${text.told}\n${text.callLog}`;
  const matcher = matcherOf(text.told);
  const action = playwrightCall.exec(text.told)?.[1];
  const locator = failure.locator ?? locatorInLog.exec(all)?.[1];
  return {
    ...text,
    errorNames: errorNamesOf(failure, text.told),
    errorCodes: uniqueOf(all, systemCode),
    browserErrors: uniqueOf(all, browserCode),
    statuses: httpStatusesOf(all, text.around, failure.expected, failure.actual),
    compares: comparesValues(failure, text.told),
    origin: context.origin ?? 'test',
    ...told({
      matcher,
      action,
      locator,
      matched: matchedOf(all, locator),
      host: hostOf(all),
      timeout: timeoutOf(text, action, matcher),
    }),
  };
}

type Told = Pick<FailureFeatures, 'matcher' | 'action' | 'locator' | 'matched' | 'host' | 'timeout'>;

/** Only the parts that the failure tells. */
function told(parts: { readonly [Key in keyof Told]-?: Told[Key] | undefined }): Told {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Told;
}

function comparesValues(failure: Failure, text: string): boolean {
  if (failure.diff !== undefined || failure.expected !== undefined) return true;
  return /^\s*[-+]?\s*(?:Expected|Received|actual|expected)\b.*:/im.test(text);
}

function uniqueOf(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? match[0]))];
}

function errorNamesOf(failure: Failure, told: string): string[] {
  const named = uniqueOf(told, /(?:^|[\s"'[(])([A-Z][A-Za-z]*(?:Error|Exception|Rejection))(?=[\s:\]"'(]|$)/g);
  return [...new Set([...(failure.name === undefined ? [] : [failure.name]), ...named])];
}

function matcherOf(told: string): string | undefined {
  const called = /expect(?:\.\w+)?\((?:[^()\n]|\([^()\n]*\))*\)(?:\.(?:not|resolves|rejects|soft))*\.(to\w+)/.exec(
    told,
  )?.[1];
  if (called !== undefined) return called;
  if (/\bAssertionError\b|ERR_ASSERTION|^\s*(?:Error: )?(?:[^\n:]*: )?expected .+ (?:to|not to) /im.test(told))
    return 'assert';
  return undefined;
}

function timeoutOf(
  text: FailureText,
  action: string | undefined,
  matcher: string | undefined,
): FailureFeatures['timeout'] {
  const { told } = text;
  const match =
    /time(?:d)?[ -]?out(?: of)?[^\d\n]{0,20}(\d+)\s*(ms|s|sec|seconds|minutes)?\b/i.exec(told) ??
    /within (\d+)\s*(ms|s|seconds)\b/i.exec(told);
  if (!match && !/\btimed?[ -]?out\b|TimeoutError|^\s*timeout\s*$/im.test(told)) return undefined;
  const unit = match?.[2];
  const ms = match ? Number(match[1]) * (unit?.startsWith('s') ? 1000 : unit === 'minutes' ? 60_000 : 1) : undefined;
  return { kind: timeoutKindOf(told, action, matcher), ...(ms === undefined ? {} : { ms }) };
}

function timeoutKindOf(told: string, action: string | undefined, matcher: string | undefined): TimeoutKind {
  if (/(?:while running|exceeded in|Hook timed out|in) "?(?:before|after)(?:Each|All)"?|hook timed out/i.test(told))
    return 'hook';
  if (/^\s*(?:Error: )?(?:test )?timeout of \d+ ?ms exceeded|test timed out/im.test(told)) return 'test';
  if (matcher !== undefined && matcher !== 'assert') return 'expect';
  if (/waiting for event|waitForEvent|waitForResponse|waitForRequest/i.test(told)) return 'event';
  if (/\b(?:goto|reload|waitForURL|waitForNavigation|waitForLoadState|goBack)$/.test(action ?? '')) return 'navigation';
  if (action !== undefined) return 'action';
  return /test timeout|test timed out|^\s*timeout of \d+ms exceeded/im.test(told) ? 'test' : 'other';
}

function matchedOf(all: string, locator: string | undefined): FailureFeatures['matched'] {
  if (/strict mode violation/i.test(all)) return 'many';
  if (/element\(s\) not found|resolved to 0 elements|no element(?:s)? (?:found|matching)/i.test(all)) return 'none';
  if (
    /resolved to (?:visible|hidden|<|1 element|\d+ elements)|element is (?:visible|not|enabled|outside)|intercepts pointer events/i.test(
      all,
    )
  )
    return 'one';
  return locator !== undefined && /^\s*-?\s*waiting for\b/m.test(all) ? 'none' : undefined;
}

function hostOf(all: string): string | undefined {
  const url = /\b(?:https?|wss?|redis|postgres(?:ql)?|mysql|mongodb):\/\/(?:[^\s/@"']*@)?([\w.-]+(?::\d+)?)/.exec(
    all,
  )?.[1];
  return (
    /\b(?:ECONN\w+|ETIMEDOUT|EHOSTUNREACH|EADDRINUSE|ENOTFOUND|EAI_AGAIN)\b[:\s]+((?:[\w.-]+|::1?|\[[\da-f:]+\]|:::)(?::\d+)?)/.exec(
      all,
    )?.[1] ?? url
  );
}
