import { canonicalLineOf } from '../signature/canonical-text.ts';
import type { JudgedFailure } from './judged-failure.ts';
import { signatureOf } from './signature.ts';

/**
 * Whether a signature could be that of many bugs: it compares two values without saying of what, or says only that the time of
 * the test ran out.
 */
export function saysLittle({ features, place }: JudgedFailure): boolean {
  if (features.locator !== undefined || features.errorCodes.length > 0 || features.browserErrors.length > 0)
    return false;
  if (features.matcher !== undefined) return place.function === undefined || features.statuses.length > 0;
  return features.timeout?.kind === 'test' && place.function === undefined;
}

/** Failures that say little belong together only in one test, at one line, with one request, or with the same telling values. */
export function narrowLinksOf(failure: JudgedFailure): readonly string[] {
  const { signature, item } = failure;
  const { testId, request, pending } = item;
  const links = [
    testId === undefined ? undefined : `test ${testId}`,
    ...(request === undefined ? linksWithoutRequest(failure) : [`request ${canonicalLineOf(request)}`]),
    lineLinkOf(failure),
    pending === undefined ? undefined : `pending ${signatureOf(pending)}`,
  ].filter((link) => link !== undefined);
  return links.length === 0 ? [signature] : links.map((link) => `${signature} ${link}`);
}

/** In the body of a test: its line in this run, which projects and rows of data share. */
function lineLinkOf({ item, place }: JudgedFailure): string | undefined {
  const { location, frames } = item.failure;
  const at = location ?? frames.find(({ origin }) => origin === 'user');
  if (at === undefined || place.function !== undefined) return undefined;
  return `line ${item.runId ?? ''} ${at.file}:${at.line}`;
}

function linksWithoutRequest(failure: JudgedFailure): readonly (string | undefined)[] {
  const values = tellingValuesOf(failure);
  return [
    values === undefined ? undefined : `values ${values}`,
    // A shared function that asks for a status asks for that of its caller's request.
    failure.place.function === undefined ? undefined : `caller ${callerOf(failure)}`,
  ];
}

/** Who called the function that failed, by its line in this run; empty when no other file did. */
function callerOf({ item, place }: JudgedFailure): string {
  const frames = item.failure.frames.filter(({ origin }) => origin === 'user');
  const caller = frames.find(({ file }) => file !== place.file);
  return caller === undefined ? '' : `${item.runId ?? ''} ${caller.file}:${caller.line}`;
}

/** Expected and received when they say more than a number or a truth value does. */
function tellingValuesOf({ item, place, features }: JudgedFailure): string | undefined {
  const { expected = features.expected, actual = features.received } = item.failure;
  if (place.statement === undefined || expected === undefined || actual === undefined) return undefined;
  return isTelling(expected) && isTelling(actual)
    ? `${canonicalLineOf(expected)} ${canonicalLineOf(actual)}`
    : undefined;
}

function isTelling(value: string): boolean {
  return /[A-Za-z]{4}/.test(value) && !/^(?:true|false|null|undefined)$/.test(value.trim());
}
