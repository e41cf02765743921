import type { Frame } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { CallOutcome, CallPlace, SentCall } from './choke-point.cts';

const { createHash } = require('node:crypto') as typeof import('node:crypto');

/** A call that worked, or has to work, on the element of a locator. */
export interface LocatorCall {
  readonly frame: Frame;
  readonly place: CallPlace;
  readonly selector: string;
  readonly action: string;
  /** Which call of this selector from this place it is in the attempt, from 0. */
  readonly ordinal: number;
  /** Whether a single element is meant. */
  readonly single: boolean;
  /** Short name of place, selector and ordinal. */
  readonly key: string;
  /** Address of the page when it was sent. */
  readonly url: string;
}

const acting = new Set([
  'click', 'dblclick', 'tap', 'fill', 'type', 'press', 'check', 'uncheck', 'hover', 'focus', 'blur', 'selectOption', 'setInputFiles',
  'dispatchEvent', 'textContent', 'innerText', 'innerHTML', 'inputValue', 'getAttribute', 'isChecked', 'isDisabled', 'isEnabled', 'isEditable',
]); // prettier-ignore

/** More calls of one selector from one place are a loop whose next round tells nothing new. */
const mostOrdinals = 20;

/** What each call is for which a locator is asked; undefined for all others, and for those that ask for an absence. */
function readLocatorCall(
  { object, method, params, place }: SentCall,
  ordinals: Map<string, number>,
): LocatorCall | undefined {
  const { selector } = params;
  if (!place || object._type !== 'Frame' || typeof selector !== 'string' || asksForAbsence(method, params))
    return undefined;
  const site = `${place.file}:${place.line}:${place.column}\n${selector}`;
  const ordinal = ordinals.get(site) ?? 0;
  if (ordinal >= mostOrdinals) return undefined;
  ordinals.set(site, ordinal + 1);
  const frame = object as unknown as Frame;
  return {
    frame,
    place,
    selector,
    action: method,
    ordinal,
    single: method !== 'expect' || !/\.array$|^to\.have\.count$/.test(String(params['expression'])),
    key: createHash('sha1').update(`${site}\n${ordinal}`).digest('base64url').slice(0, 10),
    url: frame.page().url(),
  };
}

function asksForAbsence(method: string, params: Readonly<Record<string, unknown>>): boolean {
  if (acting.has(method)) return false;
  if (method === 'waitForSelector') return params['state'] === 'hidden' || params['state'] === 'detached';
  if (method !== 'expect') return true;
  return params['isNot'] === true || /hidden|detached/.test(String(params['expression']));
}

/** Whether a call did what it was for. An assertion that failed is answered without an error before 1.60. */
function isSuccess(outcome: CallOutcome): boolean {
  return outcome.ok && (outcome.result as { matches?: unknown } | undefined)?.matches !== false;
}

const locatorCalls = { readLocatorCall, isSuccess };
module.exports = locatorCalls;
export type LocatorCalls = typeof locatorCalls;
