import { describe, expect, it } from 'vitest';

import type { FailingPage, RememberedElement } from '../model/remembered-element.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';
import { type LocatorHealProposal, proposeLocatorHeal } from './propose-locator-heal.ts';

/** The same element with other words: so sure is nothing else that it is the one. */
function proposed(
  { locator, action = 'expect' }: { readonly locator: string; readonly action?: string },
  { role, tag }: { readonly role: string; readonly tag: string },
  [before, now]: readonly [string, string],
): LocatorHealProposal {
  const where = {
    place: { file: 'a.spec.ts', line: 1, column: 1 },
    locator,
    selector: 's',
    action,
    ordinal: 0,
    url: '/a',
  };
  const element = (text: string): ElementFingerprint => ({
    tag,
    role,
    name: text,
    text,
    id: 'it',
    classes: ['it', 'toast'],
    xpath: `/html[1]/body[1]/main[1]/${tag}[1]`,
  });
  const page: FailingPage = { ...where, title: 'A', matches: 0, elements: [element(now)] };
  const remembered: RememberedElement = { ...where, fingerprint: element(before), twins: 1, seenAt: '' };
  const message =
    action === 'expect'
      ? `Error: expect(locator).toBeVisible() failed\n\nLocator: ${locator}\nExpected: visible\nTimeout: 800ms\nError: element(s) not found`
      : `TimeoutError: locator.${action === 'waitForSelector' ? 'waitFor' : action}: Timeout 800ms exceeded.`;
  const failure = { message, callLog: [`waiting for ${locator}`], frames: [] };
  return proposeLocatorHeal({ failure, page, remembered: [remembered], hasAppChanged: true });
}

const paragraph = { role: 'paragraph', tag: 'p' };
const button = { role: 'button', tag: 'button' };

describe('words that a step asks for are part of what it says', () => {
  it.each<[string, Parameters<typeof proposed>]>([
    ['a total', [{ locator: "getByText('Total: 12 EUR')" }, paragraph, ['Total: 12 EUR', 'Total: 10 EUR']]],
    ['a pattern', [{ locator: 'getByText(/Total: 12\\b/)' }, paragraph, ['Total: 12 EUR', 'Total: 10 EUR']]],
    ['a row', [{ locator: "getByRole('row', { name: 'Pear 7' })" }, { role: 'row', tag: 'tr' }, ['Pear 7', 'Pear 9']]],
    [
      'a wait',
      [{ locator: "getByText('3 items')", action: 'waitForSelector' }, paragraph, ['3 items left', '4 items left']],
    ],
  ])('another number that is to be seen is a wrong value: %s', (_name, given) => {
    expect(proposed(...given)).toMatchObject({ kind: 'refused', why: 'value', isProduct: true });
  });

  it('a control with another number in its name is for a person', () => {
    const given = { locator: "getByRole('button', { name: 'Pay 20 EUR' })", action: 'click' };
    expect(proposed(given, button, ['Pay 20 EUR', 'Pay 200 EUR'])).toMatchObject({
      kind: 'proposal',
      isAutomatic: false,
      diagnosis: {
        cautions: [
          'The step asks for “20”, and the element that is there now says “Pay 200 EUR”: that is another value, and no other name for the same.',
        ],
      },
    });
  });

  it.each<[string, Parameters<typeof proposed>]>([
    ['a message', [{ locator: "getByText('Order placed')" }, paragraph, ['Order placed', 'Order pending']]],
    [
      'a selector',
      [{ locator: `locator('p:has-text("Order placed")')` }, paragraph, ['Order placed', 'Order pending']],
    ],
    ['text=', [{ locator: `locator('text=Order placed')` }, paragraph, ['Order placed', 'Order pending']]],
    [
      'a path',
      [{ locator: `locator('//p[contains(., "Order placed")]')` }, paragraph, ['Order placed', 'Order pending']],
    ],
    [
      'a heading',
      [
        { locator: "getByRole('heading', { name: 'Welcome Ada' })" },
        { role: 'heading', tag: 'h1' },
        ['Welcome Ada', 'Welcome Bob'],
      ],
    ],
    [
      'a wait',
      [
        { locator: "getByText('Saved successfully')", action: 'waitForSelector' },
        paragraph,
        ['Saved successfully', 'Saved with warnings'],
      ],
    ],
    [
      'what a list shows',
      [{ locator: "getByRole('link', { name: 'Pear jam' })" }, { role: 'link', tag: 'a' }, ['Pear jam', 'Plum jam']],
    ],
  ])('other words where only words are asserted are for a person: %s', (_name, given) => {
    const proposal = proposed(...given);
    expect(proposal).toMatchObject({ kind: 'proposal', isAutomatic: false });
    expect(proposal.kind === 'proposal' && proposal.diagnosis.cautions[0]).toMatch(/^The step asserts that “/);
  });

  it.each<[string, Parameters<typeof proposed>]>([
    [
      'a button that is to be there',
      [{ locator: "getByRole('button', { name: 'Log in' })" }, button, ['Log in', 'Sign in']],
    ],
    [
      'a heading that is clicked',
      [
        { locator: "getByRole('heading', { name: 'More details' })", action: 'click' },
        { role: 'heading', tag: 'h2' },
        ['More details', 'Details'],
      ],
    ],
    ['what is asked for by its id', [{ locator: "locator('#that')" }, paragraph, ['Order placed', 'Order pending']]],
  ])('nothing is said against another name: %s', (_name, given) => {
    expect(proposed(...given)).not.toMatchObject({ why: 'value' });
    expect(proposed(...given)).not.toMatchObject({ diagnosis: { cautions: [expect.any(String)] } });
  });
});
