import type { ElementFingerprint } from '../element-fingerprint.ts';
import { looksGenerated } from '../locator/generated-token.ts';
import { callOf, type LocatorCall } from '../locator/locator-chain.ts';
import { argumentOptionsOf } from './argument-options.ts';

const none: LocatorCall = { method: '', args: [] };
const methods = [
  'getByTestId',
  'getByRole',
  'getByLabel',
  'getByPlaceholder',
  'getByAltText',
  'getByTitle',
  'getByText',
];

/** What Playwright itself would look for an element by, in its order: test id, role and name, label, …, text, id. */
export function recommendedCallsOf(element: ElementFingerprint, written: string): readonly LocatorCall[] {
  const { id } = element;
  return [
    ...methods.flatMap((method) => argumentOptionsOf({ ...none, method }, element, written)),
    ...(id === undefined || looksGenerated(id) || !/^[A-Za-z][\w-]*$/.test(id) ? [] : [callOf('locator', `#${id}`)]),
  ];
}

/** The same for an element in a scope that holds few: its role alone may do, and at last a class that a person gave it. */
export function scopedCallsOf(element: ElementFingerprint, written: string): readonly LocatorCall[] {
  const { role, classes = [] } = element;
  const byRole = role === undefined || role === '' || role === 'generic' ? [] : [callOf('getByRole', role)];
  const byClass = classes
    .filter((name) => !looksGenerated(name) && /^[A-Za-z][\w-]*$/.test(name))
    .map((name) => callOf('locator', `.${name}`));
  return [...recommendedCallsOf(element, written), ...byRole, ...byClass];
}
