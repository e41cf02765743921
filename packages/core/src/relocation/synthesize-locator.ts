import type { ElementFingerprint } from './element-fingerprint.ts';
import {
  isPosition,
  isPositional,
  type LocatorCall,
  type LocatorChain,
  type LocatorValue,
  optionsOf,
  soughtOf,
} from './locator/locator-chain.ts';
import { frameCallsOf, framesOf, matchesOf } from './locator/match-locator.ts';
import { answersTo, normalised } from './locator/matching-text.ts';
import { parseLocator } from './locator/parse-locator.ts';
import { renderLocator } from './locator/render-locator.ts';
import { wayIntoFrame } from './locator/way-into-frame.ts';
import { locatorStrategies } from './strategies/registry.ts';
import type { SynthesisContext } from './strategies/strategy.ts';

/** A locator that resolves to the element alone. */
export interface LocatorCandidate {
  readonly chain: LocatorChain;
  /** As Playwright prints it. */
  readonly locator: string;
  /** The name of the strategy that wrote it. */
  readonly strategy: string;
  /** Whether it asks for words that are written on the element: it would vouch for its own text. */
  readonly isTextDerived: boolean;
}

/** What a locator is wanted for. */
export interface SynthesisRequest {
  /** The locator that does not find it any more, as written. */
  readonly locator: string;
  /** The element as it was. */
  readonly old?: ElementFingerprint;
  /** Index of the element among those of the page. */
  readonly index: number;
  readonly page: readonly ElementFingerprint[];
  /** Whether the step asserts the text or name of the element. */
  readonly assertsText?: boolean;
  /** How many to return. */
  readonly most?: number;
}

/**
 * Locators for an element of a page, the nearest to what the author wrote first: the same strategy with a new argument, words of the row
 * in place of a position, within its row, what Playwright recommends, within its part of the page. Each resolves to the element alone,
 * none chooses by position, asks for what changes from day to day or was made by a tool, and none asks for the text that the step asserts.
 */
export function synthesizeLocator(request: SynthesisRequest): readonly LocatorCandidate[] {
  const context = contextOf(request);
  if (!context) return [];
  const { most = 5, assertsText = false } = request;
  const found = new Map<string, LocatorCandidate>();
  for (const strategy of locatorStrategies)
    for (const chain of strategy.propose(context)) {
      if (found.size >= most) return [...found.values()];
      const candidate = candidateOf([...context.frames, ...chain], strategy.name, context);
      const key = renderLocator(chain.map(inexact));
      if (found.has(key) || (assertsText && candidate.isTextDerived)) continue;
      if (isUsable(candidate, context)) found.set(key, candidate);
    }
  return [...found.values()];
}

function contextOf({ locator, old, index, page }: SynthesisRequest): SynthesisContext | undefined {
  const winner = page[index];
  if (!winner) return undefined;
  const whole = parseLocator(locator) ?? [];
  const oldWay = frameCallsOf(whole);
  const frameNames = framesOf(winner);
  const isInOldFrame =
    oldWay.length > 0 === frameNames.length > 0 && (!old || framesOf(old).join('\0') === frameNames.join('\0'));
  const frames = isInOldFrame ? oldWay : wayIntoFrame(frameNames, page);
  if (!frames) return undefined;
  const positioned = whole.slice(oldWay.length).filter(({ method }) => method !== 'describe');
  const written = positioned.filter((call) => !isPosition(call));
  return {
    written,
    positioned,
    failed: renderLocator([...oldWay, ...positioned]),
    frames,
    frameNames,
    old,
    winner,
    index,
    page,
    writtenText: written.flatMap(textsOf).join(' '),
  };
}

/** A call without `exact`: what is found by a part of a text need not be asked for exactly as well. */
function inexact(call: LocatorCall): LocatorCall {
  const { exact: _exact, ...entries } = optionsOf(call);
  const args = call.args.filter(({ is }) => is !== 'options');
  return { ...call, args: Object.keys(entries).length === 0 ? args : [...args, { is: 'options', entries }] };
}

function textsOf(call: LocatorCall): readonly string[] {
  const values: readonly (LocatorValue | undefined)[] = [soughtOf(call), ...Object.values(optionsOf(call))];
  return values.flatMap((value) =>
    value?.is === 'text' ? [value.text] : value?.is === 'pattern' ? [value.source] : [],
  );
}

function candidateOf(chain: LocatorChain, strategy: string, { winner }: SynthesisContext): LocatorCandidate {
  return { chain, locator: renderLocator(chain), strategy, isTextDerived: isTextDerived(chain, winner) };
}

const textSelector = /:(?:has-text|text|text-is|text-matches)\(|\btext\(\)|normalize-space|\btext=/;

/** Whether what a locator asks for is written on the element itself. */
function isTextDerived(chain: LocatorChain, { text = '' }: ElementFingerprint): boolean {
  const own = normalised(text);
  const isWritten = (value: LocatorValue | undefined): boolean =>
    own !== '' && (value?.is === 'text' || value?.is === 'pattern') && answersTo(own, value, false);
  return chain.some((call) => {
    const sought = soughtOf(call);
    if (call.method === 'getByText') return true;
    if (call.method === 'locator' && sought?.is === 'text' && textSelector.test(sought.text)) return true;
    const { name, hasText } = optionsOf(call);
    return isWritten(name) || isWritten(hasText) || (call.method === 'getByLabel' && isWritten(sought));
  });
}

function isUsable({ chain, locator }: LocatorCandidate, context: SynthesisContext): boolean {
  const { page, index, frameNames, failed } = context;
  if (chain.length === 0 || isPositional(chain) || chain.some(asksForNothing)) return false;
  // Whatever the fingerprints say, the browser said that this one does not find it.
  if (locator === failed) return false;
  const matches = matchesOf(chain, page, frameNames);
  return matches?.length === 1 && matches[0] === index;
}

/** An empty text, a filter without a condition. */
function asksForNothing(call: LocatorCall): boolean {
  const asked = [soughtOf(call), ...Object.values(optionsOf(call))];
  const isEmpty = asked.some(
    (value) =>
      (value?.is === 'text' && normalised(value.text) === '') ||
      (value?.is === 'pattern' && /^\^?(?:\\s\*|\.\*)?\$?$/.test(value.source)),
  );
  return isEmpty || (call.method === 'filter' && Object.keys(optionsOf(call)).length === 0);
}
