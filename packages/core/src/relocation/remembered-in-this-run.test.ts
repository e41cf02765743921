import { describe, expect, it } from 'vitest';

import type { FailingPage, RememberedElement } from '../model/remembered-element.ts';
import { rememberedInThisRun } from './remembered-in-this-run.ts';

const place = { file: 'orders.spec.ts', line: 3, column: 9 };

function remembered(over: Partial<RememberedElement> = {}): RememberedElement {
  const name = 'Cancel ord-17';
  return {
    place,
    locator: `getByRole('button', { name: '${name}' })`,
    selector: `internal:role=button[name="${name}"i]`,
    action: 'click',
    ordinal: 0,
    url: '/orders',
    fingerprint: {
      tag: 'button',
      xpath: '/html[1]/button[1]',
      role: 'button',
      name,
      text: 'Cancel',
      rowText: 'ord-17 placed',
    },
    twins: 1,
    seenAt: '',
    ...over,
  };
}

function page(name: string, texts: readonly string[], over: Partial<FailingPage> = {}): FailingPage {
  return {
    place,
    locator: `getByRole('button', { name: '${name}' })`,
    selector: `internal:role=button[name="${name}"i]`,
    action: 'click',
    ordinal: 0,
    url: '/orders',
    title: 'Orders',
    matches: 0,
    elements: texts.map((text, at) => ({ tag: 'td', xpath: `/html[1]/td[${at + 1}]`, text })),
    ...over,
  };
}

describe('what is remembered, in the words of this run', () => {
  it('an id that is new in every run is put in the place of the old one, in all that was read', () => {
    const [own, other] = rememberedInThisRun(
      [remembered(), remembered({ place: { ...place, line: 4 }, selector: 'td >> text=ord-17' })],
      page('Cancel ord-20', ['ord-20', 'Cancel order ord-20']),
    );
    expect(own?.selector).toBe('internal:role=button[name="Cancel ord-20"i]');
    expect(own?.fingerprint).toMatchObject({ name: 'Cancel ord-20', text: 'Cancel', rowText: 'ord-20 placed' });
    expect(other?.selector).toBe('td >> text=ord-20');
  });

  it.each<readonly [string, FailingPage]>([
    ['the page still has the old id: it is that of another thing', page('Cancel ord-20', ['ord-17', 'ord-20'])],
    ['the page does not have the new id: the thing is lost', page('Cancel ord-20', ['ord-1', 'ord-2'])],
    ['the author asks for other words', page('Revoke ord-20', ['ord-20'])],
    ['the author asks for something else', page('Cancel invoice-20', ['invoice-20'], { selector: 'text=invoice-20' })],
    ['it is another turn of a loop', page('Cancel ord-20', ['ord-20'], { ordinal: 1 })],
    ['it is another call', page('Cancel ord-20', ['ord-20'], { place: { ...place, column: 30 } })],
  ])('nothing is changed when %s', (_why, failing) => {
    const elements = [remembered()];
    expect(rememberedInThisRun(elements, failing)).toBe(elements);
  });
});
