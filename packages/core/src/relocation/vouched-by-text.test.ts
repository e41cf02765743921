import { describe, expect, it } from 'vitest';

import type { FailingPage, RememberedElement } from '../model/remembered-element.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';
import { type LocatorHealProposal, proposeLocatorHeal } from './propose-locator-heal.ts';

const where = {
  place: { file: 'a.spec.ts', line: 1, column: 1 },
  locator: "locator('#total')",
  selector: 's',
  action: 'expect',
  ordinal: 0,
  url: '/a',
};
const total: ElementFingerprint = {
  tag: 'span',
  text: '12',
  id: 'total',
  xpath: '/html[1]/body[1]/main[1]/p[2]/span[1]',
  box: { x: 80, y: 100, width: 16, height: 18 },
  neighborText: 'Subtotal: 12 Total: 12',
  heading: 'Basket',
};
const heading: ElementFingerprint = {
  tag: 'h1',
  role: 'heading',
  name: 'Basket',
  text: 'Basket',
  xpath: '/html[1]/body[1]/main[1]/h1[1]',
  box: { x: 8, y: 8, width: 600, height: 40 },
};

/** `#total` is asked for the text 12 and is gone; an element that says 12 is there. */
function proposed(now: Partial<ElementFingerprint>): LocatorHealProposal {
  const page: FailingPage = { ...where, title: 'A', matches: 0, elements: [heading, { ...total, ...now }] };
  const remembered: RememberedElement = { ...where, fingerprint: total, twins: 1, seenAt: '' };
  const message = `Error: expect(locator).toHaveText(expected) failed\n\nLocator: ${where.locator}\nExpected: "12"\nTimeout: 800ms\nError: element(s) not found`;
  const failure = { message, callLog: [`waiting for ${where.locator}`], frames: [] };
  return proposeLocatorHeal({ failure, page, remembered: [remembered], hasAppChanged: true });
}

describe('an element that is to have a text is not known by that text alone', () => {
  it.each<[string, Partial<ElementFingerprint>]>([
    ['the subtotal', { id: 'subtotal', neighborText: 'Subtotal: 12', xpath: '/html[1]/body[1]/main[1]/p[1]/span[1]' }],
    ['a tax in its place', { id: 'tax', neighborText: 'Subtotal: 12 Tax: 12' }],
    ['something of another name without words around it', { id: 'items', neighborText: '' }],
  ])('left to a person: %s', (_name, now) => {
    const proposal = proposed(now);
    expect(proposal).toMatchObject({ kind: 'proposal', isAutomatic: false });
    expect(proposal.kind === 'proposal' && proposal.diagnosis.cautions[0]).toMatch(
      /^The step asserts what the element says, and nothing else speaks for the one that says “12” now: /,
    );
  });

  it.each<[string, Partial<ElementFingerprint>]>([
    ['the same words around it', { id: 'sum' }],
    ['an id that says the same and more', { id: 'grandTotal', neighborText: 'To be paid: 12' }],
  ])('automatic: %s', (_name, now) => {
    expect(proposed(now)).toMatchObject({ kind: 'proposal', isAutomatic: true });
  });
});
