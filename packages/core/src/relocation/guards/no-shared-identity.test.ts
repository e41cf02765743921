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

describe('a text', () => {
  const status = {
    tag: 'p',
    role: 'status',
    nameAttribute: '',
    heading: 'Thanks',
    neighborText: 'Thanks, see you soon',
  };
  const saying = (text: string) => ({ ...status, text, label: '', name: '' });
  const verdictOf = (before: string, now: string) =>
    judgeRelocation({
      remembered: {
        ...where,
        fingerprint: control('', { ...saying(before), testId: 'order-id' }),
        twins: 1,
        seenAt: '',
      },
      page: {
        ...where,
        title: 'A',
        matches: 0,
        elements: [control('', { ...saying(now), testId: 'summary-order-id' })],
      },
      rememberedHere: [],
    });

  it('is the same with a number that was made up for this order', () =>
    expect(verdictOf('Your order ord-1027 is paid', 'Your order ord-1061 is paid').findings).toEqual([]));

  it.each([
    ['with an amount', 'Your order 1027 is paid', 'Your order 1061 is paid'],
    ['when it is nothing but such a number', 'ord-1027', 'ord-1061'],
    ['with other words', 'Your order ord-1027 is paid', 'Your order ord-1061 is lost'],
  ])('is another one %s', (_name, before, now) =>
    expect(verdictOf(before, now).findings.map(({ guard }) => guard)).toContain('no-shared-identity'),
  );
});
