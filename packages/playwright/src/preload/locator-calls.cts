import type { Frame } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { CallOutcome, CallPlace, SentCall } from './choke-point.cts';

const { createHash } = require('node:crypto') as typeof import('node:crypto');
const { givenDigestOf } = require('./sent-values.cjs') as import('./sent-values.cts').SentValuesModule;

/** A call for which a locator was asked. */
export interface LocatorCall {
  readonly frame: Frame;
  readonly place: CallPlace;
  readonly selector: string;
  readonly action: string;
  /** Of an assertion: what it is for, in Playwright's own words. */
  readonly expression?: string;
  readonly isNot: boolean;
  /**
   * `element`: a single one has to be there. `elements`: an assertion on a list or a count. `other`: an absence, or a mere question
   * that any page can answer.
   */
  readonly asks: 'element' | 'elements' | 'other';
  /** Whether it can only succeed when something is there, as it can not for a count of 0. */
  readonly isFinding: boolean;
  /** Whether it fails when its locator finds several. */
  readonly isStrict: boolean;
  /** Which call of this selector from this place it is in the attempt, from 0; `other` ones are counted apart. */
  readonly ordinal: number;
  /** Short name of place, selector and ordinal. */
  readonly key: string;
  /** Address of the page when it was sent. */
  readonly url: string;
  /** Digest of what it puts into its field, where that tells something. */
  readonly given?: string;
}

const acting = new Set([
  'click', 'dblclick', 'tap', 'fill', 'type', 'press', 'check', 'uncheck', 'hover', 'focus', 'blur', 'selectOption', 'setInputFiles',
  'dispatchEvent', 'textContent', 'innerText', 'innerHTML', 'inputValue', 'getAttribute', 'isChecked', 'isDisabled', 'isEnabled', 'isEditable',
]); // prettier-ignore

/** More calls of one selector from one place are a loop whose next round tells nothing new. */
const mostOrdinals = 20;

/** What each call is for which a locator is asked; undefined for all others. */
function readLocatorCall(
  { object, method, params, place }: SentCall,
  ordinals: Map<string, number>,
  most = mostOrdinals,
): LocatorCall | undefined {
  const { selector, expression } = params;
  if (!place || object._type !== 'Frame' || typeof selector !== 'string') return undefined;
  const asks = asksFor(method, params);
  const site = `${place.file}:${place.line}:${place.column}\n${selector}`;
  const counted = asks === 'other' ? `other ${site}` : site;
  const ordinal = ordinals.get(counted) ?? 0;
  if (ordinal >= most) return undefined;
  ordinals.set(counted, ordinal + 1);
  const frame = object as unknown as Frame;
  return {
    frame,
    place,
    selector,
    action: method,
    ...(typeof expression === 'string' && method === 'expect' ? { expression } : {}),
    isNot: method === 'expect' && params['isNot'] === true,
    asks,
    isFinding: asks === 'element' || (asks === 'elements' && !expectsNone(params)),
    isStrict: params['strict'] === true || (method === 'expect' && asks === 'element'),
    ordinal,
    key: createHash('sha1').update(`${site}\n${ordinal}`).digest('base64url').slice(0, 10),
    url: frame.page().url(),
    ...givenBy(method, params),
  };
}

function givenBy(method: string, { value, text, options }: SentCall['params']): Pick<LocatorCall, 'given'> {
  const [option] = Array.isArray(options) ? (options as readonly { valueOrLabel?: string; value?: string }[]) : [];
  const put = method === 'fill' ? value : method === 'type' ? text : (option?.valueOrLabel ?? option?.value);
  const given = typeof put === 'string' ? givenDigestOf(put) : undefined;
  return given === undefined ? {} : { given };
}

function asksFor(method: string, params: Readonly<Record<string, unknown>>): LocatorCall['asks'] {
  if (acting.has(method)) return 'element';
  if (method === 'waitForSelector')
    return params['state'] === 'hidden' || params['state'] === 'detached' ? 'other' : 'element';
  const expression = String(params['expression']);
  if (method !== 'expect' || params['isNot'] === true || /hidden|detached/.test(expression)) return 'other';
  return /\.array$|^to\.have\.count$/.test(expression) ? 'elements' : 'element';
}

/** `toHaveCount(0)`, or an empty list of texts. */
function expectsNone({ expression, expectedNumber, expectedText }: Readonly<Record<string, unknown>>): boolean {
  if (expression === 'to.have.count') return expectedNumber === undefined || expectedNumber === 0;
  return !Array.isArray(expectedText) || expectedText.length === 0;
}

/** Whether a call waits until its element is there, and so has a timeout of its own. */
function waitsForElement(method: string): boolean {
  return acting.has(method) || method === 'waitForSelector' || method === 'expect';
}

/** Whether a call did what it was for. An assertion that failed is answered without an error before 1.60. */
function isSuccess(outcome: CallOutcome, { action, isNot }: Pick<LocatorCall, 'action' | 'isNot'>): boolean {
  if (!outcome.ok || action !== 'expect') return outcome.ok;
  const matches = (outcome.result as { matches?: unknown } | undefined)?.matches;
  return typeof matches === 'boolean' ? matches !== isNot : true;
}

const locatorCalls = { readLocatorCall, isSuccess, waitsForElement };
module.exports = locatorCalls;
export type LocatorCalls = typeof locatorCalls;
