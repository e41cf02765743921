import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ElementFingerprint } from './element-fingerprint.ts';
import { relocationFeatures } from './features/registry.ts';
import { relocationModel } from './model-numbers.ts';
import { automaticThreshold, relocateElement } from './relocate-element.ts';

const main = '/html[1]/body[1]/main[1]';

function element(over: Partial<ElementFingerprint> = {}): ElementFingerprint {
  const { text = 'Sign in', ...rest } = over;
  return {
    tag: 'button',
    xpath: `${main}/form[1]/button[1]`,
    role: 'button',
    name: text,
    text,
    id: 'login-submit',
    classes: ['btn', 'btn-primary'],
    isButton: true,
    box: { x: 400, y: 300, width: 120, height: 40 },
    neighborText: 'E-mail Password Forgot your password',
    ...rest,
  };
}

const others: readonly ElementFingerprint[] = [
  element({
    text: 'Search',
    id: 'search-go',
    xpath: '/html[1]/body[1]/header[1]/form[1]/button[1]',
    box: { x: 900, y: 10, width: 90, height: 30 },
    neighborText: 'Products',
  }),
  element({
    tag: 'a',
    role: 'link',
    text: 'Forgot your password',
    id: 'forgot',
    xpath: `${main}/form[1]/a[1]`,
    href: '/forgot',
    isButton: false,
    box: { x: 400, y: 350, width: 160, height: 20 },
  }),
  element({
    tag: 'input',
    role: 'textbox',
    text: '',
    name: 'E-mail',
    label: 'E-mail',
    id: 'email',
    type: 'email',
    xpath: `${main}/form[1]/input[1]`,
    isButton: false,
    box: { x: 400, y: 200, width: 300, height: 40 },
    neighborText: 'E-mail',
  }),
];

describe('an element is found again', () => {
  it.each([
    ['as it was', {}],
    ['under another id', { id: 'signin' }],
    ['with all its classes renamed', { classes: ['css-1x2y', 'css-9z'] }],
    ['wrapped in two more elements', { xpath: `${main}/form[1]/div[1]/div[1]/button[1]` }],
    ['further down', { box: { x: 400, y: 420, width: 120, height: 40 } }],
  ])('%s', (_name, change) => {
    const { candidates, probability } = relocateElement(element(), [...others, element(change)], { others });
    expect(candidates[0]?.index).toBe(3);
    expect(probability).toBeGreaterThanOrEqual(automaticThreshold);
  });

  it('says why', () => {
    const [best] = relocateElement(element(), [...others, element()]).candidates;
    expect(best?.evidence.map(({ name }) => name)).toContain('the text is the same');
    expect(best?.evidence.every(({ weight }) => weight !== 0)).toBe(true);
  });
});

describe('an element that is gone is not found', () => {
  it.each([
    ['the page lost it', others],
    ['the page is empty', []],
    [
      'another button took its place',
      [...others, element({ text: 'Register for free', id: 'register', neighborText: 'New here' })],
    ],
  ])('%s', (_name, page) => {
    expect(relocateElement(element(), page, { others }).probability).toBeLessThan(automaticThreshold);
  });

  it('less likely found where the best is the continuation of another', () => {
    const remove = element({ text: 'Remove', id: '', neighborText: 'Apple', xpath: `${main}/ul[1]/li[1]/button[1]` });
    const next = element({ text: 'Remove', id: '', neighborText: 'Pear', xpath: `${main}/ul[1]/li[1]/button[1]` });
    const alone = relocateElement(remove, [next]).probability;
    expect(relocateElement(remove, [next], { others: [next] }).probability).toBeLessThan(alone);
  });
});

describe('laws', () => {
  const word = fc.constantFrom('Save', 'Cancel', 'Pay now', 'Log out', '', 'Total 12');
  const anyElement = fc
    .record({
      tag: fc.constantFrom('a', 'button', 'input', 'div'),
      text: word,
      id: fc.constantFrom('', 'a', 'b', 'c-1'),
      place: fc.integer({ min: 1, max: 9 }),
      x: fc.integer({ min: 0, max: 1200 }),
      y: fc.integer({ min: 0, max: 3000 }),
    })
    .map(({ tag, text, id, place, x, y }) =>
      element({ tag, text, id, xpath: `${main}/div[${place}]/${tag}[1]`, box: { x, y, width: 80, height: 30 } }),
    );

  it('the probability is one, and the same page gives the same answer', () => {
    fc.assert(
      fc.property(anyElement, fc.array(anyElement, { maxLength: 12 }), (target, page) => {
        const answer = relocateElement(target, page);
        expect(answer.probability).toBeGreaterThanOrEqual(0);
        expect(answer.probability).toBeLessThanOrEqual(1);
        expect(relocateElement(target, page)).toEqual(answer);
      }),
    );
  });

  it('no element fits better than the one that did not change', () => {
    fc.assert(
      fc.property(anyElement, fc.array(anyElement, { maxLength: 12 }), (target, page) => {
        const best = relocateElement(target, [...page, target]).candidates[0];
        const own = relocateElement(target, [...page, target], { most: 99 }).candidates.find(
          ({ index }) => index === page.length,
        );
        expect(own?.utility).toBeCloseTo(best?.utility ?? Number.NaN, 9);
      }),
    );
  });

  it('what speaks for never lowers, what speaks against never raises', () => {
    for (const { name, sign } of relocationFeatures) {
      const weight = relocationModel.weights[name];
      expect(weight, name).toBeDefined();
      expect((weight ?? 0) * (sign === 'for' ? 1 : -1), name).toBeGreaterThanOrEqual(0);
    }
  });
});
