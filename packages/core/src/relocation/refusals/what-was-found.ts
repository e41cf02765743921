import type { DiagnosisFacts, RefusalRule } from '../diagnose.ts';
import { isWrongKind } from './wrong-kind.ts';

const absenceMatchers = new Set(['toBeHidden', 'toBeDetached', 'toBeEmpty']);

/** The step says that something is not there: what it finds or does not find is no matter of the locator. */
export const absence: RefusalRule = {
  name: 'absence',
  refuse: ({ isNegated, matcher, features, failure }) => {
    const isCountZero = matcher === 'toHaveCount' && (features.expected ?? failure.expected) === '0';
    const waitsForAbsence = /waiting for .+ to be (?:hidden|detached)/.test(`${features.told}\n${features.callLog}`);
    if (!isNegated && !isCountZero && !waitsForAbsence && !absenceMatchers.has(matcher ?? '')) return undefined;
    const step = isNegated ? `not.${matcher ?? ''}` : (matcher ?? 'waitFor');
    return {
      why: 'absence',
      isProduct: true,
      reason: `\`${step}\` says that something is not there; such a step is never healed.`,
    };
  },
};

/** A list in the difference that Playwright tells: `- Array [`, `+ Array []`. */
const listDifference = /expect\(locator\)[^]*^\s*[-+]?\s*Array \[/m;

/** What is in a list, and how many, is what the step asserts; whether its locator or the page is to blame, nobody can tell. */
export const list: RefusalRule = {
  name: 'list',
  refuse: ({ matcher, page, features }) =>
    matcher !== 'toHaveCount' && (page?.isList === true || listDifference.test(features.told))
      ? {
          why: 'value',
          isProduct: true,
          reason: `${matcher === undefined ? 'The step' : `\`${matcher}\``} asserts a list, and the list is not as the test says; such a step is never healed.`,
        }
      : undefined,
};

const isCompared = /^to(?:Have|Contain|Match|Equal|Be(?:Checked|Focused|Editable|Empty|Truthy|Falsy)?$)/;

/** How many elements there are, or what one of them says, is not as expected. */
export const value: RefusalRule = {
  name: 'value',
  refuse: ({ matcher, features, failure }) => {
    const expected = features.expected ?? failure.expected;
    const received = features.received ?? failure.actual;
    const values = `expected ${expected ?? 'otherwise'}, received ${received ?? 'another value'}`;
    if (matcher === 'toHaveCount')
      return { why: 'count', isProduct: true, reason: `The number of elements is not as the test says (${values}).` };
    // A failed assertion that found its element, or that looks at no element.
    if (matcher === undefined || features.matched === 'none' || features.matched === 'many') return undefined;
    if (isState(features)) return undefined;
    return isCompared.test(matcher) || features.matched === 'one'
      ? {
          why: 'value',
          isProduct: true,
          reason: `\`${matcher}\` found its element, and it is not as the test says (${values}).`,
        }
      : undefined;
  },
};

interface StateSign {
  readonly why: 'disabled' | 'hidden' | 'intercepted' | 'moving';
  readonly pattern: RegExp;
  readonly says: string;
}

const states: readonly StateSign[] = [
  { why: 'intercepted', pattern: /intercepts pointer events/i, says: 'another element lies over it' },
  {
    why: 'disabled',
    pattern: /element is (?:not enabled|disabled)|not editable|Received: *disabled|element is readonly/i,
    says: 'it cannot be used',
  },
  {
    why: 'hidden',
    pattern: /element is (?:not visible|hidden)|outside of the viewport|Received: *hidden|resolved to hidden/i,
    says: 'it cannot be seen',
  },
  {
    why: 'moving',
    pattern: /element is not stable|was detached|not attached/i,
    says: 'it moves or is made anew again and again',
  },
];

/** The element was found, and cannot be used or seen. */
export const state: RefusalRule = {
  name: 'state',
  refuse: ({ features, page, failure }) => {
    const found = stateOf(features);
    const subject = page?.locator ?? failure.locator ?? features.locator ?? 'The locator';
    return found && { why: found.why, isProduct: true, reason: `${subject} found its element, and ${found.says}.` };
  },
};

function stateOf({ told, callLog, matched }: DiagnosisFacts['features']): StateSign | undefined {
  if (matched === 'none' || matched === 'many') return undefined;
  const text = `${told}\n${callLog}`;
  return states.find(({ pattern }) => pattern.test(text));
}

function isState(features: DiagnosisFacts['features']): boolean {
  return stateOf(features) !== undefined;
}

/** Nothing says that a locator failed. */
export const noLocatorFailure: RefusalRule = {
  name: 'no-locator-failure',
  refuse: ({ features, failure, page }) => {
    if (features.matched === 'none' || features.matched === 'many' || isWrongKind(features)) return undefined;
    const subject = page?.locator ?? failure.locator ?? features.locator;
    return features.matched === 'one'
      ? {
          why: 'value',
          isProduct: true,
          reason: `${subject ?? 'The locator'} found its element; what failed is something else.`,
        }
      : {
          why: 'no-locator-failure',
          isProduct: false,
          reason: 'The failure tells of no locator that found nothing or too much.',
        };
  },
};
