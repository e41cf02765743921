import { expect, test } from 'vitest';

import { controlInside } from './control-inside.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';

const form = '/html[1]/body[1]/main[1]/form[1]';
const old: ElementFingerprint = {
  tag: 'input',
  xpath: `${form}/label[1]/input[1]`,
  role: 'checkbox',
  type: 'checkbox',
  name: 'Email reminders',
  label: 'Email reminders',
  testId: 'reminders',
};
const box: ElementFingerprint = { tag: 'div', xpath: `${form}/div[1]`, text: 'Email reminders Text reminders' };
const switchAt = (at: string, name: string): ElementFingerprint => ({
  tag: 'button',
  xpath: `${form}/${at}`,
  role: 'switch',
  name,
  text: name,
});
const email = switchAt('div[1]/button[1]', 'Email reminders');
const text = switchAt('div[1]/button[2]', 'Text reminders');
const mail = { ...switchAt('div[1]/button[1]', 'Write to me'), testId: 'reminders' };
const elsewhere = { ...email, xpath: '/html[1]/body[1]/main[1]/section[1]/button[1]' };

const standInOf = (...elements: readonly ElementFingerprint[]) =>
  controlInside(old, { fingerprint: box, index: 0, probability: 0.9 } as never, { elements: [box, ...elements] });

test.each([
  ['the only one there, with the whole name', [email], email, false],
  ['the one with the whole name, among others of its kind', [email, text], email, false],
  ['the only one there, with the test id alone', [mail], mail, true],
  ['the only one there, where another one has the whole name', [mail, elsewhere], mail, true],
] as const)('%s', (_name, elements, taken, isAsked) => {
  const found = standInOf(...elements);
  expect(found?.candidate.fingerprint).toBe(taken);
  expect(found?.finding !== undefined).toBe(isAsked);
});

test.each([
  ['two of its kind, none with the whole name', [mail, text]],
  ['two with the whole name', [email, switchAt('div[1]/button[2]', 'Email reminders')]],
  ['one that is called otherwise', [text]],
  ['none of its kind', [{ ...email, role: 'button' }]],
])('nothing is taken of %s', (_name, elements) => {
  expect(standInOf(...elements)).toBeUndefined();
});
