import type { ElementFingerprint } from '@millwright/core/relocation' with { 'resolution-mode': 'import' };

import type { PageBox, PageElement } from './page-dom.cts';

const { firstWordsOf, isSecretField, isSeen, wordsIn } =
  require('./page-words.cjs') as import('./page-words.cts').PageWords;
const { roleOf } = require('./page-role.cjs') as import('./page-role.cts').PageRole;
const { isNamedByContent, labelOf, nameOf } = require('./page-name.cjs') as import('./page-name.cts').PageName;
const { idXpathOf, withinOf, xpathOf } = require('./page-place.cjs') as import('./page-place.cts').PagePlace;

/** What is around an element; worked out apart, because for a whole page it is shared. */
export interface Surroundings {
  readonly box: PageBox;
  readonly neighborText: string;
  readonly rowText: string;
  readonly heading: string;
}

/** Everything that is remembered of an element but what is around it. Never the value of a field. */
function traitsOfElement(
  element: PageElement,
  testIdAttribute: string,
  memo: Map<PageElement, string>,
): Record<string, unknown> {
  const role = roleOf(element);
  const attribute = (name: string): string => firstWordsOf(element.getAttribute(name) ?? '', 60);
  const isSecret = isSecretField(element);
  const isField = /^(?:input|select|textarea|meter|output|progress)$/.test(element.localName);
  return {
    tag: element.localName,
    xpath: xpathOf(element, memo),
    idXpath: idXpathOf(element),
    role,
    name: nameOf(element, role),
    text: isSecret ? '' : wordsIn(element, 60, false),
    label: isField || role === 'textbox' ? labelOf(element) : '',
    placeholder: isSecret ? '' : attribute('placeholder'),
    alt: attribute('alt'),
    title: isSecret ? '' : attribute('title'),
    testId: attribute(testIdAttribute),
    id: element.getAttribute('id') ?? '',
    nameAttribute: attribute('name'),
    type: isField || element.localName === 'button' ? (element.type ?? '') : '',
    href: (element.getAttribute('href') ?? '').slice(0, 300),
    classes: (element.getAttribute('class') ?? '')
      .split(/\s+/)
      .filter((name) => name !== '' && name.length < 100)
      .slice(0, 20),
    options: element.localName === 'select' ? optionsOf(element) : undefined,
    isButton: isPressed(element, role),
    within: withinOf(element),
    isVisible: isSeen(element) ? undefined : false,
    isEnabled: isUsable(element) ? undefined : false,
  };
}

/** What there is to choose, not what was chosen. */
function optionsOf(element: PageElement): readonly { readonly value: string; readonly label: string }[] {
  return Array.prototype.slice.call(element.querySelectorAll('option'), 0, 50).map((option: PageElement) => ({
    value: (option.value ?? '').slice(0, 100),
    label: firstWordsOf(option.getAttribute('label') ?? option.textContent ?? '', 10),
  }));
}

/** Whether it is there to be pressed. */
function isPressed(element: PageElement, role: string | undefined): boolean | undefined {
  const isLikeOne = element.localName === 'a' && /\bbtn\b|button/i.test(element.getAttribute('class') ?? '');
  return (role === 'button' && element.type !== 'file') || isLikeOne || undefined;
}

function isUsable(element: PageElement): boolean {
  const disabled = element.matches(':disabled') || element.closest('[aria-disabled=true]') !== null;
  return !disabled;
}

/** A fingerprint without the parts that are empty. */
function fingerprintOf(traits: Record<string, unknown>, { box, ...words }: Surroundings): ElementFingerprint {
  const all: Record<string, unknown> = { ...traits, ...words, box: box.width > 0 && box.height > 0 ? box : undefined };
  for (const key of Object.keys(all)) {
    const value = all[key];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) delete all[key];
  }
  return all as unknown as ElementFingerprint;
}

/** Rules out, without working out names, those that differ in what makes up their names. */
function mayBeTwin(element: PageElement, other: PageElement, role: string | undefined): boolean {
  const naming = '[aria-label],[aria-labelledby]';
  if (!isNamedByContent(role) || element.matches(naming) || other.matches(naming)) return true;
  return (element.textContent ?? '').trim() === (other.textContent ?? '').trim();
}

/** How many elements have its role and name, or, where it has no name, its text; 1 when it is the only one. */
function twinCountOf(element: PageElement, { role, name, text }: ElementFingerprint): number {
  const words = name ?? text;
  if (words === undefined) return 1;
  const alike = element.getRootNode().querySelectorAll(element.hasAttribute('role') ? '[role]' : element.localName);
  let count = 0;
  for (let index = 0; index < alike.length && index < 500; index += 1) {
    const other = alike[index] as PageElement;
    if (other === element) count += 1;
    else if (mayBeTwin(element, other, role)) {
      if (name === undefined) count += Number(wordsIn(other, 60, false) === words);
      else count += Number(roleOf(other) === role && nameOf(other, role) === words);
    }
  }
  return Math.max(1, count);
}

const pageElement = { traitsOfElement, optionsOf, isPressed, isUsable, fingerprintOf, mayBeTwin, twinCountOf };
module.exports = pageElement;
export type PageElementModule = typeof pageElement;
