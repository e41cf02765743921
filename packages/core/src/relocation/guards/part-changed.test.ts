import { describe, expect, it } from 'vitest';

import type { ElementFingerprint } from '../element-fingerprint.ts';
import { judgeRelocation } from '../judge-relocation.ts';

const where = {
  place: { file: 'a.spec.ts', line: 1, column: 1 },
  locator: "locator('#save-profile')",
  selector: 's',
  action: 'click',
  ordinal: 0,
  url: '/a',
};

function save(over: Partial<ElementFingerprint> = {}): ElementFingerprint {
  return {
    tag: 'button',
    role: 'button',
    isButton: true,
    name: 'Save',
    text: 'Save',
    id: 'save-profile',
    xpath: '/html[1]/body[1]/main[1]/form[1]/button[1]',
    box: { x: 8, y: 100, width: 60, height: 24 },
    heading: 'Profile',
    neighborText: 'Profile Name Town',
    ...over,
  };
}

function verdictOn(now: Partial<ElementFingerprint>, old: Partial<ElementFingerprint> = {}, twins = 1) {
  return judgeRelocation({
    remembered: { ...where, fingerprint: save(old), twins, seenAt: '' },
    page: { ...where, title: 'A', matches: 0, elements: [save(now)] },
    rememberedHere: [],
  });
}

describe('a control that is called alike in another part of the page', () => {
  it('is for a person: the form was lost, and the next one has such a button too', () => {
    const { verdict, findings } = verdictOn({ id: 'save-news', heading: 'Newsletter', neighborText: 'Newsletter' });
    expect(verdict).toBe('propose');
    expect(findings).toEqual([
      {
        guard: 'part-changed',
        verdict: 'propose',
        reason:
          '“Save” stood under “Profile”, and “Save” stands under “Newsletter” among other words: it may be another one that is called alike.',
      },
    ]);
  });

  it.each<[string, Partial<ElementFingerprint>]>([
    ['another id in the same part', { id: 'store' }],
    [
      'a reworded heading, and the same words around it',
      { id: 'store', heading: 'You', neighborText: 'You Name Town' },
    ],
    ['the same id under another heading', { heading: 'You', neighborText: 'You Nick' }],
  ])('is the one that is meant: %s', (_name, now) => expect(verdictOn(now).verdict).toBe('automatic'));

  it.each<[string, string, number, 'automatic' | 'propose']>([
    ['four words that were the only ones of their kind', 'Quantity of Clay Pot', 1, 'automatic'],
    ['four words that were there twice', 'Quantity of Clay Pot', 2, 'propose'],
    ['two words', 'Save changes', 1, 'propose'],
  ])('under another heading, by its name: %s', (_name, name, twins, expected) => {
    const moved = { name, text: name, id: 'q', heading: 'Clay Pot', neighborText: 'Clay Pot' };
    expect(verdictOn(moved, { name, text: name, id: 'quantity' }, twins).verdict).toBe(expected);
  });
});
