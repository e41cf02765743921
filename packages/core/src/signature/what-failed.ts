import type { FailureFeatures } from '../cause/features.ts';
import type { Failure } from '../model/failure.ts';
import { isHttpStatus } from '../failure/http-statuses.ts';
import { canonicalAddressOf, canonicalLineOf, canonicalLocatorOf } from './canonical-text.ts';
import { connectionOf } from './connection.ts';
import { meaningOf } from './runner-phrases.ts';
import { kindSentenceOf, valueKindOf } from './value-kind.ts';

/** Codes that say that an assertion or a test failed, which is no news. */
const plainCodes = new Set(['ERR_ASSERTION', 'ERR_TEST_FAILURE', 'ERR_UNHANDLED_REJECTION']);
const plainNames = new Set(['Error', 'TimeoutError', 'AssertionError', 'ExpectationError']);

/**
 * What failed, in words that no version of a runner and no data of a run changes: the head line, matcher, locator and whether it
 * matched, kinds of the compared values, route, statuses, codes. A connection that could not be made is named by its
 * code and server alone, whoever asked for it.
 */
export function whatFailedOf(failure: Failure, features: FailureFeatures): readonly string[] {
  const connection = connectionOf(features);
  if (connection !== undefined) return [`connection ${connection.code} ${connection.server}`];
  const head = headMeaningOf(features);
  // The whole page is what is meant when no locator is told.
  const locator = features.locator === "locator(':root')" ? undefined : features.locator;
  const parts = [
    ...features.thrownNames.filter((name) => !plainNames.has(name)).slice(0, 1),
    head,
    features.matcher === undefined || features.matcher === 'assert' ? undefined : `matcher ${features.matcher}`,
    locator === undefined ? undefined : `locator ${canonicalLocatorOf(locator)}`,
    locator === undefined || features.matched === undefined ? undefined : `matched ${features.matched}`,
    obstacleOf(features),
    locator === undefined ? kindOfReceived(features) : undefined,
    differingKeysOf(failure, features),
    features.url === undefined ? undefined : `route ${canonicalAddressOf(features.url)}`,
    routeOf(features),
    features.phase === undefined ? undefined : `phase ${features.phase.part} ${features.phase.name ?? ''}`,
    ...features.statuses
      .filter(({ role, code }) => role !== 'expected' && isHttpStatus(code))
      .map(({ code }) => `status ${code}`),
    ...features.errorCodes.filter((code) => !plainCodes.has(code)),
    ...features.browserErrors,
    ...[features.database, features.unloaded, features.exhausted].map((words) => addedWords(head, words)),
  ];
  return [...new Set(parts.filter((part) => part !== undefined && part !== ''))] as readonly string[];
}

function headMeaningOf({ head }: FailureFeatures): string {
  const sentence = kindSentenceOf(head);
  return sentence === undefined
    ? meaningOf(canonicalLineOf(head))
    : `${meaningOf(canonicalLineOf(sentence.before))} ${sentence.said}`.trim();
}

const receivedLine = /^[ \t]*(?:Received|Actual)(?: [a-z ]+?)?: +(\S.*)$/im;

/** Locators tell by their match what they received; other comparisons by the kind of the value. */
function kindOfReceived({ matcher, told }: FailureFeatures): string | undefined {
  if (matcher === undefined) return undefined;
  const received = receivedLine.exec(told)?.[1];
  return received === undefined ? undefined : `received ${valueKindOf(received)}`;
}

/** Why an element that is there could not be acted on, as Playwright's call log says it; the strongest reason first. */
const obstacles: readonly (readonly [pattern: RegExp, obstacle: string])[] = [
  [/intercepts pointer events/, 'covered'],
  [/element is not enabled/, 'disabled'],
  [/element is not editable/, 'not editable'],
  [/element is not visible/, 'hidden'],
  [/element is outside of the viewport/, 'out of sight'],
  [/element is not stable/, 'moving'],
];

function obstacleOf({ action, matched, callLog }: FailureFeatures): string | undefined {
  if (action === undefined || matched !== 'one') return undefined;
  return obstacles.find(([pattern]) => pattern.test(callLog))?.[1];
}

const maxKeys = 8;

/** The names of the properties that differ, where objects were compared: their values are data, their names are not. */
function differingKeysOf(failure: Failure, { matcher, told }: FailureFeatures): string | undefined {
  if (matcher === undefined) return undefined;
  const lines = (failure.diff ?? told).matchAll(/^[ \t]*[-+] +["']?([A-Za-z_$][\w$]*)["']?: +\S/gm);
  const keys = [...new Set([...lines].map((match) => match[1] ?? ''))]
    .filter((key) => !/^(?:Expected|Received)$/.test(key))
    .toSorted()
    .slice(0, maxKeys);
  return keys.length === 0 ? undefined : `differs ${keys.join(' ').replaceAll(/\d+/g, '<n>')}`;
}

const request = /\b(GET|POST|PUT|PATCH|DELETE|HEAD)\s+["'`]?((?:https?:\/\/|\/)[^\s"'`,;)]+)/;

function routeOf({ told, callLog, statuses }: FailureFeatures): string | undefined {
  const match = request.exec(told) ?? request.exec(callLog);
  if (match) return `request ${match[1]} ${canonicalAddressOf(match[2] ?? '')}`;
  const address = statuses.length > 0 ? /\bhttps?:\/\/[^\s"'`,;)]+/.exec(told)?.[0] : undefined;
  return address === undefined ? undefined : `request ${canonicalAddressOf(address)}`;
}

function addedWords(head: string, words: string | undefined): string | undefined {
  if (words === undefined) return undefined;
  // Quotations are cut off where a dialect stops reading, and name files of the machine.
  const canonical = canonicalLineOf(words.replace(/[,:]? ?["'`(].*$/, ''));
  return head.includes(canonical) ? undefined : canonical;
}
