import type { RememberedElement } from '@millwright/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { driftOf } from './drift.ts';
import { mergeSeenElements, mostElementsPerTest, unionOfElements } from './merge-elements.ts';

function elementOf(part: Partial<RememberedElement> & { line?: number; text?: string } = {}): RememberedElement {
  const { line = 3, text = 'Save', ...rest } = part;
  return {
    place: { file: 'a.spec.ts', line, column: 5 },
    locator: "locator('#save')",
    selector: '#save',
    action: 'click',
    ordinal: 0,
    url: '/',
    fingerprint: { tag: 'button', xpath: '/html[1]/body[1]/button[1]', text, id: 'save' },
    twins: 1,
    seenAt: '2026-11-01T10:00:00.000Z',
    ...rest,
  };
}

const button = { tag: 'button', xpath: '/html[1]/body[1]/button[1]', name: 'Save', text: 'Save', id: 'save' } as const;

test.each([
  ['nothing', {}, 'none'],
  ['its box', { box: { x: 1, y: 2, width: 3, height: 4 } }, 'none'],
  ['the words around it', { neighborText: 'new words' }, 'none'],
  ['its place in the tree', { xpath: '/html[1]/body[1]/div[1]/button[1]' }, 'slow'],
  ['its classes', { classes: ['css-1'] }, 'slow'],
  ['its text, but not its id', { name: 'Store', text: 'Store' }, 'slow'],
  ['its id, but not its text', { id: 'b7' }, 'slow'],
  ['all that tells it apart', { name: 'Bread', text: 'Bread', id: 'bread' }, 'other'],
] as const)('when %s changes the drift is %3$s', (_what, change, drift) => {
  expect(driftOf(button, { ...button, ...change })).toBe(drift);
});

describe('what a test has seen now', () => {
  test('is added to what it remembers, in the order of the places', () => {
    const stored = [elementOf({ line: 9, selector: '#b' })];
    expect(mergeSeenElements(stored, [elementOf({ line: 3 })]).map(({ place }) => place.line)).toEqual([3, 9]);
  });

  test('changes nothing when it is the same on the same day', () => {
    const stored = [elementOf()];
    expect(mergeSeenElements(stored, [elementOf({ seenAt: '2026-11-01T20:00:00.000Z' })])).toBe(stored);
  });

  test('is renewed after a day, and when the element drifted', () => {
    const nextDay = elementOf({ seenAt: '2026-11-02T10:00:00.000Z' });
    expect(mergeSeenElements([elementOf()], [nextDay])).toEqual([nextDay]);
    const drifted = elementOf({ text: 'Store', seenAt: '2026-11-01T10:00:01.000Z' });
    expect(mergeSeenElements([elementOf()], [drifted])).toEqual([drifted]);
  });

  test('keeps its picture until another element is there, and takes up one that it had not', () => {
    const picture = 'history/elements/pictures/a.png';
    const later = '2026-11-01T11:00:00.000Z';
    const pictured = elementOf({ picture, seenAt: later });
    expect(mergeSeenElements([elementOf()], [pictured])).toEqual([pictured]);
    expect(mergeSeenElements([pictured], [elementOf({ picture, seenAt: later })])).toEqual([pictured]);
    const drifted = elementOf({ text: 'Store', seenAt: later });
    expect(mergeSeenElements([pictured], [drifted])).toEqual([{ ...drifted, picture }]);
    const other = { ...drifted, fingerprint: { ...drifted.fingerprint, id: 'store' } };
    expect(mergeSeenElements([pictured], [other])[0]).not.toHaveProperty('picture');
  });

  test('renews what the call led to, unless that was not watched', () => {
    const contract = { requests: ['GET /api/basket 2xx'], urlAfter: '/basket' };
    const later = '2026-11-01T11:00:00.000Z';
    const stored = [elementOf({ contract })];
    expect(mergeSeenElements([elementOf()], [elementOf({ contract, seenAt: later })])[0]?.contract).toEqual(contract);
    expect(mergeSeenElements(stored, [elementOf({ contract, seenAt: later })])).toBe(stored);
    expect(mergeSeenElements(stored, [elementOf({ seenAt: later })])).toBe(stored);
    const other = { ...contract, urlAfter: '/' };
    expect(mergeSeenElements(stored, [elementOf({ contract: other, seenAt: later })])[0]?.contract).toEqual(other);
    const drifted = elementOf({ text: 'Store', seenAt: later });
    expect(mergeSeenElements(stored, [drifted])).toEqual([{ ...drifted, contract }]);
  });

  test('keeps what was there before when it is another element', () => {
    const other = elementOf({
      fingerprint: { tag: 'button', xpath: '/html[1]/body[1]/button[1]', text: 'Bread', id: 'bread' },
      seenAt: '2026-11-01T11:00:00.000Z',
    });
    const [merged] = mergeSeenElements([elementOf()], [other]);
    expect(merged).toEqual({
      ...other,
      before: { fingerprint: elementOf().fingerprint, seenAt: '2026-11-01T10:00:00.000Z' },
    });
  });

  test('keeps where a link led when it leads elsewhere', () => {
    const link = { tag: 'a', role: 'link', xpath: '/html[1]/body[1]/a[1]', text: 'Cart' } as const;
    const linkTo = (href: string, seenAt: string): RememberedElement =>
      elementOf({ fingerprint: { ...link, href }, seenAt });
    const old = linkTo('/cart', '2026-11-01T10:00:00.000Z');
    const before = { fingerprint: old.fingerprint, seenAt: old.seenAt };
    const moved = linkTo('/basket', '2026-11-01T11:00:00.000Z');
    const merged = mergeSeenElements([old], [moved]);
    expect(merged).toEqual([{ ...moved, before }]);
    const later = linkTo('/basket?from=menu', '2026-11-01T12:00:00.000Z');
    expect(mergeSeenElements(merged, [later])).toEqual([{ ...later, before }]);
  });

  test('takes the record along when the call moved to another line', () => {
    const moved = elementOf({ line: 7, seenAt: '2026-11-01T11:00:00.000Z' });
    expect(mergeSeenElements([elementOf()], [moved])).toEqual([moved]);
  });

  test('leaves the same locator alone at another place', () => {
    const stored = [elementOf({ line: 3 }), elementOf({ line: 5 })];
    const seen = stored.map((element) => ({ ...element, seenAt: '2026-11-03T10:00:00.000Z' }));
    expect(mergeSeenElements(stored, seen).map(({ place }) => place.line)).toEqual([3, 5]);
  });

  test('is bounded, the newest first', () => {
    const many = Array.from({ length: mostElementsPerTest + 5 }, (_, index) =>
      elementOf({ line: index + 1, selector: `#s${index}`, seenAt: new Date(1e12 + index * 1000).toISOString() }),
    );
    const merged = mergeSeenElements([], many);
    expect(merged).toHaveLength(mostElementsPerTest);
    expect(merged[0]?.place.line).toBe(6);
  });
});

test('the union is free of order and idempotent', () => {
  const arbitrary = fc.array(
    fc
      .record({
        line: fc.integer({ min: 1, max: 4 }),
        text: fc.constantFrom('a', 'b'),
        at: fc.integer({ min: 0, max: 3 }),
      })
      .map(({ line, text, at }) => elementOf({ line, text, seenAt: new Date(1e12 + at).toISOString() })),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(arbitrary, arbitrary, arbitrary, (a, b, c) => {
      expect(unionOfElements(a, b)).toEqual(unionOfElements(b, a));
      expect(unionOfElements(unionOfElements(a, b), c)).toEqual(unionOfElements(a, unionOfElements(b, c)));
      expect(unionOfElements(unionOfElements(a, b), b)).toEqual(unionOfElements(a, b));
    }),
  );
});
