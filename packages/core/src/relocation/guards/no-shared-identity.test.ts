import { describe, expect, it } from 'vitest';

import type { ElementFingerprint } from '../element-fingerprint.ts';
import { judgeRelocation } from '../judge-relocation.ts';

const where = {
  place: { file: 'a.spec.ts', line: 1, column: 1 },
  locator: "getByLabel('Yearly')",
  selector: 's',
  action: 'check',
  ordinal: 0,
  url: '/a',
};

function control(label: string, over: Partial<ElementFingerprint>): ElementFingerprint {
  return {
    tag: 'input',
    name: label,
    label,
    nameAttribute: 'plan',
    xpath: '/html[1]/body[1]/main[1]/label[2]/input[1]',
    box: { x: 90, y: 80, width: 13, height: 13 },
    heading: 'Plan',
    neighborText: 'Plan Go',
    ...over,
  };
}

function verdictOn(over: Partial<ElementFingerprint>, [before, now]: readonly [string, string]) {
  return judgeRelocation({
    remembered: { ...where, fingerprint: control(before, over), twins: 1, seenAt: '' },
    page: { ...where, title: 'A', matches: 0, elements: [control(now, over)] },
    rememberedHere: [],
  }).verdict;
}

describe('the address of a link', () => {
  const link = { tag: 'a', role: 'link', nameAttribute: '' };
  it.each(['#', 'javascript:void(0)'])('says nothing where it leads nowhere: %s', (href) =>
    expect(verdictOn({ ...link, href }, ['Follow', 'Mute'])).not.toBe('automatic'),
  );

  it('says what it is where it leads to', () =>
    expect(verdictOn({ ...link, href: '/orders' }, ['My orders', 'Orders'])).toBe('automatic'));
});

describe('the attribute name', () => {
  it.each<[string, Partial<ElementFingerprint>]>([
    ['radio buttons', { role: 'radio', type: 'radio' }],
    ['buttons', { tag: 'button', role: 'button', type: 'submit', isButton: true }],
    ['a list of boxes', { role: 'checkbox', type: 'checkbox', nameAttribute: 'plans[]' }],
  ])('says nothing where others have it too: %s', (_name, over) =>
    expect(verdictOn(over, ['Yearly', 'Monthly'])).not.toBe('automatic'),
  );

  it('names a field', () =>
    expect(verdictOn({ role: 'textbox', type: 'text' }, ['Town', 'Town or city'])).toBe('automatic'));
});
